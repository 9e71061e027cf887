"""The pinned certification authorities of the card's user-authentication certificates.

All generations share one distinguished name, so the issuer is found by trying signatures, never by name. What the
card hands over as its CA certificate is never used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.x509.oid import NameOID

from chalicelib.edge.settings import NotConfigured
from chalicelib.protocol.errors import CardUntrusted

_BLOCK = re.compile(
    r"^generation: (?P<name>[A-Za-z0-9_-]{1,64})\n(?P<pem>-----BEGIN CERTIFICATE-----\n.*?-----END CERTIFICATE-----)$",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Authority:
    """One generation of the authority: the name the office knows it by, and its certificate."""

    generation: str
    certificate: x509.Certificate

    @property
    def key_identifier(self) -> bytes | None:
        """The identifier of its key, which the certificates it issues may name."""
        return _key_identifier(self.certificate, x509.SubjectKeyIdentifier)


@dataclass(frozen=True, slots=True)
class TrustAnchors:
    """All live generations."""

    authorities: tuple[Authority, ...]

    @classmethod
    def parse(cls, text: str) -> TrustAnchors:
        """Read PEM certificates, each after a line `generation: NAME`.

        Raises:
            NotConfigured: There is none, a name stands twice, or a certificate is not one of an authority.
        """
        try:
            found = tuple(
                Authority(match["name"], x509.load_pem_x509_certificate(match["pem"].encode()))
                for match in _BLOCK.finditer(text)
            )
        except ValueError as error:
            raise NotConfigured("KOFU_TRUST_ANCHORS") from error
        names = {authority.generation for authority in found}
        if not found or len(names) != len(found) or text.count("-----BEGIN") != len(found):
            raise NotConfigured("KOFU_TRUST_ANCHORS")
        if not all(_may_issue(authority.certificate) for authority in found):
            raise NotConfigured("KOFU_TRUST_ANCHORS")
        return cls(found)

    @classmethod
    def load(cls, path: str, *, production: bool) -> TrustAnchors:
        """Read a bundle from a file.

        Raises:
            NotConfigured: There is no such file, it is no bundle, or it would make production believe test cards.
        """
        try:
            text = Path(path).read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError) as error:
            raise NotConfigured("KOFU_TRUST_ANCHORS") from error
        anchors = cls.parse(text)
        if production and any(_issues_test_cards(authority.certificate) for authority in anchors.authorities):
            raise NotConfigured("KOFU_TRUST_ANCHORS")
        return anchors

    def issuer_of(self, certificate: x509.Certificate) -> Authority:
        """Return the authority whose key signed a certificate.

        Raises:
            CardUntrusted: None of them did.
        """
        hint = _key_identifier(certificate, x509.AuthorityKeyIdentifier)
        # The identifier only says whom to try first: who signed, the signature says.
        for authority in sorted(self.authorities, key=lambda one: one.key_identifier != hint):
            try:
                certificate.verify_directly_issued_by(authority.certificate)
            except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
                continue
            return authority
        raise CardUntrusted


def _key_identifier(
    certificate: x509.Certificate, kind: type[x509.AuthorityKeyIdentifier | x509.SubjectKeyIdentifier]
) -> bytes | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value.key_identifier
    except x509.ExtensionNotFound:
        return None


def _issues_test_cards(certificate: x509.Certificate) -> bool:
    # The real authority is O=JPKI; test and simulated ones add to that name.
    names = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return not names or any(str(name.value).upper() != "JPKI" for name in names)


def _may_issue(certificate: x509.Certificate) -> bool:
    try:
        constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return constraints.ca and usage.key_cert_sign
