"""本籍地利用登録 at the office: applications and decisions, each made once, whoever else decides at the same time."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Any

import pytest

from chalicelib.protocol import errors
from infra.office.__main__ import main
from infra.office.uses import UseDesk
from tests.functions import further_books as further
from tests.functions.books import TODAY
from tests.functions.cards import Card
from tests.functions.crowd import kinds, parallel
from tests.functions.refusing import check_refused
from tests.functions.registered import TOMORROW, YESTERDAY, away
from tests.functions.visits import Visit, arrive
from tests.functions.world import World


def _apply(world: World, card: Card, person: str = "person-2", register: str = "register-1") -> int:
    key = card.key
    return main(["apply-use", key.generation, str(key.serial), world.code, register, person, "--on", str(YESTERDAY)])


def test_an_application_waits_for_the_office(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """Entered, listed with what the register says of the person, confirmed: only then is anything issued."""
    away(world)
    card = world.maker.card()
    assert _apply(world, card) == 0
    registration_id = capsys.readouterr().out.strip()
    visit = Visit(world, world.terminal(), card).begin()
    check_refused(visit, "family-register", "use-registration-pending")
    assert main(["list-uses", world.code, "--on", str(TODAY)]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"{registration_id}  pending  applied {YESTERDAY}  {further.ADDRESS}")
    assert line.endswith("筆頭者 架空　一郎  名 遠子  1985-04-01")
    assert main(["confirm-use", world.code, registration_id, "--on", str(TODAY)]) == 0
    assert visit.request(kind="family-register")
    assert main(["list-uses", world.code, "--on", str(TODAY)]) == 0
    assert capsys.readouterr().out == ""


def test_who_is_not_in_the_register_is_not_confirmed(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither at the application, nor when they have left it by the day of the decision."""
    found = away(world)
    card = world.maker.card()
    assert [_apply(world, card, *named) for named in (("person-9",), ("person-2", "register-9"))] == [1, 1]
    assert _apply(world, card) == 0
    registration_id = capsys.readouterr().out.strip()
    found.person = {"removed": True}
    found.enter()
    assert main(["confirm-use", world.code, registration_id, "--on", str(TODAY)]) == 1
    assert UseDesk(world.code).get(registration_id).confirmed_on is None


def test_a_decision_is_made_once(world: World) -> None:
    """What is refused or confirmed cannot be decided again; what is ended stays ended on its day."""
    found = away(world, {"confirmed_on": None})
    assert main(["refuse-use", world.code, "use-1", "not-identified", "--on", str(TODAY)]) == 0
    assert main(["confirm-use", world.code, "use-1", "--on", str(TODAY)]) == 1
    assert main(["refuse-use", world.code, "use-1", "withdrawn", "--on", str(TODAY)]) == 1
    found.put(found.use)
    for day in (TODAY, TOMORROW):
        assert main(["end-use", world.code, "use-1", "--on", str(day)]) == 0
    assert UseDesk(world.code).get("use-1").ended_on == TODAY
    assert main(["end-use", world.code, "use-9"]) == 1


def test_a_card_has_one_registration_that_stands(world: World) -> None:
    """A second application of a card is refused while the first stands, and a resident's card has none."""
    found = away(world)
    assert _apply(world, found.card) == 1
    assert main(["end-use", world.code, "use-1", "--on", str(YESTERDAY)]) == 0
    assert _apply(world, found.card) == 0
    resident = arrive(world, world.resident())
    assert _apply(world, resident.card) == 1


def test_of_decisions_at_the_same_time_one_is_made(world: World) -> None:
    """Confirmed or refused, by whichever official was first: the other one is told, and nothing is overwritten."""
    away(world, {"confirmed_on": None})
    desks = [UseDesk(world.code) for _ in range(8)]
    calls = [
        partial(desk.confirm, "use-1", on=TODAY) if number % 2 else partial(desk.refuse, "use-1", "withdrawn", on=TODAY)
        for number, desk in enumerate(desks)
    ]
    assert kinds(parallel(calls)) == {"Conflict": 7, "NoneType": 1}
    use = UseDesk(world.code).get("use-1")
    assert (use.confirmed_on is None) is (use.refused_on is not None)


def test_what_is_ended_while_it_is_confirmed_is_ended(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The confirmation was read for before the end and written after it: it does not undo the end."""
    away(world, {"confirmed_on": None})
    desk = UseDesk(world.code)
    register = desk.register

    def interrupted(register_id: str) -> Any:
        monkeypatch.undo()
        UseDesk(world.code).end("use-1", on=TODAY)
        return register(register_id)

    monkeypatch.setattr(desk, "register", interrupted)
    with pytest.raises(errors.Conflict):
        desk.confirm("use-1", on=TODAY)
    use = UseDesk(world.code).get("use-1")
    assert (use.ended_on, use.confirmed_on) == (TODAY, None)


def test_of_applications_of_one_card_at_the_same_time_one_is_entered(world: World) -> None:
    """A card never has two registrations that wait for the office."""
    away(world)
    card = world.maker.card().key
    desks = [UseDesk(world.code) for _ in range(6)]
    found = parallel(
        [partial(desk.apply, card, "register-1", "person-2", on=TODAY, entropy=secrets.token_bytes) for desk in desks]
    )
    assert kinds(found) == {"Conflict": 5, "UseRegistration": 1}
    assert len([use for use in UseDesk(world.code).all() if use.serial == str(card.serial)]) == 1


def test_a_decision_on_books_that_are_not_in_force_any_more_is_refused(world: World) -> None:
    """Written into the old books while new ones come into force, nobody would ever read it."""
    away(world)
    desk = UseDesk(world.code)
    world.municipalities.announce(world.code, f"{world.books}-new")
    world.municipalities.publish(world.code, f"{world.books}-new")
    with pytest.raises(errors.Conflict):
        desk.end("use-1", on=TODAY)
