"""本籍地利用登録 and the import of books: what the office entered stays, and nothing that it ended comes back."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest

from chalicelib.protocol import errors
from chalicelib.registers.entries import CardLink
from chalicelib.registers.file_format import write_register
from chalicelib.registers.municipalities import MunicipalityWriter
from chalicelib.registers.use_registrations import UseRegistration
from infra.office import cards
from infra.office.__main__ import main
from infra.office.books import import_books
from infra.office.uses import registrations
from tests.functions import books
from tests.functions import further_books as further
from tests.functions.books import TODAY
from tests.functions.refusing import check_refused
from tests.functions.registered import TOMORROW, WEEK_AGO, YESTERDAY, Away, away
from tests.functions.test_books_apart import _file
from tests.functions.visits import Visit, repeated
from tests.functions.world import World


def _import(world: World, path: Path, *uses: UseRegistration, keep: bool = True, **changes: Any) -> None:
    here = world.resident()
    persons = further.person(here), further.person(here, 2 if keep else 3, resident_id=None, given_name="遠子")
    file = _file(
        world,
        households=(books.household(world.code, here),),
        family_registers=(further.family_register(world.code, *persons),),
        use_registrations=uses,
        **changes,
    )
    path.write_bytes(b"".join(write_register(file)))
    assert main(["import-register", str(path)]) == 0


def _in_force(world: World) -> list[UseRegistration]:
    row = world.stored.row("MUNICIPALITIES", municipality=world.code)
    assert row is not None
    return list(registrations(row["books"]))


def test_an_import_brings_registrations(world: World, tmp_path: Path) -> None:
    """What the file has is in force with its books, for the card it names."""
    found = away(world)
    _import(world, tmp_path / "books.jsonl", found.use)
    assert _in_force(world) == [found.use]
    assert found.begin().request(kind="family-register")


def test_what_the_office_entered_survives_an_import(world: World, tmp_path: Path) -> None:
    """An application that the file does not know stays while its person is in it, and goes with them."""
    found = away(world)
    _import(world, tmp_path / "books.jsonl")
    assert _in_force(world) == [found.use]
    assert found.begin().request(kind="family-register")
    _import(world, tmp_path / "books.jsonl", keep=False)
    assert _in_force(world) == []
    with pytest.raises(errors.CardNotLinked):
        found.begin()


def test_no_file_revives_what_the_office_ended(world: World, tmp_path: Path) -> None:
    """A registration ended by itself or with its lost card stays ended, whatever an older export says."""
    found = away(world)
    key = found.card.key
    assert main(["end-card", key.generation, str(key.serial), world.code, "--on", str(TODAY)]) == 0
    _import(world, tmp_path / "books.jsonl", found.use)
    (use,) = _in_force(world)
    assert use.ended_on == TODAY
    check_refused(found.begin(), "family-register", "not-registered-for-use")


def test_a_card_that_is_linked_to_a_resident_is_the_residents(world: World, tmp_path: Path) -> None:
    """Who has moved in with the same card has a resident's certificates: the card link in the file comes first."""
    found = away(world)
    moved_in = repeated(Visit(world, world.terminal(), found.card))
    _import(world, tmp_path / "books.jsonl", found.use, card_links=(moved_in,))
    offers = found.begin().offers()
    assert [each.holder for each in offers.household] == [True]
    assert "not-a-resident" not in {offer.reason for offer in offers.offers}


def _linked(world: World, found: Away, ended_on: dt.date) -> CardLink:
    link = repeated(Visit(world, world.terminal(), found.card))
    return msgspec.structs.replace(link, linked_on=WEEK_AGO, ended_on=ended_on)


def test_who_has_moved_away_keeps_the_registration(world: World, tmp_path: Path) -> None:
    """A link that has ended is still in the file of who lived here: the card is free for what the office entered."""
    found = away(world)
    _import(world, tmp_path / "books.jsonl", card_links=(_linked(world, found, YESTERDAY),))
    assert _in_force(world) == [found.use]
    assert found.begin().request(kind="family-register")


def test_a_link_that_ends_later_is_the_residents_until_then(world: World, tmp_path: Path) -> None:
    """A registration does not take a resident's card away before its link has ended."""
    found = away(world)
    for uses in ((found.use,), ()):
        _import(world, tmp_path / "books.jsonl", *uses, card_links=(_linked(world, found, TOMORROW),))
        assert [each.holder for each in found.begin().offers().household] == [True]
        assert _in_force(world) == [found.use]


@pytest.mark.parametrize("change", [{"person_id": "person-1"}, {"serial": "99"}])
def test_a_confirmation_is_of_one_card_and_one_person(world: World, tmp_path: Path, change: dict[str, str]) -> None:
    """A file that names another person, or another card, under the same id has nothing confirmed for them."""
    found = away(world, {"confirmed_on": None})
    assert main(["confirm-use", world.code, "use-1", "--on", str(TODAY)]) == 0
    _import(world, tmp_path / "books.jsonl", msgspec.structs.replace(found.use, **change))
    assert [use.confirmed_on for use in _in_force(world)] == [None]


