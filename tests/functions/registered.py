"""Somebody who lives elsewhere and is registered for use of a family register kept here (本籍地利用登録)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from chalicelib.registers.entries import Protection
from chalicelib.registers.use_registrations import UseRegistration
from infra.office.uses import write_link
from tests.functions import further_books as further
from tests.functions.books import TODAY
from tests.functions.cards import Card
from tests.functions.equipped import FEES
from tests.functions.visits import Visit
from tests.functions.world import World

REGISTERS = ("family-register", "family-register-supplement")
WEEK_AGO, YESTERDAY, TOMORROW = (TODAY + dt.timedelta(days=days) for days in (-7, -1, 1))
PROTECTED = Protection(since=WEEK_AGO, until=TOMORROW)


@dataclass
class Away:
    """Somebody who lives elsewhere: person 2 of a register whose person 1 is a resident here."""

    world: World
    card: Card
    use: UseRegistration
    person: dict[str, Any] = field(default_factory=dict)
    described: dict[str, Any] = field(default_factory=dict)
    relative: dict[str, Any] = field(default_factory=dict)
    register: dict[str, Any] = field(default_factory=dict)

    def enter(self) -> Away:
        """Write register and supplement as they are said to be, and the registration."""
        world, here = self.world, self.world.resident()
        absent = {"resident_id": None, "given_name": "遠子"}
        people = further.person(here), further.person(here, 2, **absent | self.person)
        described = (
            further.supplement_person(here, **self.relative),
            further.supplement_person(here, 2, **absent | {"name": "架空　遠子"} | self.described),
        )
        world.registers.put_register(world.books, further.family_register(world.code, *people, **self.register))
        world.registers.put_register(world.books, further.supplement(world.code, *described))
        self.put(self.use)
        return self

    def put(self, use: UseRegistration) -> None:
        """Write the registration."""
        self.world.registers.put_use(self.world.books, use, self.world.pseudonym)

    def begin(self) -> Visit:
        """Arrive with the card and be authenticated."""
        return Visit(self.world, self.world.terminal(), self.card).begin()


def away(world: World, use: dict[str, Any] | None = None, **entries: dict[str, Any]) -> Away:
    """Enter a resident and somebody of the same register who lives elsewhere, with a confirmed registration."""
    world.publish(fees=FEES)
    world.enter(world.resident())
    card = world.maker.card()
    values: dict[str, Any] = {
        "registration_id": "use-1",
        "generation": card.key.generation,
        "serial": str(card.key.serial),
        "register_id": "register-1",
        "person_id": "person-2",
        "applied_on": WEEK_AGO,
        "confirmed_on": YESTERDAY,
    }
    made = Away(world, card, UseRegistration(**values | (use or {})), **entries).enter()
    write_link(world.code, world.books, made.use)
    return made
