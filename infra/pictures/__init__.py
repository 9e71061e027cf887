"""Makes the README's pictures: of a page, and of the terminal from a visit at the emulation, in a browser."""
