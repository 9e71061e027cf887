"""The last look before paper moves: are these the pages of this issuance, all of them, in order, and genuine?

R4: pages belong together. R8: subject printed = subject authenticated, once more. Of whom the pages are, a terminal
cannot know: it never learns who its resident is. It checks what stands for it: every page's code is signed, with one
and the same page key, for the issuance that this session asked for and that its image could be opened for.
"""

from __future__ import annotations

import io
from typing import Any

import zxingcpp
from PIL import Image

from chalicelib.protocol import page_code
from chalicelib.protocol.image_archive import ImageArchive
from chalicelib.protocol.page_code import PREFIX
from chalicelib.protocol.page_keys import PageCodeInvalid
from chalicelib.protocol.verification_keys import KeyUnusable
from kiosk.service import Service, decode

Keys = dict[str, Any]
"""The answer of `GET /verification-keys`."""


class SheetsWrong(Exception):
    """The pages are not those of the issuance, or not genuine. Nothing is printed."""


def fetch_keys(service: Service) -> Keys:
    """Ask for the keys that pages are checked with: before a session begins, and trusted for all of it.

    Raises:
        ServiceRefused, ServiceUnreachable
    """
    return decode(dict[str, Any], service.call("GET", "/verification-keys"))


def check_sheets(
    archive: ImageArchive, *, issuance_id: str, certificate_type: str, municipality: str, copies: int, keys: Keys
) -> None:
    """Compare the manifest and the signed code on every page with what was asked for.

    Raises:
        SheetsWrong: A page is missing, foreign, doubled or out of order, or its code cannot be read, is not signed
            by a page key that these keys certify, or is signed by another one than the first page's.
    """
    manifest = archive.manifest
    asked = (issuance_id, certificate_type, municipality)
    if (manifest.issuance_id, manifest.type, manifest.municipality) != asked or manifest.copies != copies:
        raise SheetsWrong
    certificates = set()
    for number, page in enumerate(archive.pages, start=1):
        content = read_code(page)
        try:
            said = page_code.verify(content, keys)
        except (PageCodeInvalid, KeyUnusable) as error:
            raise SheetsWrong from error
        if (said.issuance_id, said.certificate_type, said.municipality) != asked:
            raise SheetsWrong
        if (said.page, said.pages, said.issued_at) != (number, len(archive.pages), manifest.issued_at):
            raise SheetsWrong
        certificates.add(page_code.certificate_of(content))
    if len(certificates) != 1:
        raise SheetsWrong


def read_code(page: bytes) -> str:
    """Read the content of the code of a page (PNG).

    Raises:
        SheetsWrong: It is no picture, or there is not exactly one code of ours on it.
    """
    try:
        found = _codes(page)
    except Exception as error:
        # Whatever a decoder makes of it: it is not a page.
        raise SheetsWrong from error
    codes = [text for text in found if text.startswith(PREFIX)]
    if len(codes) != 1:
        raise SheetsWrong
    return codes[0]


def _codes(page: bytes) -> list[str]:
    # Every other dot each way: three of a module's six are enough where nothing is blurred, in half the time.
    with Image.open(io.BytesIO(page)) as image:
        halved = image.resize((image.width // 2, image.height // 2), Image.Resampling.NEAREST).convert("L")
    found = zxingcpp.read_barcodes(
        halved,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        try_rotate=False,
        try_downscale=False,
        try_invert=False,
    )
    return [code.text for code in found]
