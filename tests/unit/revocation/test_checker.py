"""The decision: order of sources, fallback, refusal, cache, configuration."""

from __future__ import annotations

import pytest
from cryptography import x509

from chalicelib.authenticate.revocation import (
    Answer,
    CachedSource,
    Cause,
    Doubt,
    Exchange,
    Good,
    OcspCache,
    RevocationChecker,
    RevocationSource,
    Revoked,
    Unknown,
    checker_from,
)
from chalicelib.authenticate.trust_anchors import Authority
from chalicelib.edge.settings import NotConfigured, Settings
from chalicelib.protocol.errors import CardRevoked, RevocationUnknown
from infra.emulator.revocation import RevocationService
from tests.unit.revocation import scene

GOOD = Good("ocsp", scene.NOW, scene.NOW + 100)
REVOKED = Revoked("ocsp", scene.NOW, scene.NOW + 100, "superseded", scene.NOW)
UNKNOWN = Unknown("ocsp", Cause.STALE)
BOTH = {"KOFU_OCSP_URL": scene.OCSP_ADDRESS.template, "KOFU_CRL_URL": scene.CRL_ADDRESS.template}


class Scripted:
    """A source that gives these answers in turn, the last one for ever."""

    def __init__(self, *answers: Answer) -> None:
        self._answers = list(answers)
        self.asked = 0

    def status(self, certificate: x509.Certificate, authority: Authority, *, now: int) -> Answer:
        """Answer."""
        del certificate, authority, now
        self.asked += 1
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


def check(*sources: RevocationSource, now: int = scene.NOW) -> Good:
    """Check the card against sources."""
    return RevocationChecker(sources).check(scene.card(), scene.anchor(), now=now)


def test_the_first_answer_decides() -> None:
    """A second source is not asked when the first one answers."""
    second = Scripted(REVOKED)
    assert check(Scripted(GOOD), second) == GOOD
    assert second.asked == 0
    second = Scripted(GOOD)
    with pytest.raises(CardRevoked):
        check(Scripted(REVOKED), second)
    assert second.asked == 0


def test_the_second_source_stands_in_for_the_first() -> None:
    """What the first does not know the second may."""
    assert check(Scripted(UNKNOWN), Scripted(GOOD)) == GOOD
    with pytest.raises(CardRevoked):
        check(Scripted(UNKNOWN), Scripted(REVOKED))


def test_no_answer_refuses() -> None:
    """Unknown is never good."""
    with pytest.raises(RevocationUnknown):
        check(Scripted(UNKNOWN), Scripted(UNKNOWN))
    with pytest.raises(RevocationUnknown):
        check(Scripted(UNKNOWN))


def test_a_checker_without_sources_cannot_be_made() -> None:
    """There is no such thing as a check that asks nobody."""
    with pytest.raises(ValueError, match="needs a source"):
        RevocationChecker([])


def test_what_is_observed_and_raised_names_no_certificate() -> None:
    """Every answer is observed; neither it nor the refusal holds the serial, the subject or the address."""
    seen: list[Answer] = []
    served = scene.service()
    served.revoke("sim-1", scene.SERIAL)
    checker = checker_from(Settings(BOTH), scene.entropy, fetch=scene.talking_to(served), observe=seen.append)
    with pytest.raises(CardRevoked) as refusal:
        checker.check(scene.card(), scene.anchor(), now=scene.NOW)
    assert [type(answer) for answer in seen] == [Revoked]
    told = repr(seen) + repr(refusal.value) + str(refusal.value)
    for secret in (str(scene.SERIAL), f"{scene.SERIAL:x}", f"{scene.SERIAL:X}", "SIMULATEDCARD", "invalid/"):
        assert secret not in told


def test_signed_answers_are_kept_and_doubts_are_not() -> None:
    """Good and revoked alike are repeated from the cache until they end; a doubt is asked about again."""
    for answer in (GOOD, REVOKED):
        inner = Scripted(UNKNOWN, answer)
        cached = CachedSource(inner, OcspCache(entries=8, max_age=300))
        found = [cached.status(scene.card(), scene.anchor(), now=scene.NOW + at) for at in (0, 1, 2, 99, 100)]
        assert found == [UNKNOWN, answer, answer, answer, answer]
        assert inner.asked == 3


