"""Reading a certificate revocation list (RFC 5280, 5 and 6.3): complete and direct ones only."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography import x509

from chalicelib.authenticate.revocation.answers import Cause, Doubt, Good, Revoked
from chalicelib.authenticate.revocation.crl_scope import check_scope, covers
from chalicelib.authenticate.revocation.freshness import Freshness, seconds
from chalicelib.authenticate.revocation.parsing import UNREADABLE
from chalicelib.authenticate.revocation.signatures import ACCEPTED

SOURCE = "crl"
_CRITICAL = b"\x01\x01\xff\x04"
"""DER of `critical TRUE`, followed by the extension's value: how every critical extension begins after its OID."""


@dataclass(frozen=True, slots=True)
class CheckedList:
    """A list that passed every check but the one against a certificate's distribution point. Unix seconds."""

    crl: x509.CertificateRevocationList
    as_of: int
    usable_until: int

    def answer(self, certificate: x509.Certificate) -> Good | Revoked:
        """Look a certificate up.

        Any entry means revoked: a suspension is final, and `removeFromCRL` has no place in a complete list (RFC
        5280, 5.3.1), so that it cannot clear anybody.

        Raises:
            Doubt: `UNSUPPORTED` for a list of another distribution point.
        """
        if not covers(self.crl, certificate):
            raise Doubt(Cause.UNSUPPORTED)
        entry = self.crl.get_revoked_certificate_by_serial_number(certificate.serial_number)
        if entry is None:
            return Good(SOURCE, self.as_of, self.usable_until)
        return Revoked(SOURCE, self.as_of, self.usable_until, _reason(entry), seconds(entry.revocation_date_utc))


def read_list(der: bytes, authority: x509.Certificate, freshness: Freshness, *, now: int) -> CheckedList:
    """Read a list and check that this generation of the authority signed it and that it is usable at `now`.

    Raises:
        Doubt: It cannot be relied on, for whatever reason.
    """
    try:
        crl = x509.load_der_x509_crl(der)
        _check_issuer(crl, authority)
        check_scope(crl)
        _check_entries(crl, der)
        next_update = crl.next_update_utc
        as_of = seconds(crl.last_update_utc)
        until = freshness.usable_until(as_of, None if next_update is None else seconds(next_update), now=now)
    except UNREADABLE as error:
        raise Doubt(Cause.MALFORMED) from error
    return CheckedList(crl, as_of, until)


def _check_issuer(crl: x509.CertificateRevocationList, authority: x509.Certificate) -> None:
    """The name tells nothing, since all generations share it; the key of the generation in question decides."""
    if crl.issuer != authority.subject or crl.signature_algorithm_oid not in ACCEPTED:
        raise Doubt(Cause.WRONG_SIGNER)
    try:
        usage = authority.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound as error:
        raise Doubt(Cause.WRONG_SIGNER) from error
    key = authority.public_key()
    # Any other kind of key makes no signature that is accepted; the library would raise TypeError for it.
    if not usage.crl_sign or not crl.is_signature_valid(key):  # type: ignore[arg-type]
        raise Doubt(Cause.WRONG_SIGNER)


def _check_entries(crl: x509.CertificateRevocationList, der: bytes) -> None:
    """Refuse a list with a critical entry extension, whichever entry has it (RFC 5280, 5.3)."""
    # Reading each of perhaps a million entries takes seconds; their bytes tell in microseconds that there is no need.
    if der.count(_CRITICAL) == sum(extension.critical for extension in crl.extensions):
        return
    for entry in crl:
        if any(extension.critical for extension in entry.extensions):
            raise Doubt(Cause.UNSUPPORTED)


def _reason(entry: x509.RevokedCertificate) -> str:
    try:
        return entry.extensions.get_extension_for_class(x509.CRLReason).value.reason.value
    except (x509.ExtensionNotFound, *UNREADABLE):
        # An entry that cannot be read all the same says: revoked.
        return x509.ReasonFlags.unspecified.value
