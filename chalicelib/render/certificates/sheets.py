"""What every certificate's pages share: issue, issuer, numbering and closing marks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.registers.entries import Municipality
from chalicelib.render.certificates.digits import full_width, grouped
from chalicelib.render.certificates.era import era_date
from chalicelib.render.certificates.imprints import printed_imprint
from chalicelib.render.document import Block, Flag, Imprint, Issuer, Page

# The seal is printed in black: said on the paper because a black seal otherwise means a copy.
SEAL_NOTE = "この印は黒色です"
LAST, _MORE = "以下余白", "以下次頁"
_REFERENCE_GROUP = 4


@dataclass(frozen=True, slots=True)
class Issue:
    """One issuance: its id (26 characters of Crockford's base 32) and the day printed, in Japan."""

    issuance_id: str
    issued_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What names a certificate and certifies its content."""

    title: str
    marker: str
    attestation: str


def number_pages(
    content: Sequence[tuple[Block, ...]],
    *,
    wording: Wording,
    municipality: Municipality,
    issue: Issue,
    flags: frozenset[Flag] = frozenset(),
    imprint: Imprint | None = None,
) -> tuple[Page, ...]:
    """Make one page of each group of blocks.

    Raises:
        DateBeforeGregorianCalendar: The day of issue cannot be written.
        ImprintUnusable: The official seal's imprint is no bi-level image.
    """
    total = len(content)
    seal = municipality.seal_imprint
    issuer = Issuer(
        municipality.mayor_title,
        municipality.mayor_name,
        municipality.seal_text,
        printed_imprint(seal) if seal is not None else None,
    )
    return tuple(
        Page(
            number=number,
            title=wording.title,
            marker=wording.marker,
            blocks=blocks,
            closing=LAST if number == total else _MORE,
            attestation=wording.attestation,
            issued_on=era_date(issue.issued_on),
            issuer=issuer,
            reference=f"発行番号　{grouped(issue.issuance_id, _REFERENCE_GROUP)}",
            page_label=f"{full_width(number)}／{full_width(total)}頁",
            seal_note=SEAL_NOTE,
            notes=_belonging(total),
            flags=flags,
            imprint=imprint,
        )
        for number, blocks in enumerate(content, start=1)
    )


def _belonging(total: int) -> tuple[str, ...]:
    """Kiosks do not staple: the paper itself says what belongs together (R4)."""
    if total == 1:
        return ()
    return (f"この証明書は{full_width(total)}枚で一組です。各葉の発行番号が同じであることを確認してください。",)
