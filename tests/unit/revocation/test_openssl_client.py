"""OpenSSL as a second client of the simulated authority: it accepts our responses and our lists, and says the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3
from cryptography import x509

from infra.emulator.http_server import LoopbackServer
from infra.emulator.revocation import Fault, RevocationService, revocation_handler
from tests.unit.revocation import live, scene


@pytest.fixture(params=[True, False], ids=["delegated", "direct"])
def service(request: pytest.FixtureRequest) -> RevocationService:
    """Make a service of today's authority, with serial 2 revoked."""
    roots = [live.root(generation) for generation in scene.GENERATIONS]
    made = RevocationService(roots, clock=live.seconds, key_source=scene.KEYS, delegated=request.param)
    made.revoke("sim-1", 2, x509.ReasonFlags.superseded)
    return made


@pytest.fixture
def url(service: RevocationService) -> Iterator[str]:
    """Serve it on loopback."""
    with LoopbackServer(revocation_handler(service), 0) as server:
        yield server.url


def ask(url: str, directory: Path, serial: int, *further: str) -> str:
    """Have OpenSSL ask about a card; return what it says."""
    root = live.write(directory, "root.pem", live.root("sim-1").certificate)
    card = live.write(directory, "card.pem", live.card(serial))
    where = ("-url", f"{url}/ocsp/sim-1", "-CAfile", root, "-no-CApath", "-no-CAstore")
    done = live.openssl("ocsp", "-issuer", root, *further, "-cert", card, *where)
    return done.stdout + done.stderr


@pytest.mark.parametrize("digest", ["-sha1", "-sha256"])
def test_openssl_verifies_our_responses(url: str, tmp_path: Path, digest: str) -> None:
    """Signature, chain, nonce and times are right for it too, whichever hash names the certificate."""
    good = ask(url, tmp_path, 1, digest)
    assert "Response verify OK" in good
    assert "card.pem: good" in good
    assert "WARNING" not in good
    revoked = ask(url, tmp_path, 2, digest)
    assert "Response verify OK" in revoked
    assert "card.pem: revoked" in revoked
    assert "Reason: superseded" in revoked


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault.WRONG_SIGNER, "Response Verify Failure"),
        (Fault.TRY_LATER, "Responder Error: trylater"),
        (Fault.UNKNOWN, "card.pem: unknown"),
        (Fault.STALE, "status expired"),
        (Fault.WRONG_NONCE, "Nonce Verify error"),
        (Fault.NO_NONCE, "WARNING: no nonce in response"),
    ],
)
def test_openssl_sees_our_faults(service: RevocationService, url: str, tmp_path: Path, fault: Fault, said: str) -> None:
    """A fault is what it is called, not something else that happens to be refused."""
    service.faults.fault = fault
    assert said in ask(url, tmp_path, 1)


def test_openssl_accepts_our_lists(url: str, tmp_path: Path) -> None:
    """`openssl crl` verifies the signature, `openssl verify -crl_check` passes one card and refuses the other."""
    der = urllib3.PoolManager().request("GET", f"{url}/crl/sim-1").data
    crl, pem = tmp_path / "list.der", tmp_path / "list.pem"
    crl.write_bytes(der)
    root = live.write(tmp_path, "root.pem", live.root("sim-1").certificate)
    other = live.write(tmp_path, "other.pem", live.root("sim-2").certificate)
    read = ("crl", "-inform", "DER", "-in", crl, "-out", pem, "-no-CApath", "-no-CAstore", "-CAfile")
    assert "verify OK" in live.openssl(*read, root).stderr
    assert "verify OK" not in live.openssl(*read, other).stderr
    check = ("verify", "-crl_check", "-CAfile", root, "-CRLfile", pem, "-no-CApath", "-no-CAstore")
    assert live.openssl(*check, live.write(tmp_path, "good.pem", live.card(1))).returncode == 0
    refused = live.openssl(*check, live.write(tmp_path, "bad.pem", live.card(2)))
    assert "certificate revoked" in refused.stderr
