"""OCSP responses of one generation of the simulated authority (RFC 6960)."""

from __future__ import annotations

import datetime as dt
import os

from cryptography import x509
from cryptography.hazmat.primitives.hashes import HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.ocsp import (
    OCSPCertStatus,
    OCSPRequest,
    OCSPRequestBuilder,
    OCSPResponseBuilder,
    OCSPResponseStatus,
    load_der_ocsp_request,
)

from infra.emulator.card_authority import CardAuthority
from infra.emulator.revocation.faults import Fault
from infra.emulator.revocation.register import RevocationRegister
from infra.emulator.revocation.signers import OcspSigner

VALIDITY = dt.timedelta(minutes=15)
_STALE = dt.timedelta(days=2)


class OcspResponder:
    """Answers `good` for every serial that is not in the register: it keeps no list of what was issued."""

    def __init__(self, authority: CardAuthority, register: RevocationRegister, signer: OcspSigner) -> None:
        self._authority = authority
        self._register = register
        self._signer = signer

    def respond(self, der: bytes, *, now: dt.datetime, fault: Fault = Fault.NONE) -> bytes:
        """Answer a DER request with a DER response, at `now` (aware)."""
        if fault is Fault.TRY_LATER:
            return _refusal(OCSPResponseStatus.TRY_LATER)
        try:
            request = load_der_ocsp_request(der)
            mine = self._is_mine(request)
        except (ValueError, NotImplementedError):
            return _refusal(OCSPResponseStatus.MALFORMED_REQUEST)
        if not mine:
            return _refusal(OCSPResponseStatus.UNAUTHORIZED)
        at = now - _STALE if fault is Fault.STALE else now
        return self._signer.sign(_with_nonce(self._status(request, at, fault), request, fault), at=at)

    def _is_mine(self, request: OCSPRequest) -> bool:
        own = _identifier(self._authority.certificate, request.hash_algorithm)
        return (request.issuer_name_hash, request.issuer_key_hash) == (own.issuer_name_hash, own.issuer_key_hash)

    def _status(self, request: OCSPRequest, at: dt.datetime, fault: Fault) -> OCSPResponseBuilder:
        entry = self._register.find(self._authority.generation, request.serial_number)
        status = OCSPCertStatus.GOOD if entry is None else OCSPCertStatus.REVOKED
        if fault is Fault.UNKNOWN:
            entry, status = None, OCSPCertStatus.UNKNOWN
        return OCSPResponseBuilder().add_response_by_hash(
            request.issuer_name_hash,
            request.issuer_key_hash,
            request.serial_number,
            request.hash_algorithm,
            status,
            at,
            at + VALIDITY,
            None if entry is None else dt.datetime.fromtimestamp(entry.at, dt.UTC),
            None if entry is None else entry.reason,
        )


def _identifier(root: x509.Certificate, algorithm: HashAlgorithm) -> OCSPRequest:
    # A root is its own issuer, so that a question about it hashes the name and the key that are wanted.
    return OCSPRequestBuilder().add_certificate(root, root, algorithm).build()


def _with_nonce(builder: OCSPResponseBuilder, request: OCSPRequest, fault: Fault) -> OCSPResponseBuilder:
    if fault is Fault.NO_NONCE:
        return builder
    try:
        nonce = request.extensions.get_extension_for_class(x509.OCSPNonce).value
    except x509.ExtensionNotFound:
        return builder
    if fault is Fault.WRONG_NONCE:
        nonce = x509.OCSPNonce(os.urandom(len(nonce.nonce)))
    return builder.add_extension(nonce, critical=False)


def _refusal(status: OCSPResponseStatus) -> bytes:
    return OCSPResponseBuilder.build_unsuccessful(status).public_bytes(Encoding.DER)
