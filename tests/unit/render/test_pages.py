"""Finished pages: the format of the image, its code, its isolation."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest
import zxingcpp
from PIL import Image

from chalicelib.protocol import page_code
from chalicelib.render.certificates.resident_record import Issue
from chalicelib.render.document import Document
from chalicelib.render.typesetting import FontSet, TextTooLong
from chalicelib.render.typesetting.ground import ground_page
from tests.page_codes import ISSUER, codes, draw
from tests.unit.render.factories import ISSUE, document, foreign_resident, household, resident

# Looking for every other kind of code in the dots of the pattern takes minutes.
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def nine() -> Document:
    """Compose a certificate of three pages."""
    return document(household(*(resident(number) for number in range(1, 10))))


def open_page(png: bytes) -> Image.Image:
    """Decode a page."""
    image = Image.open(io.BytesIO(png))
    image.load()
    return image


def test_a_page_is_a_two_bit_palette_png_at_400_dpi(fonts: FontSet) -> None:
    """Size, depth, colour type, resolution and the order of the palette are those the kiosk prints dot by dot."""
    (page,) = draw(document(household(resident())), fonts)
    assert page[:8] == b"\x89PNG\r\n\x1a\n"
    assert page[16:29] == (3307).to_bytes(4) + (4677).to_bytes(4) + bytes((2, 3, 0, 0, 0))
    assert (15748).to_bytes(4) * 2 + b"\x01" in page[:100]
    image = open_page(page)
    assert image.info["dpi"] == pytest.approx((400, 400), abs=0.01)
    assert image.getpalette()[:12] == [255, 255, 255, 0, 174, 239, 20, 20, 20, 0, 0, 0]  # type: ignore[index]


def test_the_image_is_what_was_drawn(fonts: FontSet) -> None:
    """The PNG decodes to four colours only, the empty margin to the ground pattern dot by dot."""
    (page,) = draw(document(household(resident())), fonts)
    image = open_page(page)
    assert {colour for _, colour in image.getcolors() or []} == {0, 1, 2, 3}
    margin = (0, 0, 3307, 100)
    assert image.crop(margin).tobytes() == ground_page(fonts).crop(margin).tobytes()


@pytest.mark.parametrize("dpi", [400, 300, 200])
def test_every_page_names_itself_in_its_code(fonts: FontSet, dpi: int) -> None:
    """The code of each page reads back as it was signed, also from coarser scans."""
    for number, page in enumerate(draw(nine(), fonts), start=1):
        image = open_page(page).convert("L")
        size = (3307 * dpi // 400, 4677 * dpi // 400)
        read = zxingcpp.read_barcodes(image.resize(size, Image.Resampling.BILINEAR), formats=_QR)
        assert [code.text for code in read] == [codes(nine())[number - 1]]


def test_the_same_document_gives_the_same_bytes(fonts: FontSet) -> None:
    """Typesetting has no time, randomness or memory of earlier pages in it."""
    before = draw(nine(), fonts)
    draw(document(household(foreign_resident())), fonts)
    assert draw(nine(), fonts) == before


def test_no_page_holds_ink_of_another(fonts: FontSet) -> None:
    """A page with less on it, made after one with more, is what it is when made alone."""
    small = document(household(resident()))
    alone = draw(small, FontSet(fonts.faces))
    pristine = ground_page(fonts).tobytes()
    draw(nine(), fonts)
    assert draw(small, fonts) == alone
    assert ground_page(fonts).tobytes() == pristine


def test_a_variant_reaches_the_paper(fonts: FontSet) -> None:
    """Two documents that differ in a variation selector alone give different pages."""
    one, other = (document(household(resident(name=f"辻{selector}　太郎"))) for selector in "\U000e0102\U000e0103")
    assert draw(one, fonts) != draw(other, fonts)


def test_long_names_and_addresses_are_set_or_refused(fonts: FontSet) -> None:
    """A long name is condensed and broken; one beyond the field refuses the certificate."""
    assert draw(document(household(resident(name="架空" * 20, previous_address="架空町" * 30))), fonts)
    with pytest.raises(TextTooLong):
        draw(document(household(resident(name="架空" * 100))), fonts)


def test_a_page_fits_its_hand_over(fonts: FontSet) -> None:
    """A full page takes less than 272 KiB, so that a household of sixty fits the 4 MiB of a hand-over."""
    assert max(map(len, draw(nine(), fonts))) < 272 * 1024


def test_another_issuance_is_another_page(fonts: FontSet) -> None:
    """The issuance id reaches the paper in words and in the code."""
    other = Issue("7ZZZZZZZZZZZZZZZZZZZZZZZZZ", ISSUE.issued_on)
    (page,) = draw(document(household(resident()), issue=other), fonts)
    (code,) = zxingcpp.read_barcodes(open_page(page).convert("L"), formats=_QR)
    assert page_code.verify(code.text, ISSUER.jwks()).issuance_id == "7ZZZZZZZZZZZZZZZZZZZZZZZZZ"


def test_rendering_imports_only_what_is_deployed() -> None:
    """No numpy, fontTools, AWS library or image plug-in is imported to typeset a page."""
    program = "import sys, chalicelib.render.typesetting; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    forbidden = {"numpy", "fontTools", "boto3", "botocore", "chalice", "cryptography", "PIL.PngImagePlugin"}
    assert not forbidden & set(loaded)
