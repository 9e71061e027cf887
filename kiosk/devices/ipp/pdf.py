"""A page image as a PDF of its own size: the PNG's compressed pixels are taken over as they are.

PDF rather than PWG raster: every queue of CUPS takes it, whatever the printer behind speaks, and one pixel of the
image is one dot of the page at the image's own resolution (ISO 32000-1, 7.4.4.4: PNG predictors; 8.9.5: images).
"""

from __future__ import annotations

import struct

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_POINTS_PER_INCH = 72
_PALETTE_IMAGE = 3


class PageUnusable(Exception):
    """The image is not the kind of PNG that pages are: palette, not interlaced."""


def page_pdf(png: bytes | bytearray, *, dpi: int = 400) -> bytearray:
    """Return a PDF of one page with the image on all of it, in memory that the caller can overwrite.

    Raises:
        PageUnusable: See there.
    """
    width, height, bits, palette, pixels = _read(png)
    colours = len(palette) // 3
    page = (width * _POINTS_PER_INCH / dpi, height * _POINTS_PER_INCH / dpi)
    content = f"{page[0]:.4f} 0 0 {page[1]:.4f} 0 0 cm /I Do".encode()
    head = (
        f"<</Type/XObject/Subtype/Image/Width {width}/Height {height}/BitsPerComponent {bits}/Interpolate false"
        f"/ColorSpace[/Indexed/DeviceRGB {colours - 1}<{palette.hex()}>]/Filter/FlateDecode"
        f"/DecodeParms<</Predictor 15/Colors 1/BitsPerComponent {bits}/Columns {width}>>/Length {len(pixels)}>>"
    )
    objects = (
        (b"<</Type/Catalog/Pages 2 0 R/ViewerPreferences<</PrintScaling/None>>>>",),
        (b"<</Type/Pages/Kids[3 0 R]/Count 1>>",),
        (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {page[0]:.4f} {page[1]:.4f}]"
            f"/Resources<</XObject<</I 5 0 R>>>>/Contents 4 0 R>>".encode(),
        ),
        (f"<</Length {len(content)}>>stream\n".encode(), content, b"\nendstream"),
        (head.encode() + b"stream\n", pixels, b"\nendstream"),
    )
    # Made in one piece: a buffer that grows would be moved and leave the page behind.
    pdf = bytearray(b"%PDF-1.7\n") + bytearray(sum(len(p) for parts in objects for p in parts) + 20 * len(objects))
    return _written(pdf, objects)


def _written(pdf: bytearray, objects: tuple[tuple[bytes | bytearray, ...], ...]) -> bytearray:
    at, offsets = len(b"%PDF-1.7\n"), []
    for number, parts in enumerate(objects, start=1):
        offsets.append(at)
        for part in (f"{number} 0 obj".encode(), *parts, b"\nendobj\n"):
            pdf[at : at + len(part)] = part
            at += len(part)
    table = b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    size = len(objects) + 1
    tail = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    pdf[at:] = tail % (size, table, size, at)
    return pdf


def _read(png: bytes | bytearray) -> tuple[int, int, int, bytes, bytearray]:
    view = memoryview(png)
    if bytes(view[:8]) != _SIGNATURE:
        raise PageUnusable
    header, palette, size = b"", b"", 0
    pieces: list[memoryview] = []
    at = len(_SIGNATURE)
    try:
        while at < len(view):
            length, kind = struct.unpack_from(">I4s", view, at)
            body = view[at + 8 : at + 8 + length]
            if kind == b"IHDR":
                header = bytes(body)
            elif kind == b"PLTE":
                palette = bytes(body)
            elif kind == b"IDAT":
                pieces.append(body)
                size += length
            at += length + 12
        width, height, bits, colour, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    except struct.error as error:
        raise PageUnusable from error
    if colour != _PALETTE_IMAGE or interlaced or not palette:
        raise PageUnusable
    pixels = bytearray(size)
    at = 0
    for piece in pieces:
        pixels[at : at + len(piece)] = piece
        at += len(piece)
    return width, height, bits, palette, pixels
