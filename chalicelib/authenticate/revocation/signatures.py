"""Which signatures of the authority and its responders count: a table by algorithm, SHA-1 not in it."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm
from cryptography.x509.oid import ObjectIdentifier, SignatureAlgorithmOID

_MIN_RSA_BITS = 2048

_RSA: dict[ObjectIdentifier, HashAlgorithm] = {
    SignatureAlgorithmOID.RSA_WITH_SHA256: SHA256(),
    SignatureAlgorithmOID.RSA_WITH_SHA384: SHA384(),
    SignatureAlgorithmOID.RSA_WITH_SHA512: SHA512(),
}
_ECDSA: dict[ObjectIdentifier, HashAlgorithm] = {
    SignatureAlgorithmOID.ECDSA_WITH_SHA256: SHA256(),
    SignatureAlgorithmOID.ECDSA_WITH_SHA384: SHA384(),
    SignatureAlgorithmOID.ECDSA_WITH_SHA512: SHA512(),
}
ACCEPTED = frozenset({*_RSA, *_ECDSA})


def is_signed_by(key: CertificatePublicKeyTypes, algorithm: ObjectIdentifier, signature: bytes, message: bytes) -> bool:
    """Say whether `key` made `signature` over `message` with an accepted algorithm and a key of sufficient size."""
    try:
        if isinstance(key, rsa.RSAPublicKey) and algorithm in _RSA and key.key_size >= _MIN_RSA_BITS:
            key.verify(signature, message, padding.PKCS1v15(), _RSA[algorithm])
            return True
        if isinstance(key, ec.EllipticCurvePublicKey) and algorithm in _ECDSA:
            key.verify(signature, message, ec.ECDSA(_ECDSA[algorithm]))
            return True
    except InvalidSignature:
        return False
    return False