def test_what_the_office_ends_while_books_are_imported_is_ended(world: World) -> None:
    """An import takes minutes: a decision that falls into them holds in the new books, too."""
    found = away(world)
    here = world.resident()
    persons = further.person(here), further.person(here, 2, resident_id=None, given_name="遠子")
    register = further.family_register(world.code, *persons)
    file = _file(world, households=(books.household(world.code, here),), family_registers=(register,))

    def end(done: int, total: int) -> None:
        if done == total:
            assert main(["end-use", world.code, "use-1", "--on", str(TODAY)]) == 0

    import_books(file, entropy=secrets.token_bytes, progress=end)
    assert [use.ended_on for use in _in_force(world)] == [TODAY]
    check_refused(found.begin(), "family-register", "not-registered-for-use")


def _import_meanwhile(
    world: World, *uses: UseRegistration, writing: Callable[[], None], published: Callable[[], None]
) -> None:
    """Import while the office does something: before the new books are in force, and right after."""
    here = world.resident()
    persons = further.person(here), further.person(here, 2, resident_id=None, given_name="遠子")
    register = further.family_register(world.code, *persons)
    household = books.household(world.code, here)
    file = _file(world, households=(household,), family_registers=(register,), use_registrations=uses)
    publish = MunicipalityWriter.publish

    def publish_and(writer: MunicipalityWriter, code: str, version: str) -> None:
        publish(writer, code, version)
        published()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MunicipalityWriter, "publish", publish_and)
        last = partial(_at_the_last, writing)
        import_books(file, entropy=secrets.token_bytes, progress=last)


def _at_the_last(then: Callable[[], None], done: int, total: int) -> None:
    if done == total:
        then()


def test_a_registration_ended_in_the_new_books_stays_ended(world: World) -> None:
    """Confirmed while they were written, ended right after they are in force: the end stands."""
    found = away(world, {"confirmed_on": None})
    _import_meanwhile(
        world,
        found.use,
        writing=lambda: _office("confirm-use", world.code, "use-1", "--on", str(TODAY)),
        published=lambda: _office("end-use", world.code, "use-1", "--on", str(TODAY)),
    )
    assert [(use.confirmed_on, use.ended_on) for use in _in_force(world)] == [(TODAY, TODAY)]
    check_refused(found.begin(), "family-register", "not-registered-for-use")


def test_a_card_ended_before_its_registration_is_carried_over_stays_ended(world: World) -> None:
    """Applied for while the new books were written; lost right after they are in force, in which it is not yet."""
    away(world)
    card = world.maker.card()
    named = (card.key.generation, str(card.key.serial), world.code)

    def apply() -> None:
        _office("apply-use", *named, "register-1", "person-2", "--on", str(TODAY))
        (applied,) = [use for use in _in_force(world) if use.serial == str(card.key.serial)]
        _office("confirm-use", world.code, applied.registration_id, "--on", str(TODAY))

    _import_meanwhile(world, writing=apply, published=lambda: _office("end-card", *named, "--on", str(TODAY)))
    with pytest.raises(errors.CardNotLinked):
        Visit(world, world.terminal(), card).begin()


def _office(*arguments: str) -> None:
    assert main(list(arguments)) == 0


@pytest.mark.parametrize("how", ["end-card", "renew-card"])
def test_a_lost_card_has_no_registration_left(world: World, tmp_path: Path, how: str) -> None:
    """Neither when it has become a resident's since: what the office knows to be lost opens nothing after an import."""
    found = away(world)
    key, holder = found.card.key, world.resident().resident_id
    cards.link_card(world.code, key, holder, linked_on=WEEK_AGO, source="test")
    if how == "end-card":
        cards.end_card(world.code, key, day=TODAY)
    else:
        cards.renew_card(world.code, key, world.maker.card().key, holder, day=TODAY)
    _import(world, tmp_path / "books.jsonl")
    assert [use.ended_on for use in _in_force(world)] == [TODAY]


def test_a_lost_card_stays_lost_whatever_registration_it_had(world: World, tmp_path: Path) -> None:
    """Neither a file that knows nothing of the card nor an older one that has it makes it a resident's again."""
    found = away(world)
    key, link = found.card.key, repeated(Visit(world, world.terminal(), found.card))
    cards.link_card(world.code, key, world.resident().resident_id, linked_on=WEEK_AGO, source="test")
    cards.end_card(world.code, key, day=TODAY)
    for links in ((), (link,)):
        _import(world, tmp_path / "books.jsonl", card_links=links)
    with pytest.raises(errors.CardNotLinked):
        found.begin()


def test_a_corrected_registration_survives_a_file_with_the_wrong_one(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The office ended the one that the file still has, and entered another one for the same card."""
    found = away(world)
    assert main(["end-use", world.code, "use-1", "--on", str(TODAY)]) == 0
    key = found.card.key
    arguments = (key.generation, str(key.serial), world.code, "register-1", "person-2", "--on", str(TODAY))
    capsys.readouterr()
    assert main(["apply-use", *arguments]) == 0
    corrected = capsys.readouterr().out.strip()
    header = msgspec.structs.replace(_file(world).header, exported_at=dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
    _import(world, tmp_path / "books.jsonl", found.use, header=header)
    assert {use.registration_id: use.ended_on for use in _in_force(world)} == {"use-1": TODAY, corrected: None}
    check_refused(found.begin(), "family-register", "use-registration-pending")
