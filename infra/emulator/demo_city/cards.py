"""Who in the demo city has a My Number Card, and the links between their certificates and the books."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chalicelib.registers.entries import CardLink, CertificateKind
from infra.emulator.demo_city.model import DemoCity

SOURCE = "demo city"

_FIRST_PIN = 1001

_HOLDERS = (
    "ordinary",
    "ordinary-spouse",
    "nine-in-household",
    "twin-first",
    "twin-second",
    "former-name",
    "former-name-no-furigana",
    "no-furigana",
    "living-alone",
    "centenarian",
    "unregistered-partner",
    "never-moved-inside",
    "tsuji-ivs",
    "kuzu-ivs",
    "watanabe-ivs",
    "watanabe-variant",
    "taka-ladder",
    "saki-standing",
    "yoshi-earth",
    "missing-glyph",
    "long-name",
    "long-address",
    "foreign-alias",
    "mixed-household",
    "mixed-household-wife",
    "special-permanent-resident",
    "long-latin-name",
    "moved-out-today",
    "departure-notified",
    "departure-in-household",
    "deceased",
    "protected",
    "protection-expired",
    "fifteen-today",
    "fourteen",
    "entry-in-progress",
    "head-replaced",
    "seal-abolished",
    "seal-suspended",
    "seal-smallest",
    "seal-largest",
    "register-elsewhere",
    "register-not-held",
    "register-in-progress",
    "supplement-protected",
    "many-addresses",
    "nine-in-register",
    "tax-undeclared",
    "tax-zero",
    "tax-stopped",
    "tax-every-income",
    "tax-elsewhere",
    "tax-dependents",
    "tax-dependent",
    "era-changes",
    "partial-furigana",
    "nationality-lost",
    "divorced",
    "adoptive-father",
    "name-too-long",
)


@dataclass(frozen=True, kw_only=True)
class CardHolder:
    """A persona with a card: `pin` is the 4-digit PIN of its user-authentication certificate, `note` what to try."""

    label: str
    resident_id: str
    pin: str
    note: str


def card_holders(city: DemoCity) -> tuple[CardHolder, ...]:
    """Return the personas that get cards, always in the same order and with the same PINs, each its own."""
    return tuple(
        CardHolder(
            label=label,
            resident_id=city.persona(label).resident_id,
            pin=str(_FIRST_PIN + index),
            note=city.persona(label).note,
        )
        for index, label in enumerate(_HOLDERS)
    )


def link(
    *,
    resident_id: str,
    generation: str,
    serial: int,
    linked_on: dt.date,
    certificate_kind: CertificateKind = "card",
    ended_on: dt.date | None = None,
) -> CardLink:
    """Return the entry that links a certificate to a resident.

    Args:
        resident_id: whose card it is.
        generation: the authority's generation that issued the certificate.
        serial: the certificate's serial number, positive.
        linked_on: the first day of the link, Japan Standard Time.
        certificate_kind: on the card or in a telephone.
        ended_on: the day the link ended, or None while it is live.
    """
    return CardLink(
        generation=generation,
        serial=str(serial),
        certificate_kind=certificate_kind,
        resident_id=resident_id,
        linked_on=linked_on,
        source=SOURCE,
        ended_on=ended_on,
    )
