"""Cards of the demo city that are as real as the others but for one thing, for which each is refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from infra.emulator.card_authority import CardAuthority, KeySource
from infra.emulator.card_authority.hostile import Flaw, issue_flawed

_FIRST_PIN = 3001
_UNPINNED = "sim-unpinned"


@dataclass(frozen=True, kw_only=True)
class RefusedCard:
    """A card that no resident is linked to. `flaw`: of its certificate; `pinned`: whether its authority is trusted."""

    label: str
    note: str
    pin: str
    flaw: Flaw | None = None
    pinned: bool = True

    def certificate(
        self, authority: CardAuthority, serial: int, subject_cn: str, key: RSAPublicKey, *, now: dt.datetime
    ) -> x509.Certificate:
        """Issue its certificate."""
        if self.flaw is not None:
            return issue_flawed(authority, self.flaw, serial=serial, subject_cn=subject_cn, public_key=key, now=now)
        day = dt.timedelta(days=1)
        return authority.issue_authentication(serial, subject_cn, key, now - day, now + 1000 * day)

    def authority(self, trusted: CardAuthority, key_source: KeySource, *, now: dt.datetime) -> CardAuthority:
        """Return who issues it: the trusted authority, or one of the same name that nobody has pinned."""
        if self.pinned:
            return trusted
        return CardAuthority.create(generation=_UNPINNED, now=now, key_source=key_source)


def refused_cards() -> tuple[RefusedCard, ...]:
    """Return them, always in the same order and with the same PINs."""
    return (
        RefusedCard(
            label="expired-card",
            note="its certificate expired yesterday: card-expired",
            pin=str(_FIRST_PIN),
            flaw=Flaw.EXPIRED,
        ),
        RefusedCard(
            label="phone",
            note="the certificate of a telephone (スマホ用電子証明書), which is not served: card-kind-not-accepted",
            pin=str(_FIRST_PIN + 1),
            flaw=Flaw.PHONE_POLICY,
        ),
        RefusedCard(
            label="unknown-person",
            note="a good card of somebody whom these books do not know: card-not-linked",
            pin=str(_FIRST_PIN + 2),
        ),
        RefusedCard(
            label="forged-card",
            note="issued by an authority that only has the right name: card-untrusted",
            pin=str(_FIRST_PIN + 3),
            pinned=False,
        ),
    )
