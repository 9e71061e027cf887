"""The OCSP source: every response that cannot be relied on leaves the status unknown, and says why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.x509 import ocsp

from chalicelib.authenticate.revocation import Cause, Doubt, Good, Revoked, Unknown
from tests.unit.revocation import scene
from tests.unit.revocation.der import (
    BITS,
    CRITICAL_EXTENSION,
    OCTETS,
    RSA_WITH_SHA_1,
    RSA_WITH_SHA_256,
    SEQUENCE,
    content,
    tlv,
)
from tests.unit.revocation.responses import DAY, MINUTE, Recipe, delegate_extensions, responder, signing

SECOND = dt.timedelta(seconds=1)
UNKNOWN_EXTENSION = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.25.1"), b"\x05\x00")


def cause_of(response: bytes | Doubt, *, now: int = scene.NOW) -> Cause | None:
    """Return why a source that gets a response cannot answer; None if it can."""
    source = scene.ocsp_source(scene.Answering(lambda _exchange: response))
    answer = source.status(scene.card(), scene.anchor(), now=now)
    return answer.cause if isinstance(answer, Unknown) else None


def other_root() -> x509.Certificate:
    """Give the other generation's root, of the same name."""
    return scene.root("sim-2").certificate


WRONG: dict[str, tuple[Callable[[], Recipe], Cause]] = {
    "unknown": (lambda: Recipe(status=ocsp.OCSPCertStatus.UNKNOWN), Cause.STATUS_UNKNOWN),
    "other serial": (lambda: Recipe(subject=scene.card(scene.SERIAL + 1)), Cause.WRONG_CERTIFICATE),
    "other generation's key": (lambda: Recipe(issuer=other_root()), Cause.WRONG_CERTIFICATE),
    "other nonce": (lambda: Recipe(extensions=[(x509.OCSPNonce(b"x" * 32), False)]), Cause.WRONG_NONCE),
    "shortened nonce": (lambda: Recipe(extensions=[(x509.OCSPNonce(bytes(range(31))), False)]), Cause.WRONG_NONCE),
    "empty nonce": (lambda: Recipe(extensions=[(x509.OCSPNonce(b""), False)]), Cause.WRONG_NONCE),
    "critical extension": (lambda: Recipe(extensions=[(UNKNOWN_EXTENSION, True)]), Cause.UNSUPPORTED),
    "ended this second": (lambda: Recipe(this_update=scene.AT - MINUTE, next_update=scene.AT), Cause.STALE),
    "ended long ago": (lambda: Recipe(this_update=scene.AT - DAY, next_update=scene.AT - MINUTE), Cause.STALE),
    "too old": (lambda: Recipe(this_update=scene.AT - DAY, next_update=scene.AT + DAY), Cause.STALE),
    "old, endless": (lambda: Recipe(this_update=scene.AT - 15 * MINUTE, next_update=None), Cause.STALE),
    "from the future": (lambda: Recipe(this_update=scene.AT + 61 * SECOND), Cause.NOT_YET_VALID),
    "produced in the future": (lambda: Recipe(produced=scene.AT + 61 * SECOND), Cause.NOT_YET_VALID),
    "produced before it was known": (lambda: Recipe(produced=scene.AT - 61 * SECOND), Cause.MALFORMED),
}


@pytest.mark.parametrize("point", WRONG)
def test_one_wrong_point_leaves_the_status_unknown(point: str) -> None:
    """A response signed by the right key is refused for each of these."""
    recipe, cause = WRONG[point]
    assert cause_of(recipe().make()) is cause


def test_the_recipe_without_a_wrong_point_is_accepted() -> None:
    """What the tests above alter is accepted when it is not altered."""
    assert cause_of(Recipe().make()) is None


@pytest.mark.parametrize("status", [status for status in ocsp.OCSPResponseStatus if status.value])
def test_a_responder_that_refuses_has_not_answered(status: ocsp.OCSPResponseStatus) -> None:
    """`tryLater`, `unauthorized` and the other unsigned statuses mean unknown."""
    response = ocsp.OCSPResponseBuilder.build_unsuccessful(status).public_bytes(Encoding.DER)
    expected = Cause.TRY_LATER if status is ocsp.OCSPResponseStatus.TRY_LATER else Cause.NOT_SUCCESSFUL
    assert cause_of(response) is expected


