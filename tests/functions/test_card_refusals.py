"""Certificates that are refused: each with its own error, the challenge gone, and no failure counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.authenticate import card_certificate
from chalicelib.authenticate.trust_anchors import Authority, TrustAnchors
from chalicelib.edge.settings import NotConfigured
from chalicelib.protocol import errors
from infra.emulator.card_authority.hostile import Flaw
from tests.functions.cards import Card, CardMaker
from tests.functions.times import NOW
from tests.functions.visits import Visit, arrive
from tests.functions.world import World

SHA256_WITH_RSA = bytes.fromhex("2a864886f70d01010b")

REFUSALS: dict[Flaw, type[errors.KofuError]] = {
    Flaw.EXPIRED: errors.CardExpired,
    Flaw.NOT_YET_VALID: errors.CardExpired,
    Flaw.WRONG_POLICY: errors.CardKindNotAccepted,
    Flaw.PHONE_POLICY: errors.CardKindNotAccepted,
    Flaw.NO_POLICY: errors.CardUntrusted,
    Flaw.WRONG_KEY_USAGE: errors.CardUntrusted,
    Flaw.SIGNING_KEY_USAGE: errors.CardKindNotAccepted,
    Flaw.UNCRITICAL_KEY_USAGE: errors.CardUntrusted,
    Flaw.NO_KEY_USAGE: errors.CardUntrusted,
    Flaw.CERTIFICATION_AUTHORITY: errors.CardUntrusted,
    Flaw.UNKNOWN_CRITICAL_EXTENSION: errors.CardUntrusted,
    Flaw.SMALL_KEY: errors.CardUntrusted,
}


def _refused(world: World, card: Card, error: type[errors.KofuError]) -> None:
    """Have a linked resident's serial presented with this certificate, signed with its own key."""
    visit = Visit(world, world.terminal(), card)
    challenge = visit.challenge()
    with pytest.raises(error) as caught:
        visit.present(challenge)
    assert type(caught.value) is error
    assert not world.stored.challenge(challenge.challenge_id)
    assert world.failures(card) == 0


@pytest.mark.parametrize("flaw", Flaw)
def test_a_flawed_certificate_is_refused(world: World, flaw: Flaw) -> None:
    """The pinned authority signed it, the resident is linked, the signature is right: the one flaw decides."""
    linked = arrive(world).card
    _refused(world, world.maker.flawed(flaw, linked.key.serial), REFUSALS[flaw])


def test_an_authority_of_the_same_name_is_not_believed(world: World) -> None:
    """All generations share one name; it is the key that is pinned."""
    linked = arrive(world).card
    _refused(world, world.maker.look_alike(linked.key.serial), errors.CardUntrusted)


def test_the_signing_certificate_beside_it_is_not_believed(world: World) -> None:
    """署名用 is of another hierarchy, which is not pinned here."""
    linked = arrive(world).card
    _refused(world, world.maker.signing(linked.key.serial), errors.CardUntrusted)


def test_a_refused_certificate_is_refused_for_pin_failures_too(world: World) -> None:
    """Nobody locks a card with a certificate that is not its own."""
    linked = arrive(world).card
    visit = Visit(world, world.terminal(), world.maker.look_alike(linked.key.serial))
    challenge = visit.challenge()
    with pytest.raises(errors.CardUntrusted):
        visit.report_pin_failure(challenge)
    assert not world.stored.challenge(challenge.challenge_id)
    assert world.failures(linked) == 0


class _Refusing:
    """Refuses every certificate."""

    def __init__(self, error: type[errors.KofuError]) -> None:
        self._error = error

    def check(self, certificate: x509.Certificate, authority: Authority, *, now: int) -> object:
        """Refuse a certificate, which that authority has signed."""
        certificate.verify_directly_issued_by(authority.certificate)
        raise self._error(now)


@pytest.mark.parametrize("error", [errors.CardRevoked, errors.RevocationUnknown])
def test_what_the_authority_does_not_vouch_for_opens_nothing(world: World, error: type[errors.KofuError]) -> None:
    """Revoked or not to be known: refused, the challenge used up, and the card not blamed, however often."""
    visit = arrive(world)
    for _ in range(4):
        challenge = visit.challenge()
        with pytest.raises(error):
            visit.present(challenge, revocation=_Refusing(error))
        assert not world.stored.challenge(challenge.challenge_id)
        assert world.failures(visit.card) == 0
    assert visit.begin()


SIZES: dict[str, tuple[Callable[[bytes], bytes], type[errors.KofuError]]] = {
    "oversized": (lambda der: der + bytes(4096), errors.TooLarge),
    "trailing-byte": (lambda der: der + b"\0", errors.InvalidRequest),
    "filler": (lambda der: der.ljust(len(der) + 200, b"\xff"), errors.InvalidRequest),
    "cut-off": (lambda der: der[:-1], errors.InvalidRequest),
    "pem": (lambda _der: b"-----BEGIN CERTIFICATE-----\n", errors.InvalidRequest),
}


