"""Which keys a card may have and how they sign: a table, so that the next card generation is one row more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.x509.oid import ObjectIdentifier, SignatureAlgorithmOID

from chalicelib.protocol.errors import CardSignatureInvalid, CardUntrusted


@dataclass(frozen=True, slots=True)
class KeyAlgorithm:
    """One row: which keys it is for, how their certificates are signed, and how such a key's signature is checked."""

    name: str
    accepts: Callable[[CertificatePublicKeyTypes], bool]
    certificate_signature: ObjectIdentifier
    signature_sizes: range
    verify: Callable[[CertificatePublicKeyTypes, bytes, bytes], None]


def _is_rsa_2048(key: CertificatePublicKeyTypes) -> bool:
    return isinstance(key, rsa.RSAPublicKey) and key.key_size == 2048 and key.public_numbers().e == 65537  # noqa: PLR2004 - the profile's figures


def _verify_rsa(key: CertificatePublicKeyTypes, signature: bytes, message: bytes) -> None:
    assert isinstance(key, rsa.RSAPublicKey)  # noqa: S101 - the row's own predicate
    key.verify(signature, message, padding.PKCS1v15(), SHA256())


def _is_p384(key: CertificatePublicKeyTypes) -> bool:
    return isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP384R1)


def _verify_p384(key: CertificatePublicKeyTypes, signature: bytes, message: bytes) -> None:
    assert isinstance(key, ec.EllipticCurvePublicKey)  # noqa: S101 - the row's own predicate
    key.verify(signature, message, ec.ECDSA(SHA384()))


KEY_ALGORITHMS: tuple[KeyAlgorithm, ...] = (
    KeyAlgorithm(
        "RSASSA-PKCS1-v1_5, RSA-2048, SHA-256",
        _is_rsa_2048,
        SignatureAlgorithmOID.RSA_WITH_SHA256,
        range(256, 257),
        _verify_rsa,
    ),
    # Announced for the next card; harmless until an authority that signs with it is pinned.
    KeyAlgorithm(
        "ECDSA, P-384, SHA-384", _is_p384, SignatureAlgorithmOID.ECDSA_WITH_SHA384, range(8, 105), _verify_p384
    ),
)


def algorithm_of(certificate: x509.Certificate) -> KeyAlgorithm:
    """Return the row for a certificate's key.

    Raises:
        CardUntrusted: There is none, or the certificate is signed by another algorithm than the profile's.
    """
    try:
        key = certificate.public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise CardUntrusted from error
    row = next((row for row in KEY_ALGORITHMS if row.accepts(key)), None)
    if row is None or certificate.signature_algorithm_oid != row.certificate_signature:
        raise CardUntrusted
    return row


def verify_signature(certificate: x509.Certificate, signature: bytes, message: bytes) -> None:
    """Check a card's signature.

    Raises:
        CardSignatureInvalid: It has another size than this key's signatures, or it is not this key's.
    """
    row = algorithm_of(certificate)
    if len(signature) not in row.signature_sizes:
        raise CardSignatureInvalid
    try:
        row.verify(certificate.public_key(), signature, message)
    except InvalidSignature as error:
        raise CardSignatureInvalid from error
