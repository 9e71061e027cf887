"""The certificate authorities that the deployed `authenticate` believes."""

from pathlib import Path
from typing import Final

from cryptography import x509

from infra.packaging.errors import PackagingError

_SIMULATED: Final = "SIMULATED"


def check(path: Path, *, simulated_allowed: bool) -> bytes:
    """Reads the trust anchors, a PEM file of CA certificates.

    Args:
        path: The bundle.
        simulated_allowed: Whether the authority of the local emulation may be in it. Whoever has that authority's
            key can make a card for anyone, so a package for real residents must never contain it.

    Returns:
        The content of the file.

    Raises:
        PackagingError: Not readable, empty, or a certificate in it is not such an anchor.
    """
    try:
        content = path.read_bytes()
        certificates = x509.load_pem_x509_certificates(content)
    except (OSError, ValueError) as error:
        raise PackagingError(f"trust anchors {path}: {error}") from error
    for certificate in certificates:
        name = certificate.subject.rfc4514_string()
        if not _is_authority(certificate):
            raise PackagingError(f"trust anchors {path}: {name} is not a certificate authority")
        if _SIMULATED in name and not simulated_allowed:
            raise PackagingError(
                f"trust anchors {path}: {name} is simulated; --simulated-authority allows it for trials"
            )
    return content


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False
