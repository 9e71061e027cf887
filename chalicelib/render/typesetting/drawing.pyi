"""Draws ink, compiled from `drawing.c`: `glyph.Glyph` says what a glyph is, and `ink.Ink` how rows of ink are packed.

Everything is held to the sizes of the buffers first, so that nothing beside them can be read or written.

Raises:
    ValueError, TypeError, OverflowError: Each function, of an argument that is none of these, or does not fit the
        others.
"""

from typing_extensions import Buffer

from chalicelib.render.typesetting.glyph import Glyph

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