@pytest.mark.parametrize("case", SIZES)
def test_what_is_no_certificate_is_refused_before_anything(world: World, case: str) -> None:
    """Sizes and form come first: nothing is used up, nothing is counted, and the right one still passes."""
    change, error = SIZES[case]
    visit = arrive(world)
    challenge = visit.challenge()
    with pytest.raises(error):
        visit.present(challenge, certificate=change(visit.card.der))
    assert world.failures(visit.card) == 0
    assert visit.present(challenge)


@pytest.mark.parametrize("seconds", [-1, 0, 1])
def test_a_certificate_is_good_to_its_last_second(maker: CardMaker, seconds: int) -> None:
    """The instant at which it ends is still inside."""
    card = maker.card()
    end = int(card.certificate.not_valid_after_utc.timestamp())
    if seconds <= 0:
        assert card_certificate.examine(card.certificate, maker.anchors, now=end + seconds).key == card.key
        return
    with pytest.raises(errors.CardExpired):
        card_certificate.examine(card.certificate, maker.anchors, now=end + seconds)


def test_an_authority_past_its_time_is_not_believed(maker: CardMaker) -> None:
    """Its certificates end with it."""
    card = maker.card()
    (authority, _) = maker.anchors.authorities
    end = authority.certificate.not_valid_after_utc + dt.timedelta(seconds=1)
    with pytest.raises(errors.CardExpired):
        card_certificate.examine(card.certificate, maker.anchors, now=int(end.timestamp()))


# Parsing says so of serial numbers that are not positive, which is an error of the certificate and not of ours.
@pytest.mark.filterwarnings("ignore:.*serial number.*")
@given(data=st.data())
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_damaged_certificate_passes_or_breaks_anything(maker: CardMaker, data: st.DataObject) -> None:
    """With any bytes changed it is refused by a typed error."""
    sound = maker.card(serial=1).der
    damaged = bytearray(sound)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place] ^= data.draw(st.integers(1, 255))
    if bytes(damaged) == sound:
        return
    with pytest.raises(errors.KofuError):
        card_certificate.examine(card_certificate.parse(bytes(damaged)), maker.anchors, now=NOW)


OIDS = {
    "unknown-signature": (SHA256_WITH_RSA, SHA256_WITH_RSA[:-1] + b"\x63"),
    "sha1-signature": (SHA256_WITH_RSA, SHA256_WITH_RSA[:-1] + b"\x05"),
    "sha512-signature": (SHA256_WITH_RSA, SHA256_WITH_RSA[:-1] + b"\x0d"),
    "pss-signature": (SHA256_WITH_RSA, SHA256_WITH_RSA[:-1] + b"\x0a"),
    "unknown-key": (SHA256_WITH_RSA[:-1] + b"\x01", SHA256_WITH_RSA[:-1] + b"\x63"),
}


@pytest.mark.parametrize("case", OIDS)
def test_an_algorithm_that_is_not_known_is_not_believed(world: World, case: str) -> None:
    """It is a certificate, its challenge is used up, and the refusal is the typed one."""
    visit = arrive(world)
    challenge = visit.challenge()
    with pytest.raises((errors.CardUntrusted, errors.InvalidRequest)) as caught:
        visit.present(challenge, certificate=visit.card.der.replace(*OIDS[case]))
    assert world.stored.challenge(challenge.challenge_id) == isinstance(caught.value, errors.InvalidRequest)


BUNDLES = {
    "empty": "",
    "no-generation": "-----BEGIN CERTIFICATE-----\n{body}-----END CERTIFICATE-----\n",
    "doubled-name": "generation: a\n{pem}generation: a\n{pem}",
    "no-certificate": "generation: a\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    "one-of-two-unnamed": "generation: a\n{pem}{pem}",
}


@pytest.mark.parametrize("text", BUNDLES.values(), ids=BUNDLES)
def test_a_bundle_that_is_not_understood_does_not_serve(maker: CardMaker, text: str) -> None:
    """A wrong configuration is not ready, and says so."""
    (authority, _) = maker.anchors.authorities
    pem = authority.certificate.public_bytes(Encoding.PEM).decode()
    with pytest.raises(NotConfigured):
        TrustAnchors.parse(text.format(pem=pem, body=pem.split("\n", 1)[1].split("-----")[0]))


def test_a_leaf_is_no_anchor(maker: CardMaker) -> None:
    """What may not issue is not pinned."""
    pem = maker.card().certificate.public_bytes(Encoding.PEM).decode()
    with pytest.raises(NotConfigured):
        TrustAnchors.parse(f"generation: a\n{pem}")
