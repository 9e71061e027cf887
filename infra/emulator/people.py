"""Cards and kiosks of the demo city: made at start, written where any client can read them."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import Certificate

from chalicelib.registers.entries import CardLink
from chalicelib.registers.use_registrations import UseRegistration
from infra.emulator.card_authority import CardAuthority, KeySource, opaque_subject
from infra.emulator.card_authority.keys import private_key_pem
from infra.emulator.demo_city import CardHolder, DemoCity, card_holders, link
from infra.emulator.demo_city.use_holders import UseHolder, use_holders, use_registration
from infra.emulator.refused_cards import RefusedCard, refused_cards

GENERATIONS = ("sim-1", "sim-2")
KIOSKS = ("kiosk-0001", "kiosk-0002", "kiosk-0003")
_CARD_LIFE = dt.timedelta(days=5 * 365)
_FIRST_SERIAL = 200_001
_REPLACED = "ordinary"


@dataclass(frozen=True, slots=True)
class DemoCards:
    """What card making leaves: entries of `emulator.json`, links for the books, the authorities and their pins."""

    cards: tuple[dict[str, str], ...]
    links: tuple[CardLink, ...]
    uses: tuple[UseRegistration, ...]
    authorities: tuple[CardAuthority, ...]
    revoked: tuple[tuple[str, int], ...]
    trust_anchors: Path


def make_cards(
    city: DemoCity,
    directory: Path,
    key_source: KeySource,
    *,
    now: dt.datetime,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> DemoCards:
    """Issue a card to each holder, by turns from each generation of the authority; last those that are refused."""
    authorities = [CardAuthority.create(generation=name, now=now, key_source=key_source) for name in GENERATIONS]
    holders: tuple[CardHolder | UseHolder, ...] = (*_holders(city), *use_holders(city))
    cards, links, uses = [], [], []
    for number, (holder, authority) in enumerate(zip(holders, cycle(authorities), strict=False)):
        cards.append(_make_card(holder, authority, _FIRST_SERIAL + number, key_source(), directory, now=now))
        generation, serial = authority.generation, _FIRST_SERIAL + number
        if isinstance(holder, UseHolder):
            uses.append(use_registration(holder, generation=generation, serial=serial, today=city.today))
        else:
            links.append(
                link(resident_id=holder.resident_id, generation=generation, serial=serial, linked_on=city.today)
            )
        progress(number + 1, len(holders))
    for number, refused in enumerate(refused_cards(), start=len(holders)):
        cards.append(_make_refused(refused, authorities[0], _FIRST_SERIAL + number, key_source, directory, now=now))
    replaced = next(
        entry for card, entry in zip(cards, links, strict=False) if card["label"] == f"{_REPLACED}-old-card"
    )
    anchors = directory / "trust-anchors.pem"
    anchors.write_text("".join(f"generation: {a.generation}\n{a.root_pem.decode()}" for a in authorities))
    return DemoCards(
        tuple(cards),
        tuple(links),
        tuple(uses),
        tuple(authorities),
        ((replaced.generation, int(replaced.serial)),),
        anchors,
    )


def _holders(city: DemoCity) -> tuple[CardHolder, ...]:
    """Return who gets a card, one of them a second: an old card that the authority has revoked."""
    holders = card_holders(city)
    holder = next(holder for holder in holders if holder.label == _REPLACED)
    old = replace(holder, label=f"{_REPLACED}-old-card", note="replaced by another card and revoked: card-revoked")
    return (*holders, old)


def _make_card(
    holder: CardHolder | UseHolder,
    authority: CardAuthority,
    serial: int,
    key: RSAPrivateKey,
    directory: Path,
    *,
    now: dt.datetime,
) -> dict[str, str]:
    certificate = authority.issue_authentication(
        serial,
        opaque_subject(secrets.token_bytes(14), "24204"),
        key.public_key(),
        now - dt.timedelta(days=1),
        now + _CARD_LIFE,
    )
    return _entry(holder, certificate, serial, key, directory)


def _make_refused(
    card: RefusedCard,
    authority: CardAuthority,
    serial: int,
    key_source: KeySource,
    directory: Path,
    *,
    now: dt.datetime,
) -> dict[str, str]:
    key = key_source()
    issuer = card.authority(authority, key_source, now=now)
    subject = opaque_subject(secrets.token_bytes(14), "24204")
    certificate = card.certificate(issuer, serial, subject, key.public_key(), now=now)
    return _entry(card, certificate, serial, key, directory)


def _entry(
    holder: CardHolder | UseHolder | RefusedCard,
    certificate: Certificate,
    serial: int,
    key: RSAPrivateKey,
    directory: Path,
) -> dict[str, str]:
    paths = directory / f"card-{serial}.pem", directory / f"card-{serial}-key.pem"
    _write(paths[0], certificate.public_bytes(Encoding.PEM))
    _write(paths[1], private_key_pem(key))
    return {
        "label": holder.label,
        "certificate": str(paths[0]),
        "private_key": str(paths[1]),
        "pin": holder.pin,
        "note": holder.note,
    }


def make_kiosks(directory: Path) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Yield for each kiosk its entry of `emulator.json` and its public key (32 bytes)."""
    for kiosk_id in KIOSKS:
        key = Ed25519PrivateKey.generate()
        path = directory / f"{kiosk_id}.pem"
        _write(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        yield {"id": kiosk_id, "private_key": str(path)}, key.public_key().public_bytes_raw()


def _write(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)
