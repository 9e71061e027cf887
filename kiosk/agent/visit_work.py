"""The work of one visit with card and service, done one after the other in a thread of its own.

Everything of the visit hangs on this object: its key, its PIN, its pages. `forget` wipes them from any thread at
once, whatever the thread waits for; a session that was opened too late to be wanted is ended as any other.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from chalicelib.protocol.errors import ImageArchiveInvalid, SealBroken
from chalicelib.protocol.messages import OutcomeRequest, Payment
from kiosk.agent import card_errors
from kiosk.agent.pages import Pages
from kiosk.agent.worker import Worker
from kiosk.card import CardError, CardReader, CardSession, Pin, PinIncorrect, PinLocked
from kiosk.service import Service, ServiceRefused, ServiceUnreachable
from kiosk.sheets import Keys, SheetsWrong, check_sheets, fetch_keys
from kiosk.terminal import commands, events
from kiosk.terminal.events import Event
from kiosk.visit import Challenged, Visit, VisitOver

Post = Callable[[Event], None]

_AGAIN_SECONDS = (2.0, 5.0)
_ALREADY_RETRIEVED = "already-retrieved"
_LOCKED = "card-locked"
# Refusals of the moment: what became of the paper is still to be told.
_PASSING = frozenset({"internal", "too-many-requests"})


@dataclass(frozen=True, slots=True)
class Tools:
    """What a visit works with. `new_key`: makes idempotency keys; `closing`: set when the agent ends."""

    service: Service
    reader: CardReader
    post: Post
    failed: Callable[[BaseException], None]
    new_key: Callable[[], str]
    closing: threading.Event


class VisitWork:
    """One visit."""

    def __init__(self, tools: Tools, municipality: str) -> None:
        """Make the session key."""
        self._tools = tools
        self._municipality = municipality
        self._visit = Visit(tools.service, municipality)
        self._keys: Keys = {}
        self._worker = Worker("visit", tools.failed)
        self.pin = Pin()
        self.pages = Pages()

    def forget(self) -> None:
        """Wipe key, PIN and pages now; then tell what is still to be told, and end the session there."""
        self._visit.forget()
        self.pin.wipe()
        self.pages.wipe()
        self._worker.submit(self._end)
        self._worker.finish()

    def _end(self) -> None:
        # What the thread was at when everything was wiped may have brought something since.
        self.pages.wipe()
        self.pin.wipe()
        with suppress(ServiceRefused, ServiceUnreachable):
            self._visit.end()

    def read_card(self, command: commands.ReadCard) -> None:
        """Answer `CardRead` or `CardFailed`."""
        self._worker.submit(lambda: self._answering(command.job, lambda: self._read_card(command.job)))

    def authenticate(self, command: commands.Authenticate) -> None:
        """Answer as `Authenticate` says."""
        self._worker.submit(lambda: self._answering(command.job, lambda: self._authenticate(command.job)))

    def make(self, command: commands.MakePages) -> None:
        """Answer `Made`, or why not."""
        self._worker.submit(lambda: self._answering(command.job, lambda: self._make(command)))

    def fetch(self, command: commands.FetchPages) -> None:
        """Answer `Fetched`, or why not."""
        self._worker.submit(lambda: self._answering(command.job, lambda: self._fetch(command)))

    def tell_outcome(self, command: commands.TellOutcome) -> None:
        """Answer `OutcomeTold`."""
        self._worker.submit(lambda: self._tell_outcome(command))

    def _answering(self, job: int, work: Callable[[], Event]) -> None:
        try:
            event = work()
        except VisitOver:
            return
        except ServiceRefused as refusal:
            event = events.Refused(job, refusal.problem.code, refusal.problem.reason)
        except (ServiceUnreachable, SealBroken):
            event = events.NoAnswer(job)
        except CardError as error:
            event = events.CardFailed(job, card_errors.code_of(error))
        except Exception as error:  # noqa: BLE001 - whatever it is, nobody waits for an answer that will not come
            self._tools.failed(error)
            event = events.NoAnswer(job)
        self._tools.post(event)

    def _read_card(self, job: int) -> Event:
        with self._tools.reader.connect() as card:
            card.certificate()
            return events.CardRead(job, card.tries_left())

    def _authenticate(self, job: int) -> Event:
        # What pages are checked with is settled before the session: nothing that comes later can change it.
        self._keys = fetch_keys(self._tools.service)
        with self._tools.reader.connect() as card:
            challenged = self._visit.ask_challenge(card.certificate())
            signed = self._sign(card, challenged)
        if isinstance(signed, int):
            return self._report(job, challenged, signed)
        self._tools.post(events.Checked(job, "identity"))
        session = self._visit.open_session(challenged, signed)
        self._tools.post(events.Checked(job, "offers"))
        return events.Authenticated(job, session.expires_at * 1000, self._visit.offers())

    def _sign(self, card: CardSession, challenged: Challenged) -> bytes | int:
        """Return the signature, or how many tries a wrong PIN left."""
        try:
            return card.sign(self.pin, self._visit.transcript(challenged).encode())
        except PinIncorrect as error:
            return error.remaining
        except PinLocked:
            return 0

    def _report(self, job: int, challenged: Challenged, remaining: int) -> Event:
        # The card has counted, whether or not the service hears of it, and whatever else it says.
        try:
            locked = self._visit.report_pin_failure(challenged, remaining).locked
        except ServiceUnreachable:
            locked = False
        except ServiceRefused as refusal:
            locked = refusal.problem.code == _LOCKED
        if locked and remaining:
            return events.Refused(job, _LOCKED)
        return events.PinWrong(job, remaining)

    def _make(self, command: commands.MakePages) -> Event:
        key = self._tools.new_key()
        try:
            return self._request(command, key)
        except ServiceUnreachable:
            # The same key asks for the same pages: they are never made twice.
            return self._request(command, key)

    def _request(self, command: commands.MakePages, key: str) -> Event:
        options = {name: list(value) if isinstance(value, tuple) else value for name, value in command.options}
        made = self._visit.request(
            command.kind, options, copies=command.copies, idempotency_key=key, replaces=command.replaces
        )
        return events.Made(job=command.job, issuance_id=made.issuance_id, fee=made.fee.amount, pages=made.pages)

    def _fetch(self, command: commands.FetchPages) -> Event:
        try:
            sealed = self._visit.retrieve(command.issuance_id, Payment(method=command.method, amount=command.amount))
            archive = self._visit.open_image(sealed, command.issuance_id)
            check_sheets(
                archive,
                issuance_id=command.issuance_id,
                certificate_type=command.kind,
                municipality=self._municipality,
                copies=command.copies,
                keys=self._keys,
            )
        except ServiceUnreachable:
            return events.Lost(command.job)
        except (SealBroken, ImageArchiveInvalid, SheetsWrong):
            return events.PagesWrong(command.job)
        except ServiceRefused as refusal:
            if refusal.problem.code == _ALREADY_RETRIEVED:
                return events.Lost(command.job)
            raise
        self.pages.put(archive.pages)
        return events.Fetched(command.job)

    def _tell_outcome(self, command: commands.TellOutcome) -> None:
        request = OutcomeRequest(
            outcome="printed" if command.printed else "misprinted",
            pages_printed=command.sheets,
            reason=command.reason,
        )
        for wait in (*_AGAIN_SECONDS, 0.0):
            try:
                self._visit.report_outcome(command.issuance_id, request)
            except ServiceUnreachable:
                self._tools.closing.wait(wait)
            except ServiceRefused as refusal:
                if refusal.problem.code not in _PASSING:
                    break
                self._tools.closing.wait(wait)
            else:
                self._tools.post(events.OutcomeTold(command.issuance_id, confirmed=True))
                return
        self._tools.post(events.OutcomeTold(command.issuance_id, confirmed=False))
