"""The text content of a certificate, page by page, before typesetting: plain data, no pixels, no millimetres.

A certificate module composes a `Document` from register entries; `chalicelib.render.typesetting` turns it into
images. Every character that will stand on the paper stands here, labels included, so that one pass over
`Document.texts()` can decide whether all of it can be drawn exactly.

A page is a sequence of blocks, a block a sequence of labelled fields. That carries all eight certificates: a
member of a household, a registered seal, a person and each dated line of a family register, an amount of a tax
certificate. What a block looks like and where it stands is looked up by its `kind` in the form of the
`certificate_type`. The one content that is not text, the imprint of a registered seal, is a page's `imprint`.

No `repr` here shows a text: a document in a log line or a traceback must not spill personal data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from chalicelib.protocol.certificate_types import CertificateType

Flag = Literal["individual-number", "resident-record-code"]
"""What makes a page more sensitive than others: who may be asked for it is limited by law."""

_ISSUANCE_ID = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled item. `key` is its stable English name; an empty `text` is printed as an empty cell."""

    key: str
    label: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Block:
    """Fields that stand together. `kind` names the arrangement; `heading` is the block's number or title."""

    kind: str
    heading: str
    fields: tuple[Field, ...]

    def text(self, key: str) -> str:
        """Return the text of the field with this key.

        Raises:
            KeyError: The block has no such field.
        """
        for item in self.fields:
            if item.key == key:
                return item.text
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Imprint:
    """The imprint of a seal (印影): a bi-level image that is printed in its real size or not at all.

    Attributes:
        width: Pixels across.
        height: Pixels down.
        packed: The pixels, eight to a byte, each row padded to whole bytes; a clear bit is ink.
        width_tenths: How wide the imprint is on paper, in tenths of a millimetre.
        height_tenths: How high.
    """

    width: int
    height: int
    packed: bytes = field(repr=False)
    width_tenths: int
    height_tenths: int


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who certifies: title and name as printed, the text of the official seal (公印), and its imprint if known."""

    title: str
    name: str
    seal_text: str
    imprint: Imprint | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet. Each repeats what makes it a certificate on its own: attestation, date, issuer, number n of m.

    Attributes:
        number: 1 for the first page.
        title: The name of the certificate.
        marker: The extent beside the title, such as （世帯全員）.
        blocks: The content, in the order of the books.
        closing: What ends the content: 以下余白 on the last page, 以下次頁 on the others.
        attestation: The 認証文.
        issued_on: The date of issue in the Japanese era.
        issuer: Mayor and seal.
        reference: The issuance id grouped for reading, with its label.
        page_label: The page number and the number of pages.
        seal_note: The statement about the seal's colour.
        notes: Further printed notes, one line each.
        flags: What the page holds that calls for special care.
        imprint: The registered seal, where the page certifies one.
    """

    number: int
    title: str
    marker: str
    blocks: tuple[Block, ...] = field(repr=False)
    closing: str
    attestation: str
    issued_on: str
    issuer: Issuer
    reference: str
    page_label: str
    seal_note: str
    notes: tuple[str, ...] = ()
    flags: frozenset[Flag] = frozenset()
    imprint: Imprint | None = field(default=None, repr=False)

    def texts(self) -> list[tuple[str, str]]:
        """Return every text to print with the place it comes from, empty ones left out; the place names no data."""
        texts = [*self.head()]
        for block in self.blocks:
            texts.append((f"{block.kind}.heading", block.heading))
            for item in block.fields:
                place = f"{block.kind}.{item.key}"
                texts += ((f"{place}.label", item.label), (place, item.text))
        texts += self.foot()
        texts += [("notes", note) for note in self.notes]
        return [text for text in texts if text[1]]

    def head(self) -> tuple[tuple[str, str], ...]:
        """Return the texts before the blocks, with their places, empty ones among them."""
        return ("title", self.title), ("marker", self.marker)

    def foot(self) -> tuple[tuple[str, str], ...]:
        """Return the texts behind the blocks, but for the notes."""
        return (
            ("closing", self.closing),
            ("attestation", self.attestation),
            ("issued_on", self.issued_on),
            ("issuer.title", self.issuer.title),
            ("issuer.name", self.issuer.name),
            ("reference", self.reference),
            ("page_label", self.page_label),
            ("seal_note", self.seal_note),
        )


@dataclass(frozen=True, slots=True)
class Document:
    """A certificate. `subject` is the `resident_id` of the person it was asked by and is for (R8).

    Attributes:
        subject: `resident_id` of the holder.
        certificate_type: Which certificate; selects the form.
        municipality: 5-digit code of the issuing municipality.
        issuance_id: 26 characters of Crockford's base 32; the code on every page carries it.
        pages: At least one, numbered from 1.

    Raises:
        ValueError: The id is malformed, or the pages are not numbered 1, 2, 3 and so on.
    """

    subject: str
    certificate_type: CertificateType
    municipality: str
    issuance_id: str
    pages: tuple[Page, ...]

    def __post_init__(self) -> None:
        if _ISSUANCE_ID.fullmatch(self.issuance_id) is None:
            raise ValueError("an issuance id is 26 characters of upper-case Crockford base 32")
        if not self.pages or [page.number for page in self.pages] != list(range(1, len(self.pages) + 1)):
            raise ValueError("pages are numbered from 1, without a gap")

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield every text of every page, the seal's included, with the place it comes from."""
        for page in self.pages:
            yield from page.texts()
            yield "issuer.seal_text", page.issuer.seal_text
