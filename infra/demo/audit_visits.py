"""A few visits at two kiosks, each ending in another way, and the receipts that the kiosks keep."""

from __future__ import annotations

import secrets
from collections import defaultdict
from typing import Any

from chalicelib.protocol.messages import IssuanceAnswer, OutcomeRequest, Payment
from infra.demo.resident import authenticate, card_in_reader, terminal
from kiosk.visit import Visit

TYPE = "resident-record"
_PERSONA = "ordinary"


class Kiosk:
    """A kiosk that keeps the receipts it gets."""

    def __init__(self, description: dict[str, Any], number: int, receipts: defaultdict[str, list[str]]) -> None:
        """Play the kiosk of this number."""
        self._service = terminal(description, number)
        self._receipts = receipts[self._service.kiosk_id]
        self._visit = Visit(self._service, description["municipality"])
        authenticate(self._visit, *card_in_reader(description, _PERSONA))

    def ask(self, replaces: str | None = None) -> IssuanceAnswer:
        """Ask for a certificate."""
        key = secrets.token_urlsafe(24)
        return self._visit.request(TYPE, {"scope": "holder"}, copies=1, idempotency_key=key, replaces=replaces)

    def take(self, issuance: IssuanceAnswer) -> None:
        """Pay and have it handed over."""
        amount = issuance.fee.amount
        self._visit.retrieve(issuance.issuance_id, Payment(method="cash" if amount else "none", amount=amount))

    def report(self, issuance: IssuanceAnswer, outcome: Any = "printed", reason: str | None = None) -> None:
        """Say what came out, and keep the receipt."""
        printed = issuance.pages if outcome == "printed" else 0
        body = OutcomeRequest(outcome=outcome, pages_printed=printed, reason=reason)
        self._receipts.append(self._visit.report_outcome(issuance.issuance_id, body).receipt)

    def print_one(self) -> str:
        """Ask, take and report; return the id."""
        issuance = self.ask()
        self.take(issuance)
        self.report(issuance)
        return issuance.issuance_id

    def leave(self) -> None:
        """End the session."""
        self._visit.end()
        self._service.close()


def play(description: dict[str, Any]) -> dict[str, list[str]]:
    """Play the visits; return the receipts by kiosk."""
    receipts: defaultdict[str, list[str]] = defaultdict(list)
    first, second = (Kiosk(description, number, receipts) for number in (0, 1))
    first.print_one()
    jammed = first.ask()
    first.take(jammed)
    first.report(jammed, "misprinted", "paper-jam")
    again = first.ask(jammed.issuance_id)
    first.take(again)
    first.report(again)
    first.leave()
    second.print_one()
    second.ask()
    second.take(second.ask())
    second.leave()
    return receipts
