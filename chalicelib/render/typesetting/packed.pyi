"""Loops over the single bytes of packed scan lines, compiled from `packed.c`.

Scan lines are `stride` bytes each, the first of them row `top` of the page; `ink.Ink` and `glyph.Glyph` say what ink
and a glyph are. Everything is held to the sizes of the buffers first, so that nothing beside them can be read or
written.

Raises:
    ValueError, TypeError: Each function, of an argument that is none of these, or does not fit the others.
"""

from typing_extensions import Buffer

from chalicelib.render.typesetting.glyph import Glyph
from chalicelib.render.typesetting.ink import Ink

def unite(lines: Buffer, stride: int, top: int, ink: Ink) -> None:
    """Set every bit of some ink, all of which stands in these scan lines."""

def holds(lines: Buffer, stride: int, top: int, ink: Ink) -> bool:
    """Return whether those rows of some ink that stand in these scan lines are there, every bit of them."""

def is_exact(lines: Buffer, template: Buffer, stride: int, top: int, inks: list[Ink]) -> bool:
    """Return whether scan lines have every bit of a template's and of these pieces of ink, and no other."""

def lay(
    glyphs: list[Glyph], start: int, gap: float, baseline: int, width: int, height: int
) -> tuple[bytes, int, int, int, int] | None:
    """Lay the glyphs of a line side by side, on a page of so many pixels.

    Args:
        glyphs: Those of spaces, too, which leave no ink.
        start: The pixel on which the pen stands for the first of them.
        gap: Pixels that it skips after each, besides the advance; where it stands is rounded, halves to even.
        baseline: The row of the page on which the baseline runs.
        width: Of the page.
        height: Of the page.

    Returns:
        Rows of ink, one after another; in which byte of the page's rows and in which row of the page they begin; how
        many bytes each of them has; of how many glyphs they are. None when some would lie outside the page.
    """

def dots(modules: Buffer, across: int, module: int, left: int) -> bytes:
    """Draw the modules of a code as black squares, and return their rows of ink, one after another.

    Args:
        modules: Rows of them, a byte each: 0 is light, anything else dark.
        across: Modules in a row.
        module: Pixels of a module, across and down: 1 to 7.
        left: Which pixel of the first byte of a row they begin on: 0 to 3.

    Returns:
        For each row of modules `module` equal rows, each of as many bytes as `left` and the modules take.
    """

def pixels(lines: Buffer, stride: int, top: int, left: int, first: int, step: int, across: int, down: int) -> bytes:
    """Return the colours of some pixels, 0 to 3, a byte each: `across` in each of `down` rows.

    Both across and down they are `step` pixels from one another. The first is pixel `left` in row `first` of the page,
    the scan lines being those of whole rows: a byte with the filter type, then their pixels.
    """
