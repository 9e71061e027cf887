"""Signed page codes without KMS: an issuer of page keys whose own key is made here."""

from __future__ import annotations

import functools
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chalicelib.protocol import page_keys
from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.protocol.page_code import PageStatement
from chalicelib.protocol.page_fields import Label, PageField
from chalicelib.protocol.page_keys import PageKey
from chalicelib.protocol.verification_keys import Purpose, public_jwk
from chalicelib.render.document import Document
from chalicelib.render.page_signing import PageSigner
from chalicelib.render.typesetting import FontSet, typeset

ISSUED_AT = 1795395600
"""23 November 2026, 10:00 in Japan: the day that the documents of the tests bear."""
STATEMENT = PageStatement(
    municipality="24204",
    certificate_type=CertificateType.RESIDENT_RECORD,
    issuance_id="01JD6Q8ZK3M5N7P9R1T2V4W6XY",
    issued_at=ISSUED_AT,
    page=1,
    pages=3,
    fields=(
        PageField(Label.ADDRESS, "三重県松阪市殿町1340番地1"),
        PageField(Label.NAME, "辻\U000e0102 太郎"),
        PageField(Label.BIRTH_DATE, "昭和58年 2月25日"),
    ),
    left_out=0,
    text_sha256=bytes(range(32)),
)
"""What the first of three pages might say."""


class TestIssuer:
    """Plays the key in KMS that certifies page keys."""

    __test__ = False

    def __init__(self, kid: str = "page-key-of-tests") -> None:
        self.kid = kid
        self._key = ec.generate_private_key(ec.SECP256R1())

    def certify(self, certificate: bytes) -> bytes:
        """Sign as KMS does."""
        return self._key.sign(certificate, ec.ECDSA(SHA256()))

    def new_key(self, not_before: int) -> PageKey:
        """Make a certified page key."""
        return page_keys.new_page_key(self.certify, self.kid, not_before=not_before)

    def jwks(self, purpose: Purpose = Purpose.PAGE_KEY) -> dict[str, Any]:
        """Publish the key."""
        der = self._key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return {"keys": [public_jwk(der, self.kid, purpose)]}


ISSUER = TestIssuer()
_SIGNER = PageSigner(ISSUER.new_key)


@functools.cache
def codes(document: Document, issued_at: int = ISSUED_AT) -> tuple[str, ...]:
    """Return the signed code of each page of a document, the same each time."""
    return _SIGNER.codes(document, issued_at)


def draw(document: Document, fonts: FontSet) -> tuple[bytes, ...]:
    """Draw a document with its signed codes."""
    return typeset(document, fonts, codes(document))
