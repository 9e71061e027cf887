"""One municipality with its residents, cards and kiosks, and the functions that serve it."""

from __future__ import annotations

from functools import cached_property
from itertools import count
from typing import Any

from chalicelib.edge.settings import Settings
from chalicelib.registers.entries import HouseholdRecord, Resident
from chalicelib.registers.municipalities import MunicipalityWriter
from chalicelib.registers.pseudonyms import Pseudonyms
from chalicelib.registers.store import RegisterWriter
from chalicelib.storage import clients
from chalicelib.storage.cards import Link
from chalicelib.storage.kiosks import KioskWriter
from chalicelib.storage.rate_limits import RateLimits
from chalicelib.storage.visit_limit import VisitLimit
from infra.office.card_links import LinkWriter
from tests.functions import books
from tests.functions.cards import Card, CardMaker
from tests.functions.services import Services
from tests.functions.stored import Stored
from tests.functions.terminals import Terminal
from tests.functions.times import Clock

_numbers = count(1)


class World:
    """Made anew for each test, under names that no other test uses."""

    def __init__(self, settings: Settings, maker: CardMaker, clock: Clock) -> None:
        self._number = next(_numbers)
        self._settings = settings
        self.code = f"{10000 + self._number}"
        self.books = f"{self.code}#books"
        self.clock = clock
        self.maker = maker
        self.services = Services(settings, maker.anchors)
        self.stored = Stored(settings)
        self.kiosks = KioskWriter(clients.dynamodb(), settings.table("KIOSKS"))
        self.municipalities = MunicipalityWriter(clients.dynamodb(), settings.table("MUNICIPALITIES"))
        self.registers = RegisterWriter(
            clients.dynamodb(), settings.table("REGISTERS"), settings.table("MUNICIPALITIES")
        )
        self._links = LinkWriter(clients.dynamodb(), settings.table("CARD_LINKS"), settings.table("MUNICIPALITIES"))
        self._versions = count(1)
        self.municipalities.announce(self.code, self.books)
        self.municipalities.publish(self.code, self.books)
        self.publish()

    @cached_property
    def pseudonym(self) -> Pseudonyms:
        """What the office names this municipality's residents by."""
        return Pseudonyms.of(clients.kms(), self._settings.get("KOFU_PSEUDONYM_KEY"), self.code)

    def publish(self, **changes: Any) -> None:
        """Put settings of the municipality in force, each time a higher version."""
        self.municipalities.put_settings(books.settings(self.code, version=next(self._versions), **changes))

    @property
    def ledger_table(self) -> str:
        """The physical name of the ledger."""
        return self._settings.table("LEDGER")

    @property
    def links_table(self) -> str:
        """The physical name of the card links."""
        return self._settings.table("CARD_LINKS")

    @property
    def registers_table(self) -> str:
        """The physical name of the registers."""
        return self._settings.table("REGISTERS")

    def limit(self, limits: RateLimits) -> None:
        """Serve within these limits from now on."""
        self.services = Services(self._settings, self.maker.anchors, limits)

    def admit(self, most: int) -> None:
        """Serve at most so many visits at once from now on."""
        self.services = Services(self._settings, self.maker.anchors, visits=VisitLimit(most))

    def neighbour(self) -> World:
        """Make another municipality in the same cloud."""
        return World(self._settings, self.maker, self.clock)

    def terminal(self) -> Terminal:
        """Enrol a kiosk."""
        terminal = Terminal(f"kiosk-{next(_numbers):06d}", self.clock)
        self.kiosks.enrol(terminal.kiosk)
        return terminal

    def resident(self, household: int = 1, member: int = 1, **changes: Any) -> Resident:
        """Make an entry for a member of one of this municipality's households."""
        names = f"resident-{self._number}-{household}-{member}", f"household-{self._number}-{household}"
        return books.resident(*names, **changes)

    def enter(self, *residents: Resident) -> HouseholdRecord:
        """Enter a household into the books, over the one with its id."""
        record = books.household(self.code, *residents)
        self.registers.put_household(self.books, record, self.pseudonym)
        return record

    def link(self, resident: Resident, card: Card, *, ended: bool = False) -> Card:
        """Link a card to a resident."""
        ended_on = books.TODAY if ended else None
        row = Link(self.books, resident.resident_id, resident.household_id, books.LINKED_ON, "test", ended_on)
        self._links.put(self.code, card.key, row)
        return card

    def failures(self, card: Card) -> int:
        """Return how often a card has failed, as the service counts it."""
        return self.services.authentication_store.failures(card.key)
