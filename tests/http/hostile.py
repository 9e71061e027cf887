"""The operations that take a body, each with one that is right, and ways to make it wrong."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from chalicelib.protocol.sealing import SessionKey
from tests.http.guest import Guest
from tests.http.wire import Answer
from tests.http.world import Body

CHALLENGE_ID = "24204-0123456789ABCDEFGHJKMNPQRS"
OCTETS = "application/octet-stream"
Bodies = dict[str, dict[str, Any]]


def right_bodies(card_certificate: bytes, issuance_id: str) -> Bodies:
    """Return for each path a body of the right form."""
    card = base64.b64encode(card_certificate).decode()
    return {
        "/challenges": {
            "municipality": "24204",
            "session_public_key": base64.b64encode(SessionKey().public_bytes).decode(),
        },
        "/sessions": {
            "challenge_id": CHALLENGE_ID,
            "card_certificate": card,
            "signature": base64.b64encode(bytes(256)).decode(),
        },
        "/pin-failures": {"challenge_id": CHALLENGE_ID, "card_certificate": card, "remaining_tries": 1},
        "/issuances": {"type": "resident-record", "options": {}, "copies": 1, "replaces": None},
        f"/issuances/{issuance_id}/retrieval": {"payment": {"method": "cash", "amount": 300}},
        f"/issuances/{issuance_id}/outcome": {"outcome": "printed", "pages_printed": 1, "reason": None},
    }


@dataclass(frozen=True, slots=True)
class Target:
    """A session to attack, and right bodies for it."""

    guest: Guest
    bodies: Bodies

    def send(self, path: str, body: Body) -> Answer:
        """Send a signed request of the session, with whatever the path needs beside the body."""
        if path.endswith("/retrieval"):
            return self.guest.call("POST", path, body, accept=OCTETS)
        return self.guest.call("POST", path, body, idempotency_key="a-key-of-hostile-bodies")


def malformed(body: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield what the body's form forbids, with a name for it."""
    yield "an unknown field", {**body, "unknown": 1}
    yield "a list", [body]
    for name, value in body.items():
        yield f"no {name}", {key: kept for key, kept in body.items() if key != name}
        for wrong in _wrong(value):
            yield f"{name} = {str(wrong)[:30]!r}", {**body, name: wrong}


def _wrong(value: Any) -> Iterator[Any]:
    nothing_is_right = value is None
    yield from (1.5, 10**40, -1, [1], {"a": {"b": {}}}, "\ud800", "\x00")
    yield from (["X!"] if nothing_is_right else [None])
    yield from () if isinstance(value, bool) else (True,)
    yield from () if isinstance(value, int) else (1,)
    yield from () if isinstance(value, dict) else ({},)
    if isinstance(value, str):
        yield from ("", value + "\n", " " + value, "％" + value, "=" + value[1:])
    if isinstance(value, dict) and value:
        yield from (wrong for _, wrong in malformed(value))


NOT_JSON: dict[str, bytes] = {
    "nothing": b" ",
    "cut off": b'{"a":',
    "trailing text": b"{} {}",
    "not utf-8": b'{"\xff\xfe": 1}',
    "utf-16": '{"a": 1}'.encode("utf-16"),
    "byte order mark": b"\xef\xbb\xbf{}",
    "lone surrogate": b'{"\\ud800": 1}',
    "deep list": b"[" * 8000,
    "deep object": b'{"a":' * 2500,
    "deep list in options": b'{"type":"resident-record","copies":1,"replaces":null,"options":{"a":' + b"[" * 8000,
    "number beyond everything": b'{"copies":1e999999}',
    "many digits": b'{"copies":' + b"9" * 10_000 + b"}",
    "not a number": b'{"copies":NaN}',
    "infinity": b'{"copies":Infinity}',
    "null": b"null",
    "text": b'"text"',
    "control character": b'{"type":"\x01"}',
    "single quotes": b"{'a': 1}",
    "xml": b"<a/>",
    "form": b"a=1&b=2",
}
