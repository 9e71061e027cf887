"""Kiosks as tests need them: they sign requests, and the calls they make arrive as the functions see them."""

from __future__ import annotations

from dataclasses import replace

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chalicelib.edge.calls import Call
from chalicelib.protocol import http_signatures
from chalicelib.protocol.http_signatures import SignedRequest
from chalicelib.storage.kiosks import Kiosk
from tests.functions.times import Clock


class Terminal:
    """An enrolled kiosk."""

    def __init__(self, kiosk_id: str, clock: Clock) -> None:
        self.kiosk_id = kiosk_id
        self._clock = clock
        self._key = Ed25519PrivateKey.generate()

    @property
    def kiosk(self) -> Kiosk:
        """What the office enrols."""
        return Kiosk(self.kiosk_id, self._key.public_key().public_bytes_raw())

    def posing_as(self, kiosk_id: str) -> Terminal:
        """Return a terminal with this key that calls itself another."""
        other = Terminal(kiosk_id, self._clock)
        other._key = self._key
        return other

    def call(
        self, method: str, path: str, body: msgspec.Struct | None = None, *, token: str | None = None, key: str = ""
    ) -> Call:
        """Sign a request now and return it as it arrives; `key` is the idempotency key."""
        headers = {"accept": "application/octet-stream" if path.endswith("/retrieval") else "application/json"}
        if token is not None:
            headers["authorization"] = f"Bearer {token}"
        if key:
            headers["idempotency-key"] = key
        content = msgspec.json.encode(body) if body is not None else b""
        request = SignedRequest(method, f"/v1{path}", headers, content)
        now = self._clock.now
        added = http_signatures.sign(request, kiosk_id=self.kiosk_id, private_key=self._key, created=now)
        arrived = replace(request, headers=headers | {name.lower(): value for name, value in added.items()})
        return Call(arrived, http_signatures.examine(arrived, now=now), now)
