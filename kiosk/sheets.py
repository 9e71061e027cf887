"""The last look before paper moves: are these the pages of this issuance, all of them, in order?

R4: pages belong together. R8: subject printed = subject authenticated, once more.
"""

from __future__ import annotations

import io
import re

import zxingcpp
from PIL import Image

from chalicelib.protocol.image_archive import ImageArchive

_CODE = re.compile(r"KOFU1/(?P<issuance>[0-9A-Z]{26})/(?P<page>[0-9]{1,3})/(?P<pages>[0-9]{1,3})")


class SheetsWrong(Exception):
    """The pages are not those of the issuance. Nothing is printed."""


def check_sheets(archive: ImageArchive, *, issuance_id: str, certificate_type: str, copies: int) -> None:
    """Compare the manifest and the code on every page with what was asked for.

    Raises:
        SheetsWrong: A page is missing, foreign, doubled or out of order, or its code cannot be read.
    """
    manifest = archive.manifest
    if (manifest.issuance_id, manifest.type, manifest.copies) != (issuance_id, certificate_type, copies):
        raise SheetsWrong
    for number, page in enumerate(archive.pages, start=1):
        if read_code(page) != (issuance_id, number, len(archive.pages)):
            raise SheetsWrong


def read_code(page: bytes) -> tuple[str, int, int]:
    """Read the code of a page (PNG): issuance id, number of the page, number of pages.

    Raises:
        SheetsWrong: There is not exactly one code of ours.
    """
    with Image.open(io.BytesIO(page)) as image:
        found = zxingcpp.read_barcodes(
            image.convert("L"), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
        )
    codes = [match for match in (_CODE.fullmatch(code.text) for code in found) if match]
    if len(codes) != 1:
        raise SheetsWrong
    return codes[0]["issuance"], int(codes[0]["page"]), int(codes[0]["pages"])
