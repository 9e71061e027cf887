"""What the code of each page says: taken from the texts that stand on that page, and from nothing else.

Which fields a recipient compares is a table here, in the order of the page. An empty item and one that reads 省略
say nothing to compare and are left out; all other texts of the page are covered by its digest alone, but for
individual numbers and resident record codes, which the code knows nothing of.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from chalicelib.protocol.errors import CannotBeRendered
from chalicelib.protocol.page_code import PageStatement
from chalicelib.protocol.page_fields import LABELS, Label, PageField
from chalicelib.protocol.page_text import folded, text_digest
from chalicelib.render.document import Block, Document, Imprint, Page

_SKIPPED = ("", "省略")
# Recipients must make an individual number illegible (番号法 第20条). With all other texts known, trying the 10^11
# numbers there are against a digest would take minutes and bring it back.
_NEVER_DIGESTED = frozenset({"individual_number", "resident_record_code"})
_PERSON = {
    "name": Label.NAME,
    "alias": Label.ALIAS,
    "former_name": Label.FORMER_NAME,
    "birth_date": Label.BIRTH_DATE,
}
_SEAL = {**_PERSON, "katakana": Label.KATAKANA, "address": Label.ADDRESS}
_LABELS: dict[str, dict[str, Label]] = {
    "household": {"address": Label.ADDRESS, "head": Label.HEAD_OF_HOUSEHOLD},
    "resident": _PERSON,
    "foreign-resident": _PERSON,
    "seal": _SEAL,
    "foreign-seal": _SEAL,
    "register": {"domicile": Label.DOMICILE, "head": Label.HEAD_OF_REGISTER},
    "register-foot": {"domicile": Label.DOMICILE, "head": Label.HEAD_OF_REGISTER},
    "supplement": {"domicile": Label.DOMICILE, "head": Label.HEAD_OF_REGISTER},
    "supplement-person": _PERSON,
    "taxpayer": {**_PERSON, "fiscal_year": Label.FISCAL_YEAR, "address": Label.ADDRESS_ON_1_JANUARY},
    "totals": {
        "total_income": Label.TOTAL_INCOME,
        "net_income": Label.NET_INCOME,
        "deducted": Label.DEDUCTIONS,
        "taxable_income": Label.TAXABLE_INCOME,
    },
}
_TAXES = {
    Label.CITY_TAX, Label.TOWN_TAX, Label.VILLAGE_TAX, Label.WARD_TAX, Label.PREFECTURE_TAX, Label.METROPOLITAN_TAX,
    Label.HOKKAIDO_TAX, Label.URBAN_PREFECTURE_TAX, Label.FOREST_TAX, Label.TOTAL_TAX,
}  # fmt: skip
# A tax stands in a code under the very name that it has on the page.
_SUMS = {LABELS[label]: label for label in _TAXES}
# A person of a computerised family register is a list of lines: 【名】..., 【生年月日】...　【配偶者区分】...
_ITEM = re.compile(r"【(名|生年月日)】([^【]*)")
_ITEMS = {"名": Label.GIVEN_NAME, "生年月日": Label.BIRTH_DATE}


def page_statements(document: Document, issued_at: int) -> tuple[PageStatement, ...]:
    """Return the statement of each page, in order; `issued_at` is Unix seconds.

    Raises:
        CannotBeRendered: A text is no Unicode text.
    """
    try:
        return tuple(_statement(document, page, issued_at) for page in document.pages)
    except UnicodeEncodeError:
        # Without its cause, which quotes the text.
        raise CannotBeRendered("a text is no Unicode text") from None


def _statement(document: Document, page: Page, issued_at: int) -> PageStatement:
    return PageStatement(
        municipality=document.municipality,
        certificate_type=document.certificate_type,
        issuance_id=document.issuance_id,
        issued_at=issued_at,
        page=page.number,
        pages=len(document.pages),
        fields=tuple(_fields(page)),
        left_out=0,
        text_sha256=text_digest(digested_texts(page)),
        imprint_sha256=imprint_digest(page.imprint) if page.imprint else b"",
    ).fitted()


def digested_texts(page: Page) -> Iterator[str]:
    """Yield the texts of a page that its digest is of: all but the numbers that may have to be blacked out."""
    for place, text in page.texts():
        if text in _SKIPPED or place.rpartition(".")[2] not in _NEVER_DIGESTED:
            yield text


def imprint_digest(imprint: Imprint) -> bytes:
    """Return the SHA-256 of a registered seal: width and height as uint16 big-endian, then the packed pixels."""
    size = imprint.width.to_bytes(2, "big") + imprint.height.to_bytes(2, "big")
    return hashlib.sha256(size + imprint.packed).digest()


def _fields(page: Page) -> Iterator[PageField]:
    for block in page.blocks:
        for label, text in _labelled(block):
            if text not in _SKIPPED:
                yield PageField(label, folded(text))


def _labelled(block: Block) -> Iterator[tuple[Label, str]]:
    if block.kind == "person":
        for field in block.fields:
            yield from ((_ITEMS[name], text) for name, text in _ITEM.findall(field.text))
    if block.kind in {"levy", "levy-sum"}:
        yield _SUMS[block.heading], block.text("sum")
    labels = _LABELS.get(block.kind, {})
    for field in block.fields:
        if field.key in labels:
            yield labels[field.key], field.text
