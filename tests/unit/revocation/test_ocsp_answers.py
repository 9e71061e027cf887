"""The OCSP source: what it asks and what it answers when nothing is wrong."""

from __future__ import annotations

import datetime as dt

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA384, HashAlgorithm
from cryptography.x509 import ocsp

from chalicelib.authenticate.revocation import Exchange, Good, OcspSource, Revoked
from chalicelib.authenticate.revocation.freshness import OCSP_FRESHNESS
from chalicelib.authenticate.revocation.ocsp_response import Question, read_response
from tests.unit.revocation import scene
from tests.unit.revocation.responses import MINUTE, Recipe

HASHES: list[HashAlgorithm] = [SHA1(), SHA256(), SHA384()]  # noqa: S303 - names a certificate, secures nothing
REASONS = [reason for reason in x509.ReasonFlags if reason is not x509.ReasonFlags.remove_from_crl]


def read(recipe: Recipe, *, nonce: bytes = b"n" * 32, now: int = scene.NOW) -> Good | Revoked:
    """Read a response to a question about the card."""
    question = Question(scene.card(), scene.root().certificate, nonce)
    return read_response(recipe.make(), question, OCSP_FRESHNESS, now=now)


@pytest.mark.parametrize("delegated", [True, False])
@pytest.mark.parametrize("generation", scene.GENERATIONS)
def test_a_certificate_in_force_is_good(generation: str, *, delegated: bool) -> None:
    """Each generation's answer is accepted, signed by the authority or by its delegate."""
    source = scene.ocsp_source(scene.talking_to(scene.service(delegated=delegated)))
    answer = source.status(scene.card(generation=generation), scene.anchor(generation), now=scene.NOW)
    assert answer == Good("ocsp", scene.NOW, scene.NOW + 900)


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_of_the_practice_statement_revokes(reason: x509.ReasonFlags) -> None:
    """Whatever the reason, `certificateHold` included, the certificate is revoked."""
    served = scene.service()
    served.register.revoke("sim-1", scene.SERIAL, reason, scene.NOW - 5)
    answer = scene.ocsp_source(scene.talking_to(served)).status(scene.card(), scene.anchor(), now=scene.NOW)
    assert answer == Revoked("ocsp", scene.NOW, scene.NOW + 900, reason.value, scene.NOW - 5)


def test_the_same_serial_of_another_generation_is_another_certificate() -> None:
    """A revocation in one generation says nothing about the equal serial of the other."""
    served = scene.service()
    served.revoke("sim-2", scene.SERIAL)
    answer = scene.ocsp_source(scene.talking_to(served)).status(scene.card(), scene.anchor(), now=scene.NOW)
    assert isinstance(answer, Good)


def test_a_revocation_without_reason_or_in_the_future_revokes() -> None:
    """A revoked status is not argued with."""
    answer = read(Recipe(status=ocsp.OCSPCertStatus.REVOKED, reason=None), now=scene.NOW)
    assert isinstance(answer, Revoked)
    assert answer.reason == "unspecified"
    served = scene.service()
    served.register.revoke("sim-1", scene.SERIAL, x509.ReasonFlags.superseded, scene.NOW + 86400)
    source = scene.ocsp_source(scene.talking_to(served))
    assert isinstance(source.status(scene.card(), scene.anchor(), now=scene.NOW), Revoked)


@pytest.mark.parametrize("algorithm", HASHES[:2])
def test_the_request_is_a_post_with_certificate_id_and_nonce(algorithm: HashAlgorithm) -> None:
    """RFC 6960, A.1: media types; RFC 9654: 32 bytes of nonce; nothing but the one certificate is named."""
    fetch = scene.talking_to(scene.service())
    source = OcspSource(scene.OCSP_ADDRESS, fetch, scene.entropy, hash_algorithm=algorithm)
    assert isinstance(source.status(scene.card(), scene.anchor(), now=scene.NOW), Good)
    asked: Exchange = fetch.asked[0]
    assert (asked.sends, asked.accepts) == ("application/ocsp-request", "application/ocsp-response")
    assert asked.url == "http://authority.invalid/ocsp/sim-1"
    request = ocsp.load_der_ocsp_request(asked.body or b"")
    assert request.serial_number == scene.SERIAL
    assert request.hash_algorithm.name == algorithm.name
    assert request.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce == bytes(range(32))


def test_each_request_draws_a_nonce() -> None:
    """Two questions about one certificate have two nonces."""
    fetch = scene.talking_to(scene.service())
    drawn = iter([b"a" * 32, b"b" * 32])
    source = OcspSource(scene.OCSP_ADDRESS, fetch, lambda _size: next(drawn))
    for _ in range(2):
        assert isinstance(source.status(scene.card(), scene.anchor(), now=scene.NOW), Good)
    assert fetch.asked[0].body != fetch.asked[1].body


@pytest.mark.parametrize("algorithm", HASHES)
def test_the_responder_may_identify_the_certificate_by_another_hash(algorithm: HashAlgorithm) -> None:
    """RFC 5019 responders answer with SHA-1 whatever they are asked with, newer ones with SHA-256."""
    assert isinstance(read(Recipe(certificate_id=algorithm)), Good)


def test_a_response_made_in_advance_has_no_nonce() -> None:
    """RFC 5019, 4: without an echoed nonce the times decide."""
    assert isinstance(read(Recipe()), Good)


def test_the_right_nonce_is_accepted_even_when_critical() -> None:
    """An echoed nonce that matches is what was hoped for."""
    assert isinstance(read(Recipe(extensions=[(x509.OCSPNonce(b"n" * 32), True)])), Good)


def test_an_answer_ends_with_its_next_update() -> None:
    """`usable_until` is `nextUpdate` where that comes first."""
    assert read(Recipe(next_update=scene.AT + 7 * MINUTE)).usable_until == scene.NOW + 420


def test_an_answer_that_lasts_a_year_ends_after_a_day() -> None:
    """A far `nextUpdate` prolongs nothing beyond the maximum age."""
    assert read(Recipe(next_update=scene.AT + dt.timedelta(days=365))).usable_until == scene.NOW + 86400


def test_an_answer_without_next_update_ends_after_a_quarter_of_an_hour() -> None:
    """RFC 6960, 4.2.2.1: newer information is always there; it is then asked for every 15 minutes."""
    assert read(Recipe(next_update=None)).usable_until == scene.NOW + 900


@pytest.mark.parametrize("ahead", [1, 60])
def test_an_authority_whose_clock_is_ahead_a_little_is_believed(ahead: int) -> None:
    """The skew is a minute."""
    at = scene.AT + dt.timedelta(seconds=ahead)
    assert isinstance(read(Recipe(this_update=at)), Good)
