"""What the revocation tests share: a fixed time, two generations of one name, a card, and a service without network."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from chalicelib.authenticate.revocation import Address, Doubt, Exchange, OcspSource
from chalicelib.authenticate.trust_anchors import Authority, TrustAnchors
from infra.emulator.card_authority import CardAuthority, KeyPool
from infra.emulator.revocation import RevocationService

AT = dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC)
NOW = int(AT.timestamp())
SERIAL = 0x0133C34A
GENERATIONS = ("sim-1", "sim-2")
KEYS = KeyPool(6)
"""Few keys for all tests: what they sign differs, what they are does not matter."""


def root(generation: str = "sim-1") -> CardAuthority:
    """Give a generation; each has a key of its own, all have one name."""
    return _root(generation)


@functools.cache
def _root(generation: str) -> CardAuthority:
    return CardAuthority.create(generation=generation, now=AT, key_source=KEYS)


def anchor(generation: str = "sim-1") -> Authority:
    """Give a generation as `authenticate` has it pinned."""
    return pinned(generation, root(generation).certificate)


def pinned(generation: str, certificate: x509.Certificate) -> Authority:
    """Pin a certificate, as a bundle of trust anchors does."""
    text = f"generation: {generation}\n{certificate.public_bytes(Encoding.PEM).decode()}"
    return TrustAnchors.parse(text).authorities[0]


@functools.cache
def card_key() -> rsa.RSAPrivateKey:
    """Give the key of all cards."""
    return KEYS()


def card(serial: int = SERIAL, generation: str = "sim-1") -> x509.Certificate:
    """Issue a card's certificate."""
    return _card(serial, generation)


@functools.cache
def _card(serial: int, generation: str) -> x509.Certificate:
    day = dt.timedelta(days=1)
    public = card_key().public_key()
    return root(generation).issue_authentication(serial, "SIMULATEDCARDX24204003A", public, AT - day, AT + 900 * day)


def service(*, delegated: bool = True, clock: Callable[[], int] = lambda: NOW) -> RevocationService:
    """Make a revocation service for both generations."""
    roots = [root(generation) for generation in GENERATIONS]
    return RevocationService(roots, clock=clock, key_source=KEYS, delegated=delegated)


@dataclass
class Answering:
    """A `Fetch` that answers with what a function makes of the exchange, or fails; it remembers what was asked."""

    answer: Callable[[Exchange], bytes | Doubt]
    asked: list[Exchange] = field(default_factory=list)

    def __call__(self, exchange: Exchange, /) -> bytes:
        """Answer."""
        self.asked.append(exchange)
        answer = self.answer(exchange)
        if isinstance(answer, Doubt):
            raise answer
        return answer


def talking_to(served: RevocationService) -> Answering:
    """Make a fetch that reaches a service directly; a list that is refused is garbage to whoever wants it."""

    def answer(exchange: Exchange) -> bytes:
        kind, generation = exchange.url.split("/")[-2:]
        if kind == "crl":
            return served.crl(generation) or b""
        return served.ocsp(generation, exchange.body or b"")

    return Answering(answer)


def entropy(size: int) -> bytes:
    """Give bytes that are the same each time: a nonce that can be foretold, for tests."""
    return bytes(range(size))


OCSP_ADDRESS = Address("http://authority.invalid/ocsp/{generation}")
CRL_ADDRESS = Address("http://authority.invalid/crl/{generation}")


def ocsp_source(fetch: Answering) -> OcspSource:
    """Make an OCSP source over a fetch."""
    return OcspSource(OCSP_ADDRESS, fetch, entropy)
