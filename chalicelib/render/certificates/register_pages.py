"""Rows of a family register on pages; no recorded matter is torn apart where it can be helped."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from chalicelib.render.certificates.register_rows import Chunk, Row
from chalicelib.render.document import Block, Field

ROWS_PER_PAGE = 37
HEAD_ROWS = 5
"""What 本籍, 氏名 and 氏の振り仮名 take of the first page."""


def paginate(head: Block, foot: Block, chunks: Iterable[Chunk]) -> list[tuple[Block, ...]]:
    """Return the blocks of each page: the head stands on the first one only, as on the form, the foot on the others.

    The foot comes before the rows, as the head does: whose register it is, is read and said first.
    """
    pages: list[list[Row]] = [[]]
    for chunk in chunks:
        if len(chunk) > _free(pages) and _fits_alone(chunk):
            pages.append([])
        for row in chunk:
            if not _free(pages):
                pages.append([])
            pages[-1].append(row)
    first, *others = map(_blocks, pages)
    return [(head, *first), *((foot, *blocks) for blocks in others)]


def _free(pages: list[list[Row]]) -> int:
    return _capacity(len(pages)) - len(pages[-1])


def _capacity(page: int) -> int:
    return ROWS_PER_PAGE - HEAD_ROWS if page == 1 else ROWS_PER_PAGE


def _fits_alone(chunk: Chunk) -> bool:
    return len(chunk) <= ROWS_PER_PAGE


def _blocks(rows: list[Row]) -> tuple[Block, ...]:
    """One block for each section: a heading that is a row of its own is a field with a label alone."""
    blocks = []
    for _, members in groupby(rows, key=lambda row: row.section):
        section = list(members)
        heading = section[0].heading
        fields = tuple(row.field or Field("section", "", "") for row in section)
        blocks.append(Block(section[0].kind, heading, fields))
    return tuple(blocks)