@pytest.mark.parametrize("damage", [b"", b"\x00", b"\x30\x80", b"<html>", b"\x30\x03\x0a\x01\x00"])
def test_what_is_no_response_is_malformed(damage: bytes) -> None:
    """Garbage, and a success without content, mean unknown."""
    assert cause_of(damage) is Cause.MALFORMED


def test_bytes_after_the_response_are_refused() -> None:
    """A response is exactly one DER value."""
    assert cause_of(Recipe().make() + b"\x00") is Cause.MALFORMED


@pytest.mark.parametrize("cause", [Cause.UNREACHABLE, Cause.TOO_SLOW, Cause.TOO_LARGE, Cause.HTTP_STATUS])
def test_a_failed_exchange_is_unknown(cause: Cause) -> None:
    """What the network does wrong is the cause."""
    assert cause_of(Doubt(cause)) is cause


def test_a_response_signed_with_sha_1_is_refused() -> None:
    """The signature algorithm has to be one of the table."""
    key = load_pem_private_key(scene.root().private_key_pem, None)
    assert isinstance(key, rsa.RSAPrivateKey)
    response = Recipe(forger=signing(key, SHA1())).make()  # noqa: S303 - to be refused
    assert response.count(RSA_WITH_SHA_256) == 1
    assert cause_of(response.replace(RSA_WITH_SHA_256, RSA_WITH_SHA_1)) is Cause.WRONG_SIGNER


def test_a_critical_extension_of_the_one_status_is_refused() -> None:
    """RFC 6960, 4.4: what is critical and not understood makes the response unusable, in `singleExtensions` too."""
    assert cause_of(_with_single_extension(Recipe().make(), b"")) is None
    assert cause_of(_with_single_extension(Recipe().make(), CRITICAL_EXTENSION)) is Cause.UNSUPPORTED


def _with_single_extension(der: bytes, extension: bytes) -> bytes:
    """Put an extension into the one status of a response that the authority itself signed."""
    response = ocsp.load_der_ocsp_response(der)
    before = content(response.tbs_response_bytes)
    times = before.index(b"\x18\x0f") + 17
    status = content(content(before[times:])) + (tlv(0xA1, tlv(SEQUENCE, extension)) if extension else b"")
    tbs = tlv(SEQUENCE, before[:times] + tlv(SEQUENCE, tlv(SEQUENCE, status)))
    algorithm = tlv(SEQUENCE, tlv(0x06, RSA_WITH_SHA_256) + b"\x05\x00")
    basic = tlv(SEQUENCE, tbs + algorithm + tlv(BITS, b"\x00" + scene.root().sign_bytes(tbs)))
    kind = tlv(0x06, bytes.fromhex("2b0601050507300101"))
    return tlv(SEQUENCE, b"\x0a\x01\x00" + tlv(0xA0, tlv(SEQUENCE, kind + tlv(OCTETS, basic))))


def test_no_altered_byte_changes_an_answer() -> None:
    """With any one byte of a response changed, the answer is the same or unknown: never good for revoked."""
    delegate = Recipe(responder=responder(delegate_extensions()), key=scene.card_key())
    for recipe in (Recipe(), delegate):
        for status, told in ((ocsp.OCSPCertStatus.GOOD, Good), (ocsp.OCSPCertStatus.REVOKED, Revoked)):
            response = replace(recipe, status=status).make()
            answers = {type(_answer(_flipped(response, place))) for place in range(len(response))}
            assert answers <= {told, Unknown}
            assert Unknown in answers


def _flipped(response: bytes, place: int) -> bytes:
    return response[:place] + bytes([response[place] ^ 1]) + response[place + 1 :]


def _answer(response: bytes) -> object:
    source = scene.ocsp_source(scene.Answering(lambda _exchange: response))
    return source.status(scene.card(), scene.anchor(), now=scene.NOW)


def test_a_replayed_answer_is_refused_by_its_nonce_or_its_age() -> None:
    """An answer that was good before the card was lost does not help after its time, nor with its old nonce."""
    early = Recipe(extensions=[(x509.OCSPNonce(b"of an earlier question".ljust(32)), False)])
    assert cause_of(early.make()) is Cause.WRONG_NONCE
    assert cause_of(Recipe().make(), now=scene.NOW + 899) is None
    assert cause_of(Recipe().make(), now=scene.NOW + 900) is Cause.STALE
