"""ReportLab and WeasyPrint: a PDF with text and rules, rasterised by PDFium (pypdfium2), the background laid under it.

An image of the whole page in the PDF is resampled and takes longer; laying it under the raster is in their favour.
"""

import html
import io
import warnings
from typing import Any

import pypdfium2
from PIL import Image, ImageChops

from infra.bench.typesetting.peers.common import DPI, FAMILY, HEIGHT, WIDTH, Page, code_image, directory, png

_POINT = 72 / DPI


class _Rasterised:
    def __init__(self) -> None:
        self._background = Image.open(directory() / "background.png").convert("RGB")

    def draw(self, page: Page) -> bytes:
        """Draw one page."""
        document = pypdfium2.PdfDocument(self.pdf(page))
        bitmap = document[0].render(scale=DPI / 72, rev_byteorder=True, prefer_bgrx=False)
        raster = Image.frombuffer("RGB", (bitmap.width, bitmap.height), bitmap.buffer, "raw", "RGB", bitmap.stride, 1)
        laid = ImageChops.darker(raster.crop((0, 0, WIDTH, HEIGHT)), self._background)
        left, top, *_ = page["code"]
        laid.paste(code_image(page), (left, top))
        return png(laid)

    def pdf(self, page: Page) -> bytes:
        """Return the page as a PDF."""
        raise NotImplementedError


class ReportLab(_Rasterised):
    """Glyphs by code point from the font with a private code point for each variant."""

    def __init__(self) -> None:
        super().__init__()
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont

        pdfmetrics.registerFont(TTFont("mj", str(directory() / "fonts" / "10-ipamj-mincho.ttf")))

    def pdf(self, page: Page) -> bytes:
        """Return the page as a PDF."""
        from reportlab.pdfgen.canvas import Canvas

        written = io.BytesIO()
        canvas = Canvas(written, pagesize=(WIDTH * _POINT, HEIGHT * _POINT), pageCompression=0)
        for left, top, right, bottom in page["rules"]:
            canvas.rect(
                left * _POINT, (HEIGHT - bottom) * _POINT, (right - left) * _POINT, (bottom - top) * _POINT, 0, 1
            )
        for _, simple, left, baseline, size, percent, gap, _ in page["runs"]:
            text = canvas.beginText(left * _POINT, (HEIGHT - baseline) * _POINT)
            text.setFont("mj", size * _POINT)
            text.setHorizScale(percent)
            text.setCharSpace(gap * _POINT)
            text.textOut(simple)
            canvas.drawText(text)
        canvas.save()
        return written.getvalue()


class WeasyPrint(_Rasterised):
    """HTML and CSS, absolutely placed."""

    def __init__(self) -> None:
        super().__init__()
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration

        warnings.simplefilter("ignore")
        self._html: Any = weasyprint.HTML
        self._fonts = FontConfiguration()

    def pdf(self, page: Page) -> bytes:
        """Return the page as a PDF."""
        return bytes(self._html(string=markup(page)).write_pdf(font_config=self._fonts, uncompressed_pdf=True))


def markup(page: Page) -> str:
    """Return a page as HTML without background and code; lengths in pixels of 1/400 inch, written as points."""
    size = f"{WIDTH * _POINT}pt {HEIGHT * _POINT}pt"
    style = (
        f"@page{{size:{size};margin:0}}body{{margin:0;font-family:{FAMILY}}}"
        "div{position:absolute;white-space:pre;line-height:1;transform-origin:0 0}"
    )
    parts = [f"<!doctype html><html lang=ja><meta charset=utf-8><style>{style}</style>"]
    for left, top, right, bottom in page["rules"]:
        place = f"left:{left * _POINT:.2f}pt;top:{top * _POINT:.2f}pt"
        extent = f"width:{(right - left) * _POINT:.2f}pt;height:{(bottom - top) * _POINT:.2f}pt"
        parts.append(f'<div style="{place};{extent};background:#000"></div>')
    for text, _, left, baseline, size_, percent, gap, _ in page["runs"]:
        place = f"left:{left * _POINT:.2f}pt;top:{(baseline - size_ * 0.88) * _POINT:.2f}pt"
        look = f"font-size:{size_ * _POINT:.3f}pt;letter-spacing:{gap * _POINT:.3f}pt"
        parts.append(f'<div style="{place};{look};transform:scaleX({percent / 100})">{html.escape(text)}</div>')
    return "".join(parts)
