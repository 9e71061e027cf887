"""The four colours of a page, by their number in the image.

The order is chosen so that text is a bitwise OR on packed 2-bit pixels: black, 3, over anything gives black. The
official seal has a number of its own although it prints nearly as black as the text (kiosks print the seal in
black and the page says so): it stays countable when a page is checked, and a municipality whose kiosks print in
colour changes one entry. Its near-black is not black itself so that a viewer keeps the two entries apart.
"""

from __future__ import annotations

WHITE, TINT, SEAL, BLACK = range(4)

# The ground pattern is solid process cyan, which a printer prints without a halftone: one of its own would cover the
# pattern's. With a ninth of the paper under it, it is light to the eye.
RGB = ((255, 255, 255), (0, 174, 239), (20, 20, 20), (0, 0, 0))
