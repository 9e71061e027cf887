"""Which trust anchors a package may contain."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from infra.packaging import anchors
from infra.packaging.errors import PackagingError


def bundle(path: Path, *, name: str = "Card Authority", authority: bool = True) -> Path:
    """A PEM file with one self-signed certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), 1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(usage(signs=authority), critical=True)
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(b"generation: one\n" + certificate.public_bytes(serialization.Encoding.PEM))
    return path


def usage(*, signs: bool) -> x509.KeyUsage:
    """The key usage of an authority, or of a holder."""
    return x509.KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )


def test_a_bundle_that_does_not_name_generations_is_refused(tmp_path: Path) -> None:
    """What `authenticate` would not read at run time is refused at packaging."""
    path = bundle(tmp_path / "anchors.pem")
    path.write_bytes(path.read_bytes().partition(b"\n")[2])
    with pytest.raises(PackagingError, match="generation"):
        anchors.check(path, simulated_allowed=False)


def test_an_authority_is_taken_as_it_is(tmp_path: Path) -> None:
    """A bundle of authorities goes into the package unchanged."""
    path = bundle(tmp_path / "anchors.pem")
    assert anchors.check(path, simulated_allowed=False) == path.read_bytes()


def test_a_simulated_authority_is_refused_for_real_residents(tmp_path: Path) -> None:
    """The emulation's authority, whose key anyone can have, gets into a package only when that is asked for."""
    path = bundle(tmp_path / "anchors.pem", name="JPKI-SIMULATED User Authentication")
    with pytest.raises(PackagingError, match="is simulated"):
        anchors.check(path, simulated_allowed=False)
    assert anchors.check(path, simulated_allowed=True)


def test_a_persons_certificate_is_no_anchor(tmp_path: Path) -> None:
    """An end-entity certificate in the bundle would make every holder an authority, so it is refused."""
    path = bundle(tmp_path / "anchors.pem", authority=False)
    with pytest.raises(PackagingError, match="not a bundle of certificate authorities"):
        anchors.check(path, simulated_allowed=False)


@pytest.mark.parametrize("content", [b"", b"not a certificate"])
def test_a_bundle_without_certificates_is_refused(tmp_path: Path, content: bytes) -> None:
    """An empty or unreadable bundle is an error at packaging, not a service that believes nobody."""
    path = tmp_path / "anchors.pem"
    path.write_bytes(content)
    with pytest.raises(PackagingError, match=r"anchors\.pem"):
        anchors.check(path, simulated_allowed=False)


def test_a_missing_bundle_is_named(tmp_path: Path) -> None:
    """When the file does not exist, the error says which."""
    with pytest.raises(PackagingError, match=r"missing\.pem"):
        anchors.check(tmp_path / "missing.pem", simulated_allowed=False)
