"""COSE_Sign1 (RFC 9052, 4.2) with ES256, in deterministic CBOR, tagged.

The context string (`external_aad`) is signed and not carried: a signature made for one use is none for another.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec

from chalicelib.protocol import cbor, es256
from chalicelib.protocol.cbor import CborMalformed, Value

_SIGN1 = 18
ALGORITHM, KEY_ID = 1, 4
ES256 = -7


@dataclass(frozen=True, slots=True)
class Sign1:
    """A signed message: both headers, the payload, and the signature as `r || s`."""

    protected: dict[int, Value]
    unprotected: dict[int, Value]
    payload: bytes
    signature: bytes

    def encode(self) -> bytes:
        """Write it with its tag."""
        elements: list[Value] = [cbor.encode(self.protected), self.unprotected, self.payload, self.signature]
        return cbor.tag(_SIGN1, cbor.encode(elements))

    def is_signed_by(self, key: ec.EllipticCurvePublicKey, context: bytes) -> bool:
        """Whether this key signed it in this context."""
        return es256.is_signature(key, to_be_signed(self.protected, self.payload, context), self.signature)


def to_be_signed(protected: dict[int, Value], payload: bytes, context: bytes) -> bytes:
    """Return the `Sig_structure`: the bytes that ES256 signs."""
    return cbor.encode(["Signature1", cbor.encode(protected), context, payload])


def decode(data: bytes) -> Sign1:
    """Read a signed message; nothing of it is verified.

    Raises:
        CborMalformed: It is none, or its algorithm is not ES256.
    """
    match cbor.decode(cbor.untag(_SIGN1, data)):
        case [bytes(protected), dict(unprotected), bytes(payload), bytes(signature)]:
            header = cbor.decode(protected)
            if isinstance(header, dict) and header.get(ALGORITHM) == ES256:
                return Sign1(header, unprotected, payload, signature)
    raise CborMalformed
