"""OpenSSL as a second responder: our client understands what another implementation signs.

`openssl ocsp -port` cannot be told an address and listens on all of them for the second that a test lasts; what it
serves is the status of certificates that nobody has.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography.x509.ocsp import load_der_ocsp_response

from chalicelib.authenticate.revocation import (
    Address,
    Answer,
    Cause,
    Exchange,
    Good,
    HttpFetch,
    OcspSource,
    Revoked,
    Unknown,
)
from infra.emulator.card_authority.keys import private_key_pem
from infra.emulator.revocation.signers import DelegatedSigner
from tests.card.waiting import until
from tests.unit.revocation import live, scene

LISTED = {1: "", 2: "superseded", 3: "certificateHold", 4: "keyCompromise"}
ABSENT = 5


def _index() -> str:
    lines = []
    for serial, reason in LISTED.items():
        ends, since = f"{live.NOW + live.DAY:%y%m%d%H%M%SZ}", f"{live.NOW - live.DAY:%y%m%d%H%M%SZ}"
        revoked = f"{since},{reason}" if reason else ""
        status = "R" if reason else "V"
        lines.append(f"{status}\t{ends}\t{revoked}\t{serial:02X}\tunknown\t/C=JP/CN=CARD{serial}\n")
    return "".join(lines)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the database, the roots, and a delegate of each generation."""
    directory = tmp_path_factory.mktemp("responder")
    (directory / "index.txt").write_text(_index())
    for generation in scene.GENERATIONS:
        root = live.root(generation)
        delegate = DelegatedSigner.create(root, now=live.NOW, key_source=scene.KEYS)
        live.write(directory, f"{generation}.pem", root.certificate)
        (directory / f"{generation}.key").write_bytes(root.private_key_pem)
        live.write(directory, f"{generation}-delegate.pem", delegate.certificate)
        (directory / f"{generation}-delegate.key").write_bytes(private_key_pem(delegate.key))
    return directory


def _arguments(files: Path, signer: str, *further: str) -> list[str]:
    signing = ["-rsigner", f"{files}/{signer}.pem", "-rkey", f"{files}/{signer}.key"]
    return ["-index", f"{files}/index.txt", "-CA", f"{files}/sim-1.pem", *signing, *further]


@contextmanager
def responder(files: Path, signer: str, *further: str) -> Iterator[str]:
    """Run OpenSSL's responder on a free port; yield its address."""
    said = files / "said"
    command = ["openssl", "ocsp", "-port", "0", "-ignore_err", *_arguments(files, signer, *further)]
    with said.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT) as process:
        try:
            until(lambda: _port(said) is not None, "the responder's port")
            yield f"http://127.0.0.1:{_port(said)}/"
        finally:
            process.terminate()
            process.wait(timeout=5)


def _port(said: Path) -> str | None:
    found = re.search(rb"^ACCEPT \S*:(\d+) ", said.read_bytes(), re.MULTILINE)
    return found[1].decode() if found else None


def ask(url: str, serial: int) -> Answer:
    """Ask about a card, as `authenticate` does."""
    source = OcspSource(Address(url), HttpFetch(), scene.entropy)
    return source.status(live.card(serial), live.anchor(), now=live.seconds())


SIGNERS = {
    "delegate": ["sim-1-delegate"],
    "delegate by key hash": ["sim-1-delegate", "-resp_key_id"],
    "the authority": ["sim-1"],
    "with an end": ["sim-1-delegate", "-nmin", "5"],
    "SHA-384": ["sim-1-delegate", "-rmd", "sha384"],
}


@pytest.mark.parametrize("how", SIGNERS)
def test_what_openssl_signs_is_understood(files: Path, how: str) -> None:
    """Good, each reason, and a certificate it does not know, over HTTP, however the response is signed."""
    with responder(files, *SIGNERS[how]) as url:
        answers = {serial: ask(url, serial) for serial in (*LISTED, ABSENT)}
    assert isinstance(answers[1], Good)
    for serial in (2, 3, 4):
        answer = answers[serial]
        assert isinstance(answer, Revoked)
        assert answer.reason == LISTED[serial]
        assert answer.revoked_at == int((live.NOW - live.DAY).timestamp())
    assert answers[ABSENT] == Unknown("ocsp", Cause.STATUS_UNKNOWN)


@pytest.mark.parametrize(
    ("signer", "cause"),
    [("sim-2-delegate", Cause.RESPONDER_NOT_AUTHORISED), ("sim-2", Cause.RESPONDER_NOT_AUTHORISED)],
)
def test_a_responder_of_the_other_generation_is_refused(files: Path, signer: str, cause: Cause) -> None:
    """The same names and a genuine key, but of the wrong generation."""
    with responder(files, signer) as url:
        assert ask(url, 1) == Unknown("ocsp", cause)


@pytest.mark.parametrize(
    ("further", "cause"),
    [
        (["-badsig"], Cause.WRONG_SIGNER),
        (["-resp_no_certs"], Cause.WRONG_SIGNER),
        (["-rmd", "sha1"], Cause.WRONG_SIGNER),
    ],
)
def test_flawed_responses_of_openssl_are_refused(files: Path, further: list[str], cause: Cause) -> None:
    """A broken signature, a delegate that is not enclosed, a signature with SHA-1; made without a port."""

    def respond(exchange: Exchange) -> bytes:
        return _answer_file(files, exchange.body or b"", *further)

    source = OcspSource(Address("http://nobody.invalid/"), scene.Answering(respond), scene.entropy)
    answer = source.status(live.card(1), live.anchor(), now=live.seconds())
    assert answer == Unknown("ocsp", cause)


def test_a_response_about_two_certificates_is_refused(files: Path) -> None:
    """One was asked about; the library shows the extensions of a status only where it is the only one."""
    root, asked = files / "sim-1.pem", files / "two.der"
    cards = [live.write(files, f"card-{serial}.pem", live.card(serial)) for serial in (1, 2)]
    live.openssl("ocsp", "-issuer", root, "-cert", cards[0], "-cert", cards[1], "-no_nonce", "-reqout", asked)
    response = _answer_file(files, asked.read_bytes())
    assert len(list(load_der_ocsp_response(response).responses)) == 2
    source = OcspSource(Address("http://nobody.invalid/"), scene.Answering(lambda _exchange: response), scene.entropy)
    answer = source.status(live.card(1), live.anchor(), now=live.seconds())
    assert answer == Unknown("ocsp", Cause.UNSUPPORTED)


def _answer_file(files: Path, request: bytes, *further: str) -> bytes:
    asked, answered = files / "asked.der", files / "answered.der"
    asked.write_bytes(request)
    arguments = _arguments(files, "sim-1-delegate", *further)
    done = live.openssl("ocsp", "-reqin", asked, "-respout", answered, *arguments)
    assert done.returncode == 0, done.stderr
    return answered.read_bytes()
