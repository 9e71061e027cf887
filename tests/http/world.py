"""The running emulation with its kiosks and residents, and what it stores, for the tests of the contract."""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from chalicelib.protocol import http_signatures
from chalicelib.protocol.http_signatures import SignedRequest
from chalicelib.protocol.sealing import SessionKey
from infra.emulator.emulator import CALLS_FILE
from kiosk.identity import KioskIdentity
from kiosk.service import Service
from kiosk.sheets import fetch_keys
from tests.emulated import Emulated
from tests.http.cards import Card
from tests.http.noting import Noting
from tests.http.published import STAGE, Published
from tests.http.wire import Answer, Request, exchange

Body = dict[str, Any] | bytes | None
PUBLISHED = Published()
_WRITES = re.compile(r'"(Put|Update|Delete|Transact|BatchWrite|Copy|Create)[A-Za-z]*"')


def now() -> int:
    """Return the time as a kiosk's clock gives it."""
    return int(time.time())


class World:
    """Everything a test of the contract needs; `answers` remembers what the API ever said to it."""

    def __init__(self, emulated: Emulated) -> None:
        self.emulated = emulated
        self.municipality: str = emulated.description["municipality"]
        self.answers: list[Answer] = []
        self.tokens: list[str] = []
        self.dynamodb, self._s3 = emulated.aws("dynamodb"), emulated.aws("s3")
        self._identities = [
            KioskIdentity.load(entry["id"], Path(entry["private_key"])) for entry in emulated.description["kiosks"]
        ]

    def identity(self, number: int = 0) -> KioskIdentity:
        """Return a kiosk's identity."""
        return self._identities[number]

    @contextmanager
    def service(self, number: int = 0) -> Iterator[Service]:
        """Connect as the terminal's own client does."""
        transport = Noting(self.note)
        service = Service(self.emulated.description["api"], self.identity(number), clock=now, transport=transport)
        try:
            yield service
        finally:
            service.close()

    def card(self, label: str) -> Card:
        """Return a persona's card."""
        entry = next(entry for entry in self.emulated.description["cards"] if entry["label"] == label)
        return Card.load(Path(entry["certificate"]), Path(entry["private_key"]))

    def send(self, request: Request, *, half_close: bool = False) -> Answer:
        """Send a request as it is; the answer is held against the published document."""
        return self.exchange(request.encoded(), request.method, request.target, half_close=half_close)

    def exchange(self, sent: bytes, method: str = "", target: str = "", *, half_close: bool = False) -> Answer:
        """Send bytes as they are."""
        answer = exchange(self.emulated.description["api"], sent, half_close=half_close)
        self.note(method, target, answer)
        return answer

    def note(self, method: str, target: str, answer: Answer) -> None:
        """Remember an answer and hold it against the published document."""
        self.answers.append(answer)
        PUBLISHED.check(method, target, answer)

    def signed(
        self, method: str, path: str, body: Body = None, *, token: str | None = None, kiosk: int = 0, **headers: str
    ) -> Request:
        """Return a request that a kiosk signed, ready to be sent or to be spoilt."""
        return self.signed_as(self.identity(kiosk), method, path, body, token=token, headers=headers)

    def signed_as(
        self,
        identity: KioskIdentity,
        method: str,
        path: str,
        body: Body = None,
        *,
        token: str | None = None,
        created: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Request:
        """Return a request that somebody signed, now or as of another time."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
        sent = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        if content:
            sent.setdefault("content-type", "application/json")
        if token is not None:
            sent["authorization"] = f"Bearer {token}"
        signed = SignedRequest(method, STAGE + path.partition("?")[0], sent, content)
        made = http_signatures.sign(
            signed, kiosk_id=identity.kiosk_id, private_key=identity.private_key, created=created or now()
        )
        sent |= {name.lower(): value for name, value in made.items()}
        return Request(method, STAGE + path, tuple(sent.items()), content)

    def call(
        self, method: str, path: str, body: Body = None, *, token: str | None = None, kiosk: int = 0, **headers: str
    ) -> Answer:
        """Send a signed request."""
        return self.send(self.signed(method, path, body, token=token, kiosk=kiosk, **headers))

    def ask_challenge(self, municipality: str | None = None) -> Answer:
        """Ask for a challenge for a new session key."""
        key = base64.b64encode(SessionKey().public_bytes).decode()
        return self.call(
            "POST", "/challenges", {"municipality": municipality or self.municipality, "session_public_key": key}
        )

    def rows(self, logical: str) -> list[dict[str, Any]]:
        """Return all rows of a table as the table stores them, in a fixed order."""
        pages = self.dynamodb.get_paginator("scan").paginate(
            TableName=self.emulated.description["resources"][logical], ConsistentRead=True
        )
        return sorted((item for page in pages for item in page["Items"]), key=repr)

    def expected(self) -> dict[str, Any]:
        """Return what `check_sheets` compares with beside issuance and type: one copy, here, under today's keys."""
        with self.service() as service:
            return {"municipality": self.municipality, "copies": 1, "keys": fetch_keys(service)}

    def objects(self) -> list[str]:
        """Return the keys of all stored images."""
        found = self._s3.list_objects_v2(Bucket=self.emulated.description["resources"]["ImagesBucket"])
        return [entry["Key"] for entry in found.get("Contents", ())]

    def snapshot(self) -> dict[str, Any]:
        """Return everything that is stored, but the books: no function of the API writes there."""
        books = {"RegistersTable", "CardLinksTable"}
        tables = {name for name in self.emulated.description["resources"] if name.endswith("Table")} - books
        return {name: self.rows(name) for name in tables} | {"objects": self.objects()}

    def writes(self) -> list[str]:
        """Return the operations with which the API's functions have written so far, successfully or not."""
        calls = (self.emulated.state / CALLS_FILE).read_text().splitlines()
        return [line for line in calls if '"sweep"' not in line and '"audit"' not in line and _WRITES.search(line)]

    def ledger(self, issuance_id: str) -> dict[str, str]:
        """Return an issuance's row of the ledger, its values as text."""
        row = next(row for row in self.rows("LedgerTable") if row["issuance_id"]["S"] == issuance_id)
        return {name: str(next(iter(value.values()))) for name, value in row.items()}
