"""Reading an OCSP response (RFC 6960; RFC 8954 and 9654 on nonces): every check before the answer."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography import x509
from cryptography.x509 import ocsp
from cryptography.x509.oid import OCSPExtensionOID

from chalicelib.authenticate.revocation.answers import Cause, Doubt, Good, Revoked
from chalicelib.authenticate.revocation.freshness import Freshness, seconds
from chalicelib.authenticate.revocation.parsing import UNREADABLE
from chalicelib.authenticate.revocation.responders import check_signer

SOURCE = "ocsp"


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: about which certificate of which authority, with which nonce (32 bytes)."""

    certificate: x509.Certificate
    authority: x509.Certificate
    nonce: bytes


def read_response(der: bytes, question: Question, freshness: Freshness, *, now: int) -> Good | Revoked:
    """Return what a response says about the certificate that was asked about; `now` in Unix seconds.

    Raises:
        Doubt: It cannot be relied on, for whatever reason.
    """
    try:
        response = ocsp.load_der_ocsp_response(der)
        _check_successful(response)
        _check_subject(response, question)
        check_signer(response, question.authority, now=now)
        _check_extensions(response)
        _check_nonce(response, question.nonce)
        return _answer(response, freshness, now=now)
    except UNREADABLE as error:
        raise Doubt(Cause.MALFORMED) from error


def _check_successful(response: ocsp.OCSPResponse) -> None:
    if response.response_status is ocsp.OCSPResponseStatus.TRY_LATER:
        raise Doubt(Cause.TRY_LATER)
    if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
        raise Doubt(Cause.NOT_SUCCESSFUL)


def _check_subject(response: ocsp.OCSPResponse, question: Question) -> None:
    """One status was asked for: a response with several is refused, as its extensions could not all be checked."""
    if len(list(response.responses)) != 1:
        raise Doubt(Cause.UNSUPPORTED)
    # A responder may identify the certificate by another hash than the question did (RFC 5019 knows SHA-1 only).
    builder = ocsp.OCSPRequestBuilder()
    own = builder.add_certificate(question.certificate, question.authority, response.hash_algorithm).build()
    expected = own.issuer_name_hash, own.issuer_key_hash, own.serial_number
    if (response.issuer_name_hash, response.issuer_key_hash, response.serial_number) != expected:
        raise Doubt(Cause.WRONG_CERTIFICATE)


def _check_extensions(response: ocsp.OCSPResponse) -> None:
    critical = {extension.oid for extension in response.extensions if extension.critical}
    critical |= {extension.oid for extension in response.single_extensions if extension.critical}
    if critical - {OCSPExtensionOID.NONCE}:
        raise Doubt(Cause.UNSUPPORTED)


def _check_nonce(response: ocsp.OCSPResponse, nonce: bytes) -> None:
    try:
        echoed = response.extensions.get_extension_for_class(x509.OCSPNonce)
    except x509.ExtensionNotFound:
        # Responses made in advance have none (RFC 5019, 4): their times are what protects from replay.
        return
    if echoed.value.nonce != nonce:
        raise Doubt(Cause.WRONG_NONCE)


def _answer(response: ocsp.OCSPResponse, freshness: Freshness, *, now: int) -> Good | Revoked:
    this_update, next_update = response.this_update_utc, response.next_update_utc
    as_of, produced_at = seconds(this_update), seconds(response.produced_at_utc)
    until = freshness.usable_until(as_of, None if next_update is None else seconds(next_update), now=now)
    freshness.check_begun(produced_at, now=now)
    if produced_at < as_of - freshness.skew:
        raise Doubt(Cause.MALFORMED)
    if response.certificate_status is ocsp.OCSPCertStatus.GOOD:
        return Good(SOURCE, as_of, until)
    if response.certificate_status is not ocsp.OCSPCertStatus.REVOKED or response.revocation_time_utc is None:
        raise Doubt(Cause.STATUS_UNKNOWN)
    reason = response.revocation_reason or x509.ReasonFlags.unspecified
    return Revoked(SOURCE, as_of, until, reason.value, seconds(response.revocation_time_utc))
