"""Who may sign an OCSP response: the authority itself, or whom it delegated to (RFC 6960, 4.2.2.2)."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.x509.ocsp import OCSPResponse
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID

from chalicelib.authenticate.revocation.answers import Cause, Doubt
from chalicelib.authenticate.revocation.parsing import UNREADABLE
from chalicelib.authenticate.revocation.signatures import ACCEPTED, is_signed_by

MAX_CERTIFICATES = 4
SHORT_LIVED = dt.timedelta(days=7)
"""A responder without `ocsp-nocheck` has to be revocable; one that lives no longer than this need not be asked for."""

_UNDERSTOOD = frozenset(
    {
        ExtensionOID.KEY_USAGE,
        ExtensionOID.EXTENDED_KEY_USAGE,
        ExtensionOID.BASIC_CONSTRAINTS,
        ExtensionOID.CERTIFICATE_POLICIES,
        ExtensionOID.OCSP_NO_CHECK,
    }
)
_E = TypeVar("_E", bound=x509.ExtensionType)


def check_signer(response: OCSPResponse, authority: x509.Certificate, *, now: int) -> None:
    """Check that a response is signed by whom it names, and that this one may speak for the authority at `now`.

    Generations share a name; only the key given here counts, so a response of another generation fails.

    Raises:
        Doubt: `WRONG_SIGNER`, `RESPONDER_NOT_AUTHORISED`, or `MALFORMED` for too many certificates.
    """
    enclosed = response.certificates
    if len(enclosed) > MAX_CERTIFICATES:
        raise Doubt(Cause.MALFORMED)
    named = [candidate for candidate in (authority, *enclosed) if _is_named(response, candidate)]
    signer = next((candidate for candidate in named if _has_signed(response, candidate)), None)
    if signer is None:
        raise Doubt(Cause.WRONG_SIGNER)
    if signer != authority and not _is_delegate(signer, authority, now=now):
        raise Doubt(Cause.RESPONDER_NOT_AUTHORISED)


def _is_named(response: OCSPResponse, candidate: x509.Certificate) -> bool:
    if response.responder_name is not None:
        return response.responder_name == candidate.subject
    # A key identifier made this way is the SHA-1 hash that a responder id by key is.
    return response.responder_key_hash == x509.SubjectKeyIdentifier.from_public_key(candidate.public_key()).digest


def _has_signed(response: OCSPResponse, candidate: x509.Certificate) -> bool:
    algorithm = response.signature_algorithm_oid
    return is_signed_by(candidate.public_key(), algorithm, response.signature, response.tbs_response_bytes)


def _is_delegate(signer: x509.Certificate, authority: x509.Certificate, *, now: int) -> bool:
    at = dt.datetime.fromtimestamp(now, dt.UTC)
    return (
        _is_issued_by(signer, authority)
        and signer.not_valid_before_utc <= at <= signer.not_valid_after_utc
        and _may_sign_responses(signer)
        and _needs_no_revocation_check(signer)
    )


def _is_issued_by(signer: x509.Certificate, authority: x509.Certificate) -> bool:
    if signer.signature_algorithm_oid not in ACCEPTED:
        return False
    try:
        signer.verify_directly_issued_by(authority)
    except (InvalidSignature, *UNREADABLE):
        return False
    return True


def _may_sign_responses(signer: x509.Certificate) -> bool:
    if any(extension.critical and extension.oid not in _UNDERSTOOD for extension in signer.extensions):
        return False
    purposes = _extension(signer, x509.ExtendedKeyUsage)
    usage = _extension(signer, x509.KeyUsage)
    constraints = _extension(signer, x509.BasicConstraints)
    return (
        purposes is not None
        and ExtendedKeyUsageOID.OCSP_SIGNING in purposes
        and (usage is None or usage.digital_signature)
        and (constraints is None or not constraints.ca)
    )


def _needs_no_revocation_check(signer: x509.Certificate) -> bool:
    if _extension(signer, x509.OCSPNoCheck) is not None:
        return True
    return signer.not_valid_after_utc - signer.not_valid_before_utc <= SHORT_LIVED


def _extension(certificate: x509.Certificate, kind: type[_E]) -> _E | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None
