"""A small city: two kiosks, two households of five, and everything that is stored of their visits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from chalicelib.authenticate.trust_anchors import TrustAnchors
from chalicelib.edge.settings import Settings
from chalicelib.protocol.transcript import SESSION_LIFETIME
from chalicelib.registers.entries import Resident
from chalicelib.registers.municipalities import MunicipalityWriter
from chalicelib.registers.store import RegisterWriter
from chalicelib.registers.use_registrations import CERTIFICATE_KIND
from chalicelib.storage import clients
from chalicelib.storage.cards import CardKey, Link
from chalicelib.storage.items import Row, to_item
from chalicelib.storage.kiosks import KioskWriter
from chalicelib.storage.ledger import Issuance
from chalicelib.storage.visit_limit import VisitLimit
from infra.office.card_links import LinkWriter
from tests.functions import books
from tests.functions.services import Services
from tests.functions.terminals import Terminal
from tests.functions.times import NOW, Clock
from tests.simulation.inside import Inside, Kept
from tests.simulation.wire import Wire

CODE = "24204"
_BOOKS = f"{CODE}#books"
_KEYS = {"ENVELOPES": "issuance_id", "LEDGER": "issuance_id", "SESSIONS": "token_hash"}
_STORED = (*_KEYS, "CHALLENGES", "RATE_LIMITS")


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that is stored of visits at an instant; of objects, their keys and when they were written."""

    objects: Mapping[str, int]
    envelopes: Mapping[str, Row]
    sessions: Mapping[str, Row]
    ledger: Mapping[str, Issuance]


@dataclass(frozen=True, slots=True)
class Moment:
    """What is stored of visits, when, and which tokens come next."""

    stored: Kept
    now: int
    draw: Any


def card_of(resident: Resident) -> CardKey:
    """Return the certificate on a resident's card."""
    return CardKey("sim-1", int.from_bytes(resident.resident_id.encode()), CERTIFICATE_KIND)


class City:
    """Made once; `wipe` makes it as new."""

    def __init__(self, settings: Settings, wire: Wire, clock: Clock) -> None:
        self._settings = settings
        self.wire = wire
        self._cloud = Inside()
        self.clock = clock
        self.draw = Random(0)  # noqa: S311 - the same tokens, hence the same shards, in every run
        self.services = Services(settings, TrustAnchors(()))
        self.terminals = tuple(Terminal(f"kiosk-{number:06d}", clock) for number in (1, 2))
        self.residents = tuple(self._household(number) for number in (1, 2))
        self.offices = MunicipalityWriter(clients.dynamodb(), settings.table("MUNICIPALITIES"))
        self.offices.announce(CODE, _BOOKS)
        self.offices.publish(CODE, _BOOKS)
        self.offices.put_settings(books.settings(CODE))
        for terminal in self.terminals:
            KioskWriter(clients.dynamodb(), settings.table("KIOSKS")).enrol(terminal.kiosk)

    def _household(self, number: int) -> Resident:
        members = [books.resident(f"resident-{number}-{member}", f"household-{number}") for member in range(1, 6)]
        tables = self._settings.table("REGISTERS"), self._settings.table("MUNICIPALITIES")
        registers = RegisterWriter(clients.dynamodb(), *tables)
        registers.put_household(_BOOKS, books.household(CODE, *members))
        holder = members[0]
        link = Link(_BOOKS, holder.resident_id, holder.household_id, books.LINKED_ON, "test")
        LinkWriter(clients.dynamodb(), self._settings.table("CARD_LINKS"), tables[1]).put(CODE, card_of(holder), link)
        return holder

    def put_session(self, row: Row) -> None:
        """Open a session, as `authenticate` does."""
        clients.dynamodb().put_item(TableName=self._settings.table("SESSIONS"), Item=to_item(row))

    def with_room_for(self, visits: int) -> Services:
        """Return the services of a municipality that admits so many visits at once."""
        return Services(self._settings, TrustAnchors(()), visits=VisitLimit(visits))

    def challenges(self) -> int:
        """Return how many visits have begun, and have not been authenticated."""
        return len(self._cloud.rows(self._settings.table("CHALLENGES")))

    def sweep(self) -> dict[str, int]:
        """Sweep now."""
        return self.services.sweep().run(now=self.clock.now)

    def let_expire(self) -> None:
        """Let so much time pass that nothing of any visit so far may be left after the next sweep."""
        self.clock.now += 2 * SESSION_LIFETIME

    def picture(self) -> Picture:
        """Look at what is stored."""
        return Picture(
            objects=self._objects(),
            envelopes=self._rows("ENVELOPES"),
            sessions=self._rows("SESSIONS"),
            ledger={key: Issuance.from_row(row) for key, row in self._rows("LEDGER").items()},
        )

    def ledger_rows(self) -> dict[str, Row]:
        """Return the ledger with the audit's entries, as it is stored."""
        return self._rows("LEDGER")

    def _rows(self, table: str) -> dict[str, Row]:
        return {row[_KEYS[table]]: row for row in self._cloud.rows(self._settings.table(table))}

    def _objects(self) -> dict[str, int]:
        return self._cloud.objects(self._settings.images_bucket)

    def keep(self) -> Moment:
        """Remember this moment, to return to it as often as wanted."""
        tables = [self._settings.table(table) for table in _STORED]
        return Moment(self._cloud.keep(tables, self._settings.images_bucket), self.clock.now, self.draw.getstate())

    def return_to(self, moment: Moment) -> None:
        """Make everything as it was."""
        self._cloud.put_back(moment.stored, self._settings.images_bucket)
        self.clock.now = moment.now
        self.draw.setstate(moment.draw)

    def wipe(self) -> None:
        """Forget all visits, and begin again at the same time."""
        for table in _STORED:
            self._cloud.empty_table(self._settings.table(table))
        self._cloud.empty_bucket(self._settings.images_bucket)
        self.clock.now = NOW
        self.draw.seed(0)
