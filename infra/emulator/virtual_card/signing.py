"""COMPUTE DIGITAL SIGNATURE: what the card's RSA key signs for each value of P1.

The card has no display and checks no type: it pads and signs whatever it is sent. The library's raw PKCS#1 v1.5 entry
(`NoDigestInfo`) does exactly that, blinded and with CRT, so no private-key arithmetic is written here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa, utils

from infra.emulator.virtual_card.status import StatusError, Sw

# RFC 8017 section 8.2.1: PKCS#1 v1.5 padding takes at least 11 bytes of the modulus.
PADDING_OVERHEAD = 11
_SHA256_SIZE = 32
_SHORT_MAXIMUM = 255

_Scheme = Callable[[rsa.RSAPrivateKey, bytes], bytes]


def sign(key: rsa.RSAPrivateKey, scheme: int, data: bytes) -> bytes:
    """Sign `data` by the scheme that P1 names; the answer is as long as the modulus.

    Raises:
        StatusError: 6A86, no such scheme; 6700, the data's length does not suit it.
    """
    try:
        operation, shortest, longest = _SCHEMES[scheme]
    except KeyError:
        raise StatusError(Sw.WRONG_P1_P2) from None
    room = key.key_size // 8 - PADDING_OVERHEAD
    if not shortest <= len(data) <= (room if longest is None else longest):
        raise StatusError(Sw.WRONG_LENGTH)
    return operation(key, data)


def _pad_only(key: rsa.RSAPrivateKey, data: bytes) -> bytes:
    return key.sign(data, padding.PKCS1v15(), utils.NoDigestInfo())


def _hash_bare(key: rsa.RSAPrivateKey, data: bytes) -> bytes:
    return _pad_only(key, hashlib.sha256(data).digest())


def _wrap_hash(key: rsa.RSAPrivateKey, digest: bytes) -> bytes:
    return key.sign(digest, padding.PKCS1v15(), utils.Prehashed(hashes.SHA256()))


def _hash_and_wrap(key: rsa.RSAPrivateKey, data: bytes) -> bytes:
    return key.sign(data, padding.PKCS1v15(), hashes.SHA256())


def _pss() -> padding.PSS:
    return padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.DIGEST_LENGTH)


def _pss_of_hash(key: rsa.RSAPrivateKey, digest: bytes) -> bytes:
    return key.sign(digest, _pss(), utils.Prehashed(hashes.SHA256()))


def _hash_and_pss(key: rsa.RSAPrivateKey, data: bytes) -> bytes:
    return key.sign(data, _pss(), hashes.SHA256())


# P1: operation, shortest and longest data; None is what the padding leaves of the modulus.
_SCHEMES: dict[int, tuple[_Scheme, int, int | None]] = {
    0x00: (_pad_only, 1, None),
    0x01: (_hash_bare, 1, _SHORT_MAXIMUM),
    0x02: (_wrap_hash, _SHA256_SIZE, _SHA256_SIZE),
    0x03: (_hash_and_wrap, 1, _SHORT_MAXIMUM),
    0x04: (_pss_of_hash, _SHA256_SIZE, _SHA256_SIZE),
    0x05: (_hash_and_pss, 1, _SHORT_MAXIMUM),
}
