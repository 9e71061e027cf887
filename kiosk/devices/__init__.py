"""The devices of a terminal behind interfaces, beside the card reader, which has its own package."""
