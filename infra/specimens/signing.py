"""Codes of specimens: of the right size and form, and certified by a key that nobody publishes."""

from __future__ import annotations

import functools

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from chalicelib.protocol import page_keys
from chalicelib.render.document import Document
from chalicelib.render.page_signing import PageSigner

_ISSUED_AT = 1795395600  # 23 November 2026 in Japan, the day on the specimens


def specimen_codes(document: Document) -> tuple[str, ...]:
    """Return the code of each page."""
    return _signer().codes(document, _ISSUED_AT)


@functools.cache
def _signer() -> PageSigner:
    key = ec.generate_private_key(ec.SECP256R1())
    return PageSigner(
        lambda not_before: page_keys.new_page_key(
            lambda certificate: key.sign(certificate, ec.ECDSA(SHA256())), "specimen", not_before=not_before
        )
    )
