"""Certificates: one module each, from register entries to a `Document` (text, no pixels)."""
