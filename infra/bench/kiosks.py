"""Kiosks of the emulation that issue a certificate and fetch it."""

from __future__ import annotations

import secrets
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx

from chalicelib.protocol.messages import IssuanceAnswer, Payment
from infra.bench.readers import Ask
from infra.demo.resident import authenticate, card_in_reader
from kiosk.identity import KioskIdentity
from kiosk.service import Service, ServiceUnreachable
from kiosk.visit import Visit

TYPE = "resident-record"
_PERSONA = "ordinary"
_OF_THE_CONNECTION = frozenset({"accept-encoding", "connection", "content-length", "host", "user-agent"})


class _Holding(httpx.BaseTransport):
    """Passes requests on, or holds one back."""

    def __init__(self) -> None:
        self._inner = httpx.HTTPTransport()
        self.hold = False
        self.held = Ask("")

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Pass on, unless it is to be held back."""
        if not self.hold:
            return self._inner.handle_request(request)
        headers = {name: value for name, value in request.headers.items() if name not in _OF_THE_CONNECTION}
        self.held = Ask(request.url.raw_path.decode(), headers, request.read())
        raise httpx.ConnectError("held back")

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()


class Kiosk:
    """One session at one kiosk."""

    def __init__(self, description: dict[str, Any], number: int = 0) -> None:
        """Have a resident authenticated."""
        entry, self._transport = description["kiosks"][number], _Holding()
        identity = KioskIdentity.load(entry["id"], Path(entry["private_key"]))
        self._service = Service(description["api"], identity, clock=lambda: int(time.time()), transport=self._transport)
        self._visit = Visit(self._service, description["municipality"])
        authenticate(self._visit, *card_in_reader(description, _PERSONA))

    def issue(self) -> IssuanceAnswer:
        """Ask for a certificate."""
        return self._visit.request(TYPE, {}, copies=1, idempotency_key=secrets.token_urlsafe(24))

    def fetch(self, issuance: IssuanceAnswer) -> int:
        """Have it handed over; return its size in bytes."""
        sealed = self._visit.retrieve(issuance.issuance_id, Payment(method="cash", amount=issuance.fee.amount))
        return len(sealed.enc) + len(sealed.ciphertext)

    def hold_back(self, issuance: IssuanceAnswer) -> Ask:
        """Return the signed request with which it would be handed over, without sending it."""
        self._transport.hold = True
        with suppress(ServiceUnreachable):
            self.fetch(issuance)
        self._transport.hold = False
        return self._transport.held

    def end(self) -> None:
        """End the session."""
        self._visit.end()
        self._service.close()
