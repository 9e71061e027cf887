"""The last look before paper moves: a swapped, missing, foreign or forged page stops the printer (R4, R8)."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable
from typing import Any

import pytest
import segno
from PIL import Image

from chalicelib.protocol import page_code
from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.protocol.image_archive import ImageArchive, Manifest, page_entries
from chalicelib.protocol.page_keys import PageKey
from kiosk.sheets import SheetsWrong, check_sheets
from tests.page_codes import ISSUED_AT, STATEMENT, TestIssuer

ISSUER = TestIssuer()
KEY, OTHER_KEY = (ISSUER.new_key(ISSUED_AT - 60) for _ in range(2))
ISSUANCE = STATEMENT.issuance_id
ASKED: dict[str, Any] = {
    "issuance_id": ISSUANCE,
    "certificate_type": "resident-record",
    "municipality": "24204",
    "copies": 1,
    "keys": ISSUER.jwks(),
}


def _drawn(*contents: str) -> bytes:
    """Draw a small sheet with these codes beside each other."""
    sheet = Image.new("1", (900 * max(len(contents), 1), 900), 1)
    for number, content in enumerate(contents):
        drawn = io.BytesIO()
        segno.make_qr(content).save(drawn, kind="png", scale=6, border=4)
        sheet.paste(Image.open(drawn), (900 * number, 0))
    written = io.BytesIO()
    sheet.save(written, "PNG")
    return written.getvalue()


def _page(number: int, key: PageKey = KEY, **changes: Any) -> bytes:
    return _drawn(page_code.sign(dataclasses.replace(STATEMENT, page=number, **changes), key))


def _archive(*pages: bytes, **changes: Any) -> ImageArchive:
    manifest = Manifest(
        issuance_id=ISSUANCE,
        type="resident-record",
        municipality="24204",
        dpi=400,
        copies=1,
        pages=page_entries(pages),
        issued_at=ISSUED_AT,
    )
    values = {name: getattr(manifest, name) for name in manifest.__struct_fields__}
    return ImageArchive(Manifest(**values | changes), pages)


PAGES = tuple(_page(number) for number in (1, 2, 3))


def test_the_pages_of_the_issuance_pass() -> None:
    """All of them, in order, signed with one key that the service's keys certify."""
    check_sheets(_archive(*PAGES), **ASKED)


SWAPPED: dict[str, Callable[[], tuple[bytes, ...]]] = {
    "out-of-order": lambda: (PAGES[0], PAGES[2], PAGES[1]),
    "doubled": lambda: (PAGES[0], PAGES[1], PAGES[1]),
    "one-missing": lambda: PAGES[:2],
    "one-more": lambda: (*PAGES, _page(3)),
    "of-another-issuance": lambda: (PAGES[0], _page(2, issuance_id="0" * 26), PAGES[2]),
    "of-another-type": lambda: (PAGES[0], _page(2, certificate_type=CertificateType.SEAL_REGISTRATION), PAGES[2]),
    "of-another-city": lambda: (PAGES[0], _page(2, municipality="24205"), PAGES[2]),
    "of-another-time": lambda: (PAGES[0], _page(2, issued_at=ISSUED_AT + 1), PAGES[2]),
    "of-another-number-of-pages": lambda: (PAGES[0], _page(2, pages=2), PAGES[2]),
    "of-another-page-key": lambda: (PAGES[0], _page(2, OTHER_KEY), PAGES[2]),
    "of-a-forger": lambda: tuple(_page(number, TestIssuer().new_key(ISSUED_AT)) for number in (1, 2, 3)),
    "without-a-code": lambda: (PAGES[0], _drawn(), PAGES[2]),
    "with-another-code": lambda: (PAGES[0], _drawn("HTTPS://EXAMPLE.JP"), PAGES[2]),
    "with-two-codes": lambda: (
        PAGES[0],
        _drawn(*[page_code.sign(dataclasses.replace(STATEMENT, page=2), KEY)] * 2),
        PAGES[2],
    ),
    "that-is-no-picture": lambda: (PAGES[0], b"no picture", PAGES[2]),
    "that-is-cut-short": lambda: (PAGES[0], PAGES[1][: len(PAGES[1]) // 2], PAGES[2]),
    "whose-pixels-are-damaged": lambda: (PAGES[0], PAGES[1][:60] + bytes(40) + PAGES[1][100:], PAGES[2]),
    "with-the-old-code": lambda: (PAGES[0], _drawn(f"KOFU1/{ISSUANCE}/2/3"), PAGES[2]),
}


@pytest.mark.parametrize("pages", SWAPPED.values(), ids=SWAPPED)
def test_other_pages_are_not_printed(pages: Callable[[], tuple[bytes, ...]]) -> None:
    """A page that does not belong here, in this place, under this signature, stops all of them."""
    with pytest.raises(SheetsWrong):
        check_sheets(_archive(*pages()), **ASKED)


@pytest.mark.parametrize(
    "change",
    [
        {"issuance_id": "0" * 26},
        {"certificate_type": "seal-registration"},
        {"municipality": "24205"},
        {"copies": 2},
        {"keys": TestIssuer().jwks()},
        {"keys": {"keys": []}},
        {"keys": {}},
    ],
    ids=["issuance", "type", "municipality", "copies", "keys-of-another", "no-keys", "malformed-keys"],
)
def test_what_was_not_asked_for_is_not_printed(change: dict[str, Any]) -> None:
    """Right pages of another request, or under other keys, stop too."""
    with pytest.raises(SheetsWrong):
        check_sheets(_archive(*PAGES), **ASKED | change)


@pytest.mark.parametrize("change", [{"issuance_id": "0" * 26}, {"type": "taxation"}, {"municipality": "24205"},
                                    {"copies": 2}, {"issued_at": ISSUED_AT + 1}], ids=str)  # fmt: skip
def test_a_manifest_that_says_something_else_is_not_printed(change: dict[str, Any]) -> None:
    """Manifest and codes have to agree."""
    with pytest.raises(SheetsWrong):
        check_sheets(_archive(*PAGES, **change), **ASKED)
