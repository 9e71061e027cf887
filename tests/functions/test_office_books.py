"""Importing the books: a new version in force all at once, and nothing left of the old one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from chalicelib.protocol import errors
from chalicelib.registers.entries import CardLink, HouseholdRecord
from chalicelib.registers.file_format import write_register
from chalicelib.registers.register_file import FORMAT, Header, RegisterFile
from chalicelib.storage import clients
from chalicelib.storage.cards import link_key
from infra.office.__main__ import main
from tests.functions import books, faults
from tests.functions.visits import Visit, arrive, repeated
from tests.functions.world import World


def write(path: Path, world: World, *households: HouseholdRecord, links: tuple[CardLink, ...] = ()) -> Path:
    """Write a register file of these households and card links."""
    header = Header(
        format=FORMAT, municipality=world.code, exported_at=dt.datetime(2026, 11, 24, 0, 0, tzinfo=dt.UTC), entries=None
    )
    file = RegisterFile(header=header, settings=books.settings(world.code), households=households, card_links=links)
    path.write_bytes(b"".join(write_register(file)))
    return path


def rows(world: World) -> list[str]:
    """Return the keys of everything the registers hold of this municipality, in any version."""
    found = world.stored.everything("REGISTERS")
    return sorted(row["entry"] for row in found if row["books"].startswith(world.code))


def links(world: World) -> list[str]:
    """Return the keys of the card links there are of this municipality."""
    found = world.stored.everything("CARD_LINKS")
    return sorted(row["card"] for row in found if row["card"].startswith(world.code))


@pytest.fixture
def staying(world: World) -> Visit:
    """Someone who is in the old books and in the new ones."""
    return arrive(world)


def test_who_is_not_in_the_new_books_is_nowhere(world: World, staying: Visit, tmp_path: Path) -> None:
    """After an import the old version is gone: whoever left the books gets nothing, and no row of theirs is left."""
    gone = world.resident(household=2)
    world.enter(gone)
    leaving = arrive(world, gone)
    record = books.household(world.code, world.resident())
    path = write(tmp_path / "books.jsonl", world, record, links=(repeated(staying),))
    assert main(["import-register", str(path)]) == 0
    assert staying.begin().offers().household
    with pytest.raises(errors.CardNotLinked):
        leaving.begin()
    assert rows(world) == [f"household#{record.household.household_id}"]
    assert links(world) == [link_key(world.code, staying.card.key)]


def test_a_link_that_the_new_books_do_not_repeat_is_dead(world: World, staying: Visit, tmp_path: Path) -> None:
    """A wrong link is corrected by leaving it out: the card stands for nobody, and the resident is still there."""
    path = write(tmp_path / "books.jsonl", world, books.household(world.code, world.resident()))
    assert main(["import-register", str(path)]) == 0
    with pytest.raises(errors.CardNotLinked):
        staying.begin()
    assert links(world) == []


def test_no_file_revives_a_card_that_the_office_ended(world: World, staying: Visit, tmp_path: Path) -> None:
    """A lost card stays ended, whatever an older export says of it."""
    key = staying.card.key
    assert main(["end-card", key.generation, str(key.serial), world.code, "--on", "2026-11-24"]) == 0
    record = books.household(world.code, world.resident())
    path = write(tmp_path / "books.jsonl", world, record, links=(repeated(staying),))
    for _ in range(2):
        assert main(["import-register", str(path)]) == 0
        with pytest.raises(errors.CardNotLinked):
            staying.begin()


def test_of_two_imports_at_once_the_last_announced_is_in_force(world: World, staying: Visit, tmp_path: Path) -> None:
    """An import that another one has overtaken publishes nothing, fails, and leaves nothing."""
    record = books.household(world.code, world.resident())
    path = write(tmp_path / "books.jsonl", world, record, links=(repeated(staying),))
    other = f"{world.code}#another-import"

    def overtake() -> None:
        world.municipalities.announce(world.code, other)

    with faults.before(clients.dynamodb(), "UpdateItem", overtake, nth=2):
        assert main(["import-register", str(path)]) == 1
    assert staying.begin().offers().household
    assert rows(world) == [f"household#{record.household.household_id}"]


def test_a_file_with_an_error_changes_nothing(world: World, staying: Visit, tmp_path: Path) -> None:
    """One bad line, and the books stay as they are."""
    path = write(tmp_path / "books.jsonl", world, books.household(world.code, world.resident(household=3)))
    path.write_bytes(path.read_bytes() + b'{"kind":"household"}\n')
    before = rows(world)
    assert main(["import-register", str(path)]) == 1
    assert rows(world) == before
    assert staying.begin().offers().household


def test_an_import_that_breaks_off_is_not_seen_and_the_next_one_cleans_up(
    world: World, staying: Visit, tmp_path: Path
) -> None:
    """Until the one write that publishes it, nobody reads a new version; what a crash left of it goes next time."""
    record = books.household(world.code, world.resident(household=4))
    path = write(tmp_path / "books.jsonl", world, record)
    dynamodb = clients.dynamodb()
    with faults.unreachable(dynamodb, "UpdateItem", from_call=2):
        assert main(["import-register", str(path)]) == 1
    assert staying.begin().offers().household
    assert len(rows(world)) == 2
    record = books.household(world.code, world.resident())
    again = write(tmp_path / "again.jsonl", world, record, links=(repeated(staying),))
    assert main(["import-register", str(again)]) == 0
    assert rows(world) == [f"household#{world.resident().household_id}"]


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    """A file that is not there is a message and a status, not a traceback."""
    assert main(["import-register", str(tmp_path / "none.jsonl")]) == 2
