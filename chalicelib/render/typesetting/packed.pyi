"""Loops over the single bytes of packed scan lines, compiled from `packed.c`.

Scan lines are `stride` bytes each, the first of them row `top` of the page; `ink.Ink` says what ink is. Everything is
held to the sizes of the buffers first, so that nothing beside them can be read or written.

Raises:
    ValueError, TypeError: Each function, of an argument that is none of these, or does not fit the others.
"""

from typing_extensions import Buffer

from chalicelib.render.typesetting.ink import Ink

def unite(lines: Buffer, stride: int, top: int, ink: Ink) -> None:
    """Set every bit of some ink, all of which stands in these scan lines."""

def holds(lines: Buffer, stride: int, top: int, ink: Ink) -> bool:
    """Return whether those rows of some ink that stand in these scan lines are there, every bit of them."""

def is_exact(lines: Buffer, template: Buffer, stride: int, top: int, inks: list[Ink]) -> bool:
    """Return whether scan lines have every bit of a template's and of these pieces of ink, and no other."""

def pixels(lines: Buffer, stride: int, top: int, left: int, first: int, step: int, across: int, down: int) -> bytes:
    """Return the colours of some pixels, 0 to 3, a byte each: `across` in each of `down` rows.

    Both across and down they are `step` pixels from one another. The first is pixel `left` in row `first` of the page,
    the scan lines being those of whole rows: a byte with the filter type, then their pixels.
    """
