"""Bodies: unknown fields and values out of range are refused, for each of them."""

from __future__ import annotations

import base64
import json
from typing import Any

import msgspec
import pytest

from chalicelib.protocol import messages

KEY = base64.b64encode(bytes(1216)).decode()
ID = "01JD6Q8ZK3M5N7P9R1T2V4W6XY"
SIGNATURE = base64.b64encode(bytes(256)).decode()

SOUND: dict[type[messages.Message], dict[str, Any]] = {
    messages.ChallengeRequest: {"municipality": "24204", "session_public_key": KEY},
    messages.SessionRequest: {"challenge_id": ID, "card_certificate": "MAA=", "signature": SIGNATURE},
    messages.PinFailureReport: {"challenge_id": ID, "card_certificate": "MAA=", "remaining_tries": 2},
    messages.IssuanceRequest: {
        "type": "resident-record",
        "options": {"scope": "holder"},
        "copies": 1,
        "replaces": None,
    },
    messages.RetrievalRequest: {"payment": {"method": "cash", "amount": 200}},
    messages.OutcomeRequest: {"outcome": "misprinted", "pages_printed": 0, "reason": "paper-jam"},
}


def _b64(size: int) -> str:
    return base64.b64encode(bytes(size)).decode()


WRONG: list[tuple[type[messages.Message], dict[str, Any]]] = [
    (messages.ChallengeRequest, {"municipality": "2420"}),
    (messages.ChallengeRequest, {"municipality": "242040"}),
    (messages.ChallengeRequest, {"municipality": "24204\n"}),
    (messages.ChallengeRequest, {"municipality": "*"}),
    (messages.ChallengeRequest, {"municipality": "２４２０４"}),
    (messages.ChallengeRequest, {"session_public_key": _b64(1215)}),
    (messages.ChallengeRequest, {"session_public_key": _b64(1217)}),
    (messages.ChallengeRequest, {"session_public_key": "not base64!"}),
    (messages.SessionRequest, {"challenge_id": "short"}),
    (messages.SessionRequest, {"challenge_id": "A" * 65}),
    (messages.SessionRequest, {"challenge_id": ID + "\n"}),
    (messages.SessionRequest, {"card_certificate": ""}),
    (messages.SessionRequest, {"signature": _b64(63)}),
    (messages.SessionRequest, {"signature": _b64(513)}),
    (messages.PinFailureReport, {"remaining_tries": 3}),
    (messages.PinFailureReport, {"remaining_tries": -1}),
    (messages.PinFailureReport, {"remaining_tries": True}),
    (messages.PinFailureReport, {"remaining_tries": 1.5}),
    (messages.IssuanceRequest, {"copies": 0}),
    (messages.IssuanceRequest, {"copies": 11}),
    (messages.IssuanceRequest, {"copies": "1"}),
    (messages.IssuanceRequest, {"replaces": "short"}),
    (messages.IssuanceRequest, {"options": {"scope": 1}}),
    (messages.IssuanceRequest, {"options": None}),
    (messages.RetrievalRequest, {"payment": {"method": "credit", "amount": 200}}),
    (messages.RetrievalRequest, {"payment": {"method": "cash", "amount": -1}}),
    (messages.RetrievalRequest, {"payment": {"method": "cash", "amount": 1_000_001}}),
    (messages.RetrievalRequest, {"payment": {"method": "cash", "amount": 200.5}}),
    (messages.RetrievalRequest, {"payment": {"method": "cash", "amount": 200, "card": "x"}}),
    (messages.OutcomeRequest, {"outcome": "unconfirmed"}),
    (messages.OutcomeRequest, {"pages_printed": -1}),
    (messages.OutcomeRequest, {"pages_printed": 1001}),
    (messages.OutcomeRequest, {"reason": "Herr Müller"}),
    (messages.OutcomeRequest, {"reason": ""}),
    (messages.OutcomeRequest, {"reason": "a" * 41}),
]


@pytest.mark.parametrize(("kind", "body"), SOUND.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_a_sound_body_is_read(kind: type[messages.Message], body: dict[str, Any]) -> None:
    """It decodes, and encodes to the same JSON."""
    read = msgspec.json.decode(json.dumps(body), type=kind)
    assert json.loads(msgspec.json.encode(read)) == body


@pytest.mark.parametrize(("kind", "body"), SOUND.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_an_unknown_field_is_refused(kind: type[messages.Message], body: dict[str, Any]) -> None:
    """What the contract does not know is an error, not ignored."""
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.json.decode(json.dumps(body | {"pin": "1234"}), type=kind)


@pytest.mark.parametrize(("kind", "field"), [(kind, field) for kind, body in SOUND.items() for field in body], ids=str)
def test_a_missing_field_is_refused(kind: type[messages.Message], field: str) -> None:
    """Every field is required, those that may be null included."""
    body = {name: value for name, value in SOUND[kind].items() if name != field}
    with pytest.raises(msgspec.ValidationError, match="missing required field"):
        msgspec.json.decode(json.dumps(body), type=kind)


@pytest.mark.parametrize(("kind", "change"), WRONG, ids=lambda value: getattr(value, "__name__", str(value)[:60]))
def test_a_value_out_of_range_is_refused(kind: type[messages.Message], change: dict[str, Any]) -> None:
    """Sizes, ranges, forms and types of every field are checked."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(json.dumps(SOUND[kind] | change), type=kind)