def test_the_cache_tells_cards_and_generations_apart() -> None:
    """One card's answer is never another's, not even the equal serial's of the other generation."""
    inner = Scripted(GOOD)
    cached = CachedSource(inner, OcspCache(entries=8, max_age=300))
    for serial, generation in ((1, "sim-1"), (2, "sim-1"), (1, "sim-2"), (1, "sim-1")):
        cached.status(scene.card(serial, generation), scene.anchor(generation), now=scene.NOW)
    assert inner.asked == 3


def test_a_card_revoked_meanwhile_is_refused_when_the_cache_ends() -> None:
    """Five minutes after a good answer at the latest, the authority is asked again."""
    now = scene.NOW
    served = scene.service(clock=lambda: now)
    checker = checker_from(Settings(BOTH), scene.entropy, fetch=scene.talking_to(served))
    checker.check(scene.card(), scene.anchor(), now=now)
    served.revoke("sim-1", scene.SERIAL)
    now += 299
    checker.check(scene.card(), scene.anchor(), now=now)
    now += 1
    with pytest.raises(CardRevoked):
        checker.check(scene.card(), scene.anchor(), now=now)


def _without(kind: str, served: RevocationService) -> scene.Answering:
    """Make a fetch to which one of the two services is down."""
    working = scene.talking_to(served)

    def answer(exchange: Exchange) -> bytes | Doubt:
        return Doubt(Cause.UNREACHABLE) if f"/{kind}/" in exchange.url else working(exchange)

    return scene.Answering(answer)


@pytest.mark.parametrize(("down", "by"), [("ocsp", "crl"), ("crl", "ocsp")])
def test_one_service_that_is_down_is_made_up_for(down: str, by: str) -> None:
    """With either of the two, good is good and revoked is revoked."""
    served = scene.service()
    served.revoke("sim-1", 5)
    checker = checker_from(Settings(BOTH), scene.entropy, fetch=_without(down, served))
    assert checker.check(scene.card(), scene.anchor(), now=scene.NOW).source == by
    with pytest.raises(CardRevoked):
        checker.check(scene.card(5), scene.anchor(), now=scene.NOW)


def test_everything_down_refuses() -> None:
    """No network, no session."""
    fetch = scene.Answering(lambda _exchange: Doubt(Cause.UNREACHABLE))
    with pytest.raises(RevocationUnknown):
        checker_from(Settings(BOTH), scene.entropy, fetch=fetch).check(scene.card(), scene.anchor(), now=scene.NOW)


@pytest.mark.parametrize("name", BOTH)
def test_one_address_is_enough(name: str) -> None:
    """OCSP alone, or the list alone."""
    settings = Settings({name: BOTH[name]})
    checker = checker_from(settings, scene.entropy, fetch=scene.talking_to(scene.service()))
    assert checker.check(scene.card(), scene.anchor(), now=scene.NOW).source in name.lower()


BAD_ADDRESSES = ["ocsp.example", "ftp://host/", "http://", "http://user@host/", "http://host/{serial}", "http://h/ x"]


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_an_address_that_is_none_does_not_serve(name: str, address: str) -> None:
    """R7: a wrong setting is not passed over, even where the other one would do; the message names the setting."""
    with pytest.raises(NotConfigured, match=name):
        checker_from(Settings(BOTH | {name: address}), scene.entropy)


@pytest.mark.parametrize("environment", [{}, {"KOFU_OCSP_URL": "", "KOFU_CRL_URL": ""}])
def test_no_address_does_not_serve(environment: dict[str, str]) -> None:
    """R7: without any source there is no checker, and so no function."""
    with pytest.raises(NotConfigured, match="KOFU_OCSP_URL"):
        checker_from(Settings(environment), scene.entropy)
