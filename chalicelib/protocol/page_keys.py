"""Page keys: short-lived P-256 keys that sign the codes of pages, each certified once by the key in KMS.

A page key lives in the memory of one `render` process. Its certificate is a COSE_Sign1 whose payload is a CWT
(RFC 8392) with `aud` (the purpose), `nbf`, `exp` and `cnf` (the public key, RFC 8747), signed by a key of
`GET /verification-keys` with the purpose `page-key`. It is carried by every code that the page key signs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chalicelib.protocol import cbor, cose, es256
from chalicelib.protocol.cose import Sign1
from chalicelib.protocol.errors import KofuError
from chalicelib.protocol.verification_keys import Purpose, keys_for

PURPOSE = "kofu-page"
LIFETIME = 3600
KEY_ID_SIZE = 4
_CONTEXT = b"kofu/page-key/v1"
_AUD, _EXP, _NBF, _CNF = 3, 4, 5, 8
_COSE_KEY, _KTY, _CRV, _X, _Y = 1, 1, -1, -2, -3
_EC2, _P256 = 2, 1
_EVEN, _ODD = b"\x02", b"\x03"

Certify = Callable[[bytes], bytes]
"""Signs the bytes of a certificate with the key in KMS; a signature in DER."""


class PageCodeInvalid(KofuError):
    """The root of every reason why a page's code is not believed."""


class PageCodeMalformed(PageCodeInvalid):
    """Not a code of this kind."""


class PageKeyUnknown(PageCodeInvalid):
    """The page key's certificate names a key that is not among the verification keys."""


class PageKeyNotCertified(PageCodeInvalid):
    """The certificate of the page key was signed by another key, or changed, or is for another purpose."""


@dataclass(frozen=True, slots=True)
class Certified:
    """What a certificate says: a public key, and the Unix seconds from and until which it may sign."""

    public_key: ec.EllipticCurvePublicKey
    not_before: int
    not_after: int

    def covers(self, when: int) -> bool:
        """Whether it may sign at this time."""
        return self.not_before <= when < self.not_after


@dataclass(frozen=True, slots=True)
class PageKey:
    """A private key and its certificate."""

    private_key: ec.EllipticCurvePrivateKey
    certificate: bytes
    not_before: int
    not_after: int

    def covers(self, when: int) -> bool:
        """Whether it may sign at this time."""
        return self.not_before <= when < self.not_after


def key_id(kid: str) -> bytes:
    """Return how a certificate names its issuer: the first 4 bytes of the SHA-256 of the JWK's `kid`."""
    return hashlib.sha256(kid.encode()).digest()[:KEY_ID_SIZE]


def new_page_key(certify: Certify, kid: str, *, not_before: int, purpose: str = PURPOSE) -> PageKey:
    """Make a page key and have it certified for an hour from `not_before` (Unix seconds)."""
    private_key = ec.generate_private_key(ec.SECP256R1())
    not_after = not_before + LIFETIME
    claims = cbor.encode(
        {_AUD: purpose, _EXP: not_after, _NBF: not_before, _CNF: {_COSE_KEY: _cose_key(private_key.public_key())}}
    )
    protected: dict[int, cbor.Value] = {cose.ALGORITHM: cose.ES256, cose.KEY_ID: key_id(kid)}
    signature = es256.raw_signature(certify(cose.to_be_signed(protected, claims, _CONTEXT)))
    return PageKey(private_key, Sign1(protected, {}, claims, signature).encode(), not_before, not_after)


def check_certificate(certificate: bytes, jwks: dict[str, Any]) -> Certified:
    """Check the certificate of a page key with the verification keys.

    Raises:
        PageCodeMalformed, PageKeyUnknown, PageKeyNotCertified
        KeyUnusable: The verification keys are malformed.
    """
    try:
        message = cose.decode(certificate)
        claims = cbor.decode(message.payload)
    except cbor.CborMalformed as error:
        raise PageCodeMalformed from error
    if message.unprotected or message.protected.keys() != {cose.ALGORITHM, cose.KEY_ID}:
        # What nobody signed would make one code into many.
        raise PageCodeMalformed
    named = [key for kid, key in keys_for(jwks, Purpose.PAGE_KEY) if key_id(kid) == message.protected.get(cose.KEY_ID)]
    if not named:
        raise PageKeyUnknown
    if not any(message.is_signed_by(key, _CONTEXT) for key in named):
        raise PageKeyNotCertified
    return _certified(claims)


def _cose_key(key: ec.EllipticCurvePublicKey) -> cbor.Value:
    point = key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    return {_KTY: _EC2, _CRV: _P256, _X: point[1:], _Y: point[:1] == _ODD}


def _certified(claims: cbor.Value) -> Certified:
    match claims:
        case {3: str(purpose), 4: int(not_after), 5: int(not_before), 8: {1: {1: 2, -1: 1, -2: bytes(x), -3: bool(y)}}}:
            if purpose != PURPOSE:
                raise PageKeyNotCertified
            return Certified(_public_key(x, odd=y), not_before, not_after)
    raise PageCodeMalformed


def _public_key(x: bytes, *, odd: bool) -> ec.EllipticCurvePublicKey:
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), (_ODD if odd else _EVEN) + x)
    except ValueError as error:
        raise PageCodeMalformed from error
