"""The fonts that pages are drawn with, made once by the build step."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.render.typesetting import FontSet
from infra import fonts as font_build
from tests.unit.render.finished import Finished, finished_page

_BUILT = Path(__file__).parents[3] / "build" / "fonts"


@pytest.fixture(scope="session")
def font_directory() -> Path:
    """Return the directory of the built fonts, made now if they are not up to date."""
    font_build.build(font_build.SOURCE, _BUILT)
    return _BUILT


@pytest.fixture(scope="session")
def fonts(font_directory: Path) -> FontSet:
    """Open the built fonts."""
    return FontSet.open(font_directory)


@pytest.fixture
def finished(fonts: FontSet, monkeypatch: pytest.MonkeyPatch) -> Finished:
    """Draw a page and keep what typesetting hands to the check."""
    return finished_page(fonts, monkeypatch)
