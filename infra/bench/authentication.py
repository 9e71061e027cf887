"""What checking one authentication costs, AWS calls left out, against one bare RSA-2048 verification.

`python -m infra.bench.authentication` prints the table and writes it to the docs. Everything a session costs in
computing is in: parsing the certificate, chain, validity, usage, policy, key, a cached revocation answer, building
the transcript, and the card's signature over it.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from chalicelib.authenticate import card_certificate, key_algorithms
from chalicelib.authenticate.revocation import (
    Address,
    CachedSource,
    Exchange,
    Fetch,
    OcspCache,
    OcspSource,
    RevocationChecker,
)
from chalicelib.authenticate.trust_anchors import TrustAnchors
from chalicelib.protocol.sealing import SessionKey
from chalicelib.protocol.transcript import Transcript
from infra.emulator.card_authority import CardAuthority, fresh_key, opaque_subject
from infra.emulator.revocation import RevocationService

_DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "authentication-benchmark.md"
_ROUNDS = 3000
_NOW = 1_800_000_000


class Case:
    """One card, its authorities, and a signature of it."""

    def __init__(self) -> None:
        """Make two generations, of which the second issued the card: the costlier of the two chains."""
        now = dt.datetime.fromtimestamp(_NOW, dt.UTC)
        generations = [CardAuthority.create(generation=f"sim-{n}", now=now, key_source=fresh_key) for n in (1, 2)]
        self.key = fresh_key()
        certificate = generations[1].issue_authentication(
            1001,
            opaque_subject(secrets.token_bytes(14), "24204"),
            self.key.public_key(),
            now - dt.timedelta(days=1),
            now + dt.timedelta(days=1),
        )
        self.der = certificate.public_bytes(Encoding.DER)
        self.anchors = TrustAnchors.parse(
            "".join(f"generation: {g.generation}\n{g.root_pem.decode()}" for g in generations)
        )
        self.session_key = SessionKey().public_bytes
        self.challenge = secrets.token_bytes(32)
        service = RevocationService(generations, clock=lambda: _NOW)
        ocsp = OcspSource(Address("http://ocsp.invalid/{generation}"), _asking(service), secrets.token_bytes)
        self.revocation = RevocationChecker([CachedSource(ocsp, OcspCache(entries=1000, max_age=300))])
        self.signature = self.key.sign(self.transcript().encode(), padding.PKCS1v15(), SHA256())

    def transcript(self) -> Transcript:
        """Build the transcript anew, as the service does."""
        return Transcript(
            challenge_id="24204-0123456789ABCDEFGHJKMNPQRS",
            challenge=self.challenge,
            kiosk_id="kiosk-0001",
            municipality="24204",
            session_public_key=self.session_key,
            card_certificate=self.der,
            expires_at=_NOW + 90,
        )

    def check(self) -> None:
        """Check everything once."""
        card = card_certificate.examine(card_certificate.parse(self.der), self.anchors, now=_NOW)
        self.revocation.check(card.certificate, card.authority, now=_NOW)
        key_algorithms.verify_signature(card.certificate, self.signature, self.transcript().encode())


def _asking(service: RevocationService) -> Fetch:
    def fetch(exchange: Exchange) -> bytes:
        return service.ocsp(exchange.url.rsplit("/", 1)[-1], exchange.body or b"")

    return fetch


def bare(public_key: rsa.RSAPublicKey, signature: bytes, message: bytes) -> None:
    """Verify one RSA-2048 signature and nothing else."""
    public_key.verify(signature, message, padding.PKCS1v15(), SHA256())


def microseconds(act: Callable[[], None]) -> tuple[float, float]:
    """Return median and 99th percentile of one run, in microseconds."""
    for _ in range(_ROUNDS // 10):
        act()
    times = []
    for _ in range(_ROUNDS):
        start = time.perf_counter_ns()
        act()
        times.append((time.perf_counter_ns() - start) / 1000)
    return statistics.median(times), statistics.quantiles(times, n=100)[98]


def main() -> int:
    """Measure, print, write; return the exit status."""
    case = Case()
    public_key, message = case.key.public_key(), case.transcript().encode()
    rows = {
        "one bare RSA-2048 verification": microseconds(lambda: bare(public_key, case.signature, message)),
        "one authentication, checked whole": microseconds(case.check),
    }
    base = rows["one bare RSA-2048 verification"][0]
    lines = [f"| {name} | {median:.0f} | {p99:.0f} | {median / base:.1f} |" for name, (median, p99) in rows.items()]
    text = f"""# What checking an authentication costs

{_ROUNDS} runs of each in one process on {os.cpu_count()} shared cores, AWS calls left out, Python
{sys.version_info.major}.{sys.version_info.minor}; written by `python -m infra.bench.authentication`.

| | median, µs | 99th percentile, µs | ratio of medians |
|---|---|---|---|
{chr(10).join(lines)}
"""
    _DOCUMENT.write_text(text)
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
