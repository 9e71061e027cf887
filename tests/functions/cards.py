"""Cards for tests: two generations of the simulated authority, and one of the same name that nobody pinned."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import count

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from chalicelib.authenticate.trust_anchors import TrustAnchors
from chalicelib.storage.cards import CardKey
from infra.emulator.card_authority import CardAuthority, KeyPool, SigningAuthority, SigningIdentity, fresh_key
from infra.emulator.card_authority.hostile import Flaw, issue_flawed
from tests.functions.times import NOW

_AT = dt.datetime.fromtimestamp(NOW, dt.UTC)
_SUBJECT = "SIMULATEDCARDX24204003A"
_IDENTITY = SigningIdentity(name="模擬　太郎", address="三重県松阪市殿町１３４０番地１", born="4010203", sex="1")


@dataclass(frozen=True)
class Card:
    """A certificate and the key that belongs to it."""

    key: CardKey
    certificate: x509.Certificate
    private_key: rsa.RSAPrivateKey

    @property
    def der(self) -> bytes:
        """The certificate, DER."""
        return self.certificate.public_bytes(Encoding.DER)

    def sign(self, message: bytes) -> bytes:
        """Sign as a card does after its PIN was verified."""
        return self.private_key.sign(message, padding.PKCS1v15(), SHA256())


class CardMaker:
    """Makes cards, each with a serial number of its own unless it is given one."""

    def __init__(self) -> None:
        roots = KeyPool(4)
        self._pool = KeyPool(4)
        self._serials = count(1001)
        self._authorities = {
            name: CardAuthority.create(generation=name, now=_AT, key_source=roots) for name in ("sim-1", "sim-2")
        }
        self._look_alike = CardAuthority.create(generation="sim-1", now=_AT, key_source=roots)
        self._signing = SigningAuthority.create(generation="sim-1", now=_AT, key_source=roots)
        self._small_key = fresh_key(1024)

    @property
    def anchors(self) -> TrustAnchors:
        """The two pinned generations."""
        blocks = [f"generation: {name}\n{root.root_pem.decode()}" for name, root in self._authorities.items()]
        return TrustAnchors.parse("".join(blocks))

    def card(self, generation: str = "sim-1", *, serial: int | None = None) -> Card:
        """Issue a sound card."""
        return self._issue(self._authorities[generation], generation, serial or next(self._serials))

    def look_alike(self, serial: int) -> Card:
        """Issue a card of an authority that has the right name and the wrong key."""
        return self._issue(self._look_alike, "sim-1", serial)

    def flawed(self, flaw: Flaw, serial: int) -> Card:
        """Issue a card of the pinned authority that is wrong in one point."""
        key = self._pool()
        certificate = issue_flawed(
            self._authorities["sim-1"],
            flaw,
            serial=serial,
            subject_cn=_SUBJECT,
            public_key=key.public_key(),
            now=_AT,
            small_key=self._small_key.public_key(),
        )
        signer = self._small_key if flaw is Flaw.SMALL_KEY else key
        return Card(CardKey("sim-1", serial, "card"), certificate, signer)

    def signing(self, serial: int) -> Card:
        """Issue the signing certificate (署名用) that lies on a card beside the other one."""
        key = self._pool()
        until = _AT + dt.timedelta(days=1000)
        certificate = self._signing.issue_signing(serial, _SUBJECT, key.public_key(), _AT, until, identity=_IDENTITY)
        return Card(CardKey("sim-1", serial, "card"), certificate, key)

    def _issue(self, authority: CardAuthority, generation: str, serial: int) -> Card:
        key = self._pool()
        before, after = _AT - dt.timedelta(days=1), _AT + dt.timedelta(days=1000)
        certificate = authority.issue_authentication(serial, _SUBJECT, key.public_key(), before, after)
        return Card(CardKey(generation, serial, "card"), certificate, key)
