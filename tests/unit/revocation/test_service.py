"""The simulated authority's service over HTTP on loopback, asked by the whole of the checker."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

import pytest
import urllib3
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from chalicelib.authenticate.revocation import Answer, Cause, HttpFetch, RevocationChecker, Unknown, checker_from
from chalicelib.edge.settings import Settings
from chalicelib.protocol.errors import CardRevoked, RevocationUnknown
from infra.emulator.http_server import LoopbackServer
from infra.emulator.revocation import CRL_PATH, OCSP_PATH, Fault, RevocationService, revocation_handler
from tests.unit.revocation import scene

NO_RETRY = urllib3.Retry(0)


@dataclass
class Running:
    """A service, where it listens, and what a checker observed."""

    service: RevocationService
    url: str
    observed: list[Answer]

    def checker(self, *paths: str, read: float = 2.0) -> RevocationChecker:
        """Make a checker from settings, as the function does, that waits `read` seconds for an answer."""
        names = {OCSP_PATH: "KOFU_OCSP_URL", CRL_PATH: "KOFU_CRL_URL"}
        settings = Settings({names[path]: self.url + path for path in paths})
        fetch = HttpFetch(read=read)
        return checker_from(settings, scene.entropy, fetch=fetch, observe=self.observed.append)

    def causes(self) -> list[tuple[str, Cause]]:
        """Return who could not answer, and why."""
        return [(answer.source, answer.cause) for answer in self.observed if isinstance(answer, Unknown)]


@pytest.fixture
def running() -> Iterator[Running]:
    """Serve both generations on loopback."""
    service = scene.service()
    with LoopbackServer(revocation_handler(service), 0) as server:
        yield Running(service, server.url, [])
        service.faults.release()


@pytest.mark.parametrize("path", [OCSP_PATH, CRL_PATH])
@pytest.mark.parametrize("generation", scene.GENERATIONS)
def test_good_then_revoked(running: Running, path: str, generation: str) -> None:
    """Through settings, HTTP and signatures: a card in force passes, a revoked one does not."""
    card, anchor = scene.card(generation=generation), scene.anchor(generation)
    good = running.checker(path).check(card, anchor, now=scene.NOW)
    assert good.source in path
    running.service.revoke(generation, scene.SERIAL, x509.ReasonFlags.superseded)
    with pytest.raises(CardRevoked):
        running.checker(path).check(card, anchor, now=scene.NOW)


FAULTS: dict[Fault, tuple[Cause, Cause]] = {
    Fault.STALE: (Cause.STALE, Cause.STALE),
    Fault.WRONG_SIGNER: (Cause.WRONG_SIGNER, Cause.WRONG_SIGNER),
    Fault.TRY_LATER: (Cause.TRY_LATER, Cause.HTTP_STATUS),
    Fault.SLOW: (Cause.TOO_SLOW, Cause.TOO_SLOW),
    Fault.GARBAGE: (Cause.MALFORMED, Cause.MALFORMED),
    Fault.UNKNOWN: (Cause.STATUS_UNKNOWN, Cause.HTTP_STATUS),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_refuses_and_says_why(running: Running, fault: Fault) -> None:
    """With both services at fault the status is unknown, and the session is refused."""
    running.service.faults.fault = fault
    checker = running.checker(OCSP_PATH, CRL_PATH, read=0.1 if fault is Fault.SLOW else 2.0)
    with pytest.raises(RevocationUnknown):
        checker.check(scene.card(), scene.anchor(), now=scene.NOW)
    assert running.causes() == list(zip(("ocsp", "crl"), FAULTS[fault], strict=True))


def test_another_nonce_is_noticed_and_none_is_accepted(running: Running) -> None:
    """A wrong nonce falls back to the list; a responder that answers in advance sends none."""
    running.service.faults.fault = Fault.WRONG_NONCE
    answer = running.checker(OCSP_PATH, CRL_PATH).check(scene.card(), scene.anchor(), now=scene.NOW)
    assert (answer.source, running.causes()) == ("crl", [("ocsp", Cause.WRONG_NONCE)])
    running.service.faults.fault = Fault.NO_NONCE
    assert running.checker(OCSP_PATH).check(scene.card(), scene.anchor(), now=scene.NOW).source == "ocsp"


def test_a_fault_that_passes_leaves_nothing_behind(running: Running) -> None:
    """One checker refuses while the authority is down and accepts when it is back."""
    checker = running.checker(OCSP_PATH, CRL_PATH)
    running.service.faults.fault = Fault.GARBAGE
    with pytest.raises(RevocationUnknown):
        checker.check(scene.card(), scene.anchor(), now=scene.NOW)
    running.service.faults.fault = Fault.NONE
    assert checker.check(scene.card(), scene.anchor(), now=scene.NOW).source == "ocsp"


def _request() -> bytes:
    builder = ocsp.OCSPRequestBuilder()
    builder = builder.add_certificate(scene.card(), scene.root().certificate, SHA1())  # noqa: S303 - RFC 5019's hash
    return builder.build().public_bytes(Encoding.DER)


@pytest.mark.parametrize("quoting", [quote, lambda text: quote(text, safe="")])
def test_a_request_may_be_in_the_path(running: Running, quoting: Callable[[str], str]) -> None:
    """RFC 6960, A.1: GET with the request in Base64."""
    path = quoting(base64.b64encode(_request()).decode())
    answer = urllib3.PoolManager().request("GET", f"{running.url}/ocsp/sim-1/{path}", retries=NO_RETRY)
    assert answer.headers["Content-Type"] == "application/ocsp-response"
    assert ocsp.load_der_ocsp_response(answer.data).certificate_status is ocsp.OCSPCertStatus.GOOD


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/ocsp/sim-1", b"garbage", ocsp.OCSPResponseStatus.MALFORMED_REQUEST),
        ("/ocsp/sim-1", b"", ocsp.OCSPResponseStatus.MALFORMED_REQUEST),
        ("/ocsp/sim-2", _request(), ocsp.OCSPResponseStatus.UNAUTHORIZED),
    ],
    ids=["garbage", "nothing", "of another generation"],
)
def test_what_cannot_be_answered_is_refused(
    running: Running, path: str, body: bytes, status: ocsp.OCSPResponseStatus
) -> None:
    """Garbage is malformed; a question about another generation is none this one may answer."""
    headers = {"Content-Type": "application/ocsp-request"}
    answer = urllib3.PoolManager().request("POST", running.url + path, body=body, headers=headers, retries=NO_RETRY)
    assert ocsp.load_der_ocsp_response(answer.data).response_status is status


@pytest.mark.parametrize(
    ("method", "path", "size", "status"),
    [
        ("GET", "/", 0, 404),
        ("GET", "/ocsp/sim-1", 0, 404),
        ("GET", "/crl/sim-3", 0, 404),
        ("GET", "/crl/sim-1/x", 0, 404),
        ("POST", "/crl/sim-1", 1, 404),
        ("POST", "/ocsp/sim-3", 1, 404),
        ("POST", "/ocsp/sim-1", 1, 415),
        ("POST", "/ocsp/sim-1", 8193, 413),
    ],
)
def test_what_is_not_served(running: Running, method: str, path: str, size: int, status: int) -> None:
    """Other paths, generations, types and sizes."""
    body = b"x" * size if size else None
    answer = urllib3.PoolManager().request(method, running.url + path, body=body, retries=NO_RETRY)
    assert answer.status == status
