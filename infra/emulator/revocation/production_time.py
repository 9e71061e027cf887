"""`producedAt` of an OCSP response: `cryptography` writes the machine's clock there, the simulation has its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.ocsp import OCSPResponse

_GENERALIZED_TIME = b"\x18\x0f"


def produced_at(response: OCSPResponse, at: dt.datetime, sign: Callable[[bytes], bytes]) -> bytes:
    """Return a response as DER with another production time, signed again by signatures of the same length."""
    before = response.tbs_response_bytes
    # Only the responder's name or key hash comes before it: the first match is the one.
    after = before.replace(_der(response.produced_at_utc), _der(at), 1)
    der = response.public_bytes(Encoding.DER).replace(before, after, 1)
    return der.replace(response.signature, sign(after), 1)


def _der(moment: dt.datetime) -> bytes:
    return _GENERALIZED_TIME + f"{moment:%Y%m%d%H%M%S}Z".encode()
