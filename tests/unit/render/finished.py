"""A drawn page as the check of finished pages sees it, to be damaged."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from PIL import Image

from chalicelib.render.document import Document, Page
from chalicelib.render.typesetting import FontSet
from chalicelib.render.typesetting.forms import Form
from chalicelib.render.typesetting.geometry import PAGE, Box
from chalicelib.render.typesetting.ink import scan_lines
from chalicelib.render.typesetting.lines import Lines
from chalicelib.render.typesetting.page_check import check_page
from chalicelib.render.typesetting.palette import WHITE
from chalicelib.render.typesetting.sheet import Drawn, Sheet
from chalicelib.render.typesetting.template import Template
from tests.page_codes import draw
from tests.unit.render.factories import document, household, resident


@dataclasses.dataclass
class Finished:
    """A drawn page with everything its check looks at."""

    lines: Lines
    fonts: FontSet
    page: Page
    form: Form
    template: Template
    own: Sheet
    modules: bytes

    def check(self) -> None:
        """Run the check."""
        check_page(
            self.lines,
            self.fonts,
            page=self.page,
            form=self.form,
            template=self.template,
            own=self.own,
            modules=self.modules,
        )

    @property
    def image(self) -> Image.Image:
        """The page unpacked."""
        return self.lines.crop(PAGE)

    @image.setter
    def image(self, image: Image.Image) -> None:
        self.lines = Lines(scan_lines(image), ())

    def paint(self, box: Box, colour: int = WHITE, mask: Image.Image | None = None) -> None:
        """Fill a part of the image."""
        image = self.image
        image.paste(colour, box, mask)
        self.image = image

    def drawn(self, place: str) -> Drawn:
        """Return what was drawn of a text."""
        return next(item for item in (*self.own.drawn, *self.template.drawn) if item.place == place)

    def redraw(self, place: str, **changes: Any) -> None:
        """Change the record of what was drawn."""
        old = self.drawn(place)
        self.own.drawn[self.own.drawn.index(old)] = old._replace(**changes)


def finished_page(fonts: FontSet, monkeypatch: pytest.MonkeyPatch, made: Document | None = None) -> Finished:
    """Draw a page, of a resident record or of the document given, and keep what typesetting hands to the check."""
    kept: list[Finished] = []

    def keep(lines: Lines, fonts: FontSet, **parts: Any) -> None:
        kept.append(Finished(lines, fonts, **parts))

    monkeypatch.setattr("chalicelib.render.typesetting.typesetter.check_page", keep)
    draw(made or document(household(resident())), fonts)
    return kept[0]
