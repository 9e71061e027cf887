"""Properties of every request, however it is made: a refusal is a problem, and it changes nothing."""

from __future__ import annotations

import json
import string
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.protocol.problems import MEDIA_TYPE
from infra.openapi.document import document
from tests.http.guest import Guest, arriving
from tests.http.hostile import Target, right_bodies
from tests.http.wire import Answer, Request
from tests.http.world import World

pytestmark = pytest.mark.xdist_group("http")

OCTETS = "application/octet-stream"
_scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30)
_json = st.recursive(
    _scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4)
)
_printable = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f"), max_size=200)
_fragments = (
    "kiosk=", "sig1=", "(", ")", '"@path"', '"@method"', '"authorization"', '"content-digest"', " ", ";created=", "0",
    "1999999999", ';keyid="kiosk-0001"', ';tag="kofu"', ";tag=kofu", '"', "\\", ":", ", ", ";", "=", "?1", "é",
)  # fmt: skip
_inputs = st.lists(st.sampled_from(_fragments), max_size=14).map("".join) | _printable
_media = ("application/octet-stream", "application/json", "*/*", "application/*", ";q=0", ";q=1", ",", " ", ";", "x/y")
_accepts = st.lists(st.sampled_from(_media), max_size=5).map("".join) | _printable


class Attack:
    """A session with a sealed issuance, and how often the functions had written when a request was last taken."""

    def __init__(self, world: World, guest: Guest) -> None:
        self.world, self.guest = world, guest
        self.issuance = guest.issue()
        self.bodies = right_bodies(world.card("ordinary").certificate, self.issuance.issuance_id)
        self.writes = len(world.writes())

    def check(self, answer: Answer) -> None:
        """Fail unless the answer is a success, or a problem for which nothing was even tried to be written."""
        assert answer.status < 500
        writes = len(self.world.writes())
        if answer.status >= 400:
            assert answer.headers["content-type"] == MEDIA_TYPE
            assert writes == self.writes
        self.writes = writes


@pytest.fixture(scope="module")
def attack(world: World) -> Iterator[Attack]:
    """Give a session to attack."""
    with arriving(world, "ordinary-spouse") as guest:
        yield Attack(world, guest)


@st.composite
def spoilt(draw: st.DrawFn, body: dict[str, Any]) -> Any:
    """Draw a body with fields replaced, removed and added, or something else altogether."""
    if draw(st.booleans()):
        return draw(_json)
    kept = {name: value for name, value in body.items() if draw(st.integers(0, 5))}
    replaced = draw(st.dictionaries(st.sampled_from(sorted(body)), _json, max_size=2))
    return kept | replaced | draw(st.dictionaries(st.text(max_size=8), _json, max_size=1))


@settings(max_examples=300)
@given(data=st.data())
def test_any_body_is_taken_or_refused_without_a_trace(attack: Attack, data: st.DataObject) -> None:
    """Of all JSON documents that a kiosk may sign, none fails the service, and a refused one changes nothing."""
    path = data.draw(st.sampled_from(sorted(attack.bodies)))
    body = data.draw(spoilt(attack.bodies[path]))
    attack.check(Target(attack.guest, attack.bodies).send(path, json.dumps(body).encode()))


@settings(max_examples=100)
@given(body=st.binary(max_size=600), path=st.integers(0, 5))
def test_any_bytes_are_refused_without_a_trace(attack: Attack, body: bytes, path: int) -> None:
    """Of all byte strings that a kiosk may sign, none fails the service, and a refused one changes nothing."""
    target = Target(attack.guest, attack.bodies)
    attack.check(target.send(sorted(attack.bodies)[path], body))


@settings(max_examples=300)
@given(signature_input=_inputs)
def test_no_invented_signature_input_passes(attack: Attack, signature_input: str) -> None:
    """Whatever stands in `Signature-Input` instead of what was signed, the request is 401."""
    request = attack.world.signed("GET", "/offers", token=attack.guest.token)
    answer = attack.world.send(request.having(signature_input=signature_input))
    assert answer.code == "kiosk-not-authenticated"


@settings(max_examples=100)
@given(accept=_accepts)
def test_no_other_accept_fetches_an_image(attack: Attack, accept: str) -> None:
    """Whatever stands in `Accept` instead of the octets, a hand-over is 406 and burns nothing."""
    path = f"/issuances/{attack.issuance.issuance_id}/retrieval"
    signed = attack.world.signed("POST", path, attack.bodies[path], token=attack.guest.token)
    if accept.strip() != OCTETS:
        answer = attack.world.send(signed.having(accept=accept))
        assert answer.code == "not-acceptable"
        attack.check(answer)


@settings(max_examples=100)
@given(language=_printable, accept=_accepts, other=_printable)
def test_any_other_header_is_taken_or_refused(attack: Attack, language: str, accept: str, other: str) -> None:
    """Whatever stands in headers that no signature covers, the answer is the one of the contract."""
    request = attack.world.signed("GET", "/offers", token=attack.guest.token)
    answer = attack.world.send(request.having(accept_language=language, accept=accept, x_other=other))
    assert (answer.status, answer.code) in {(200, None), (406, "not-acceptable")}


@settings(max_examples=100)
@given(path=st.text(string.ascii_letters + string.digits + "/%.~-_{}+*;:@!$&'(),=|^[]\\", max_size=60))
def test_any_path_is_found_or_not(attack: Attack, path: str) -> None:
    """Of all paths, signed as they are, none fails the service, and a refused one changes nothing."""
    target = f"/issuances/{path}"
    made = attack.world.signed("POST", target, {"payment": {"method": "cash", "amount": 1}}, token=attack.guest.token)
    attack.check(attack.world.exchange(Request("POST", made.target, made.headers, made.body).encoded()))


def test_the_count_of_writes_would_notice(attack: Attack) -> None:
    """The count that these properties rest on sees what a request that is taken writes."""
    before = len(attack.world.writes())
    attack.guest.issue()
    assert len(attack.world.writes()) >= before + 3


def test_every_operation_with_a_body_is_attacked(attack: Attack) -> None:
    """The bodies that are spoilt are those of all operations that the published document gives one."""
    published = {
        path.replace("{issuance_id}", attack.issuance.issuance_id)
        for path, operations in document()["paths"].items()
        if "requestBody" in operations.get("post", {})
    }
    assert set(attack.bodies) == published
