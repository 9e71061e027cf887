"""Skia (skia-python): raster surface, glyphs by code point from the font with a private code point for each variant."""

import skia
from PIL import Image

from infra.bench.typesetting.peers.common import HEIGHT, WIDTH, Page, code_image, directory, png


class Skia:
    """Draws on an opaque 32-bit surface."""

    def __init__(self) -> None:
        self._background = _image(Image.open(directory() / "background.png"))
        self._face = skia.Typeface.MakeFromFile(str(directory() / "fonts" / "10-ipamj-mincho.ttf"))
        self._black = skia.Paint(Color=skia.ColorBLACK, AntiAlias=True)

    def draw(self, page: Page) -> bytes:
        """Draw one page."""
        surface = skia.Surface.MakeRasterN32Premul(WIDTH, HEIGHT)
        canvas = surface.getCanvas()
        canvas.drawImage(self._background, 0, 0)
        for left, top, right, bottom in page["rules"]:
            canvas.drawRect(skia.Rect.MakeLTRB(left, top, right, bottom), self._black)
        for _, simple, left, baseline, size, percent, gap, _ in page["runs"]:
            font = skia.Font(self._face, size, percent / 100, 0)
            font.setEdging(skia.Font.Edging.kAntiAlias)
            if gap:
                pen = left
                for character in simple:
                    canvas.drawString(character, pen, baseline, font, self._black)
                    pen += font.measureText(character) + gap
            else:
                canvas.drawString(simple, left, baseline, font, self._black)
        left, top, *_ = page["code"]
        canvas.drawImage(_image(code_image(page)), left, top)
        pixels = surface.toarray(colorType=skia.kRGBA_8888_ColorType)
        return png(Image.frombuffer("RGBA", (WIDTH, HEIGHT), pixels, "raw", "RGBA", 0, 1).convert("RGB"))


def _image(image: Image.Image) -> "skia.Image":
    return skia.Image.frombytes(image.convert("RGBA").tobytes(), image.size, skia.kRGBA_8888_ColorType)
