"""Takes the README's pictures of the terminal: from a visit at the emulation, in a browser."""
