"""Hostile bodies: the refusal of the contract, nothing consumed, nothing stored, never a failure of ours."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.http.guest import Guest
from tests.http.hostile import NOT_JSON, Target, malformed, right_bodies
from tests.http.wire import Answer
from tests.http.world import World

pytestmark = pytest.mark.xdist_group("http")

MAX_BODY = 16 * 1024


@pytest.fixture
def target(world: World, guest: Guest) -> Iterator[Target]:
    """Give something to attack, and check afterwards that it was not touched and still works."""
    issuance = guest.issue()
    stored = world.snapshot()
    yield Target(guest, right_bodies(world.card("ordinary").certificate, issuance.issuance_id))
    assert world.snapshot() == stored
    assert guest.retrieve(issuance).status == 200


def refusal(answer: Answer) -> tuple[int, str | None]:
    """Return what a refusal says."""
    return answer.status, answer.code


def test_the_right_bodies_are_right(world: World, guest: Guest) -> None:
    """What the hostile bodies are made from is itself taken, or refused for nothing but an invented challenge."""
    bodies = right_bodies(world.card("ordinary").certificate, guest.issue().issuance_id)
    target = Target(guest, bodies)
    expected = [201, 410, 410, 201, 200, 200]
    assert [target.send(path, body).status for path, body in bodies.items()] == expected


def test_a_body_of_the_wrong_form_is_an_invalid_request(target: Target) -> None:
    """Unknown and missing fields, wrong types, null, wrong base64, broken patterns: 400 at every endpoint."""
    answers = {
        f"{path}: {name}": refusal(target.send(path, json.dumps(body).encode()))
        for path, right in target.bodies.items()
        for name, body in malformed(right)
    }
    assert {name: answer for name, answer in answers.items() if answer != (400, "invalid-request")} == {}
    assert len(answers) > 250


def test_what_is_no_json_object_is_an_invalid_request(target: Target) -> None:
    """Bytes that are no JSON object, nest deeply or hold absurd numbers are 400 at every endpoint."""
    answers = {
        (path, name): refusal(target.send(path, content))
        for path in target.bodies
        for name, content in NOT_JSON.items()
    }
    assert answers == dict.fromkeys(answers, (400, "invalid-request"))


def test_a_body_beyond_its_limit_is_too_large(target: Target) -> None:
    """One byte more than 16 KiB is 413 at every endpoint, whatever it is; 16 KiB are read and refused as malformed."""
    for path in target.bodies:
        assert refusal(target.send(path, b" " * (MAX_BODY + 1))) == (413, "too-large")
        assert refusal(target.send(path, b" " * MAX_BODY)) == (400, "invalid-request")


def test_a_certificate_beyond_its_limit_is_too_large(target: Target) -> None:
    """A card certificate of more than 4096 bytes is 413 before anyone parses it."""
    for path in ("/sessions", "/pin-failures"):
        body = {**target.bodies[path], "card_certificate": base64.b64encode(bytes(4097)).decode()}
        assert refusal(target.send(path, body)) == (413, "too-large")


@pytest.mark.parametrize(
    "certificate",
    [b"\x00", b"\x30\x80", b"\x30\x84\xff\xff\xff\xff", bytes(4096), b"-----BEGIN CERTIFICATE-----\n", b"\x30" * 4096],
)
def test_a_certificate_that_is_none_is_an_invalid_request(target: Target, certificate: bytes) -> None:
    """Bytes that are no DER certificate are 400."""
    for path in ("/sessions", "/pin-failures"):
        body = {**target.bodies[path], "card_certificate": base64.b64encode(certificate).decode()}
        assert refusal(target.send(path, body)) == (400, "invalid-request")


def test_a_certificate_with_something_behind_it_is_an_invalid_request(target: Target) -> None:
    """A genuine certificate with one byte added, or cut off by one, is 400."""
    path = "/sessions"
    genuine = base64.b64decode(target.bodies[path]["card_certificate"])
    for changed in (genuine + b"\x00", genuine[:-1]):
        body = {**target.bodies[path], "card_certificate": base64.b64encode(changed).decode()}
        assert refusal(target.send(path, body)) == (400, "invalid-request")


@pytest.mark.parametrize("key", [b"\xff" * 1216, bytes(1215), bytes(1217)])
def test_a_session_key_that_is_none_is_an_invalid_request(target: Target, key: bytes) -> None:
    """A key of another size, or one that FIPS 203 forbids, is 400."""
    body = {**target.bodies["/challenges"], "session_public_key": base64.b64encode(key).decode()}
    assert refusal(target.send("/challenges", body)) == (400, "invalid-request")


@pytest.mark.parametrize("media_type", ["text/plain", "application/xml", "multipart/form-data; boundary=x", "json"])
def test_another_media_type_is_an_invalid_request(target: Target, media_type: str) -> None:
    """A body that does not claim to be JSON is 400, and says so in the language asked for."""
    for path, body in target.bodies.items():
        answer = target.guest.call("POST", path, body, content_type=media_type, accept_language="en")
        assert refusal(answer) == (400, "invalid-request")
        assert answer.headers["content-language"] == "en"


@pytest.mark.parametrize("path", ["/offers", "/session"])
def test_a_huge_body_where_none_belongs_is_too_large(target: Target, path: str) -> None:
    """A body beyond the limit is 413 also for requests that have none."""
    method = "GET" if path == "/offers" else "DELETE"
    assert refusal(target.guest.call(method, path, bytes(MAX_BODY + 1))) == (413, "too-large")


def test_the_watch_would_notice(world: World, guest: Guest) -> None:
    """The comparison that these tests rest on sees one new row and one new object."""
    stored: Any = world.snapshot()
    guest.issue()
    after: Any = world.snapshot()
    assert {name for name in stored if stored[name] != after[name]} == {
        "SessionsTable",
        "EnvelopesTable",
        "LedgerTable",
        "objects",
    }
