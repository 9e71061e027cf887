"""Cairo with Pango (cairocffi, pangocffi, pangocairocffi).

`cached` keeps the form, its labels included, as one surface and draws only what differs: our own idea, given to Cairo.
"""

import cairocffi
import pangocairocffi
import pangocffi
from PIL import Image

from infra.bench.typesetting.peers.common import FAMILY, HEIGHT, WIDTH, Page, code_image, directory, png

_PANGO_UNITS = 1024


class CairoPango:
    """Draws on an opaque 32-bit surface."""

    def __init__(self, *, cached: bool = False) -> None:
        self._background = _surface(Image.open(directory() / "background.png"))
        self._cached = cached
        self._form: dict[str, cairocffi.ImageSurface] = {}

    def draw(self, page: Page) -> bytes:
        """Draw one page."""
        surface = cairocffi.ImageSurface(cairocffi.FORMAT_RGB24, WIDTH, HEIGHT)
        context = cairocffi.Context(surface)
        context.set_source_surface(self._base(page))
        context.paint()
        if not self._cached:
            _fixed(context, page)
        _runs(context, page, fixed=False)
        left, top, *_ = page["code"]
        context.set_source_surface(_surface(code_image(page)), left, top)
        context.paint()
        surface.flush()
        pixels = surface.get_data()
        return png(Image.frombuffer("RGB", (WIDTH, HEIGHT), pixels, "raw", "BGRX", surface.get_stride(), 1))

    def _base(self, page: Page) -> "cairocffi.ImageSurface":
        if not self._cached:
            return self._background
        if page["form"] not in self._form:
            surface = cairocffi.ImageSurface(cairocffi.FORMAT_RGB24, WIDTH, HEIGHT)
            context = cairocffi.Context(surface)
            context.set_source_surface(self._background)
            context.paint()
            _fixed(context, page)
            self._form[page["form"]] = surface
        return self._form[page["form"]]


def _surface(image: Image.Image) -> "cairocffi.ImageSurface":
    data = bytearray(image.convert("RGB").tobytes("raw", "BGRX"))
    return cairocffi.ImageSurface(cairocffi.FORMAT_RGB24, *image.size, data, image.width * 4)


def _fixed(context: "cairocffi.Context", page: Page) -> None:
    context.set_source_rgb(0, 0, 0)
    for left, top, right, bottom in page["rules"]:
        context.rectangle(left, top, right - left, bottom - top)
    context.fill()
    _runs(context, page, fixed=True)


def _runs(context: "cairocffi.Context", page: Page, *, fixed: bool) -> None:
    context.set_source_rgb(0, 0, 0)
    layout = pangocairocffi.create_layout(context)
    description = pangocffi.FontDescription()
    description.family = FAMILY
    for text, _, left, baseline, size, percent, gap, is_fixed in page["runs"]:
        if is_fixed is not fixed:
            continue
        description.set_absolute_size(pangocffi.units_from_double(size))
        layout.font_description = description
        if gap:
            layout.apply_markup(f'<span letter_spacing="{round(gap * _PANGO_UNITS)}">{text}</span>')
        else:
            layout.text = text
        context.save()
        context.translate(left, baseline - layout.get_baseline() / _PANGO_UNITS)
        context.scale(percent / 100, 1)
        pangocairocffi.show_layout(context, layout)
        context.restore()
        if gap:
            layout.attributes = None
