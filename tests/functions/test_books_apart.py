"""The further books: whose they are decides what is read, and an import brings all of them at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import msgspec
import pytest

from chalicelib.protocol import errors
from chalicelib.registers.entries import Protection
from chalicelib.registers.file_format import read_register, write_register
from chalicelib.registers.register_file import FORMAT, Header, RegisterFile
from chalicelib.registers.rows import all_rows
from chalicelib.registers.seals import SealAbolition
from chalicelib.registers.supplements import SupplementRecord
from infra.office.__main__ import main
from tests.functions import books
from tests.functions import further_books as further
from tests.functions.equipped import FEES, OTHERS, Composed, couple, equipped
from tests.functions.test_office_books import rows
from tests.functions.visits import Visit, arrive, repeated
from tests.functions.world import World

PROTECTED = Protection(since=dt.date(2026, 1, 1), until=dt.date(2026, 12, 31))
ABOLISHED = SealAbolition(date=dt.date(2026, 1, 5), reason="亡失")


@pytest.mark.parametrize("kind", OTHERS)
def test_another_municipalitys_record_is_never_read(world: World, kind: str) -> None:
    """Where ids collide, what the neighbour's books hold is not found here, and here's stays here's."""
    there = world.neighbour()
    for place in (world, there):
        place.publish(fees=FEES)
    here = books.resident("resident-1", "household-1", name="架空　此方")
    namesake = books.resident("resident-1", "household-1", name="架空　彼方")
    world.enter(here)
    there.enter(namesake)
    there.registers.put_seal(there.books, further.seal(namesake))
    there.registers.put_taxation(there.books, namesake.resident_id, (further.tax(namesake),))
    for record in (
        further.family_register(there.code, further.person(namesake)),
        further.supplement(there.code, further.supplement_person(namesake)),
    ):
        there.registers.put_register(there.books, record)
    visit, composed = arrive(world, here).begin(), Composed()
    assert visit.offers().family_register == ()
    if kind != "resident-record-entries":
        with pytest.raises(errors.NotEligible):
            visit.request(kind=kind, typeset=composed)
        return
    visit.request(kind=kind, typeset=composed)
    assert "架空　此方" in composed.texts
    assert "架空　彼方" not in composed.texts


def test_another_persons_record_is_never_printed(world: World) -> None:
    """A row that holds somebody else's record, whoever put it there, is a refusal and never a page (R8)."""
    holder, wife = couple(world)
    visit = arrive(world, holder).begin()
    other = further.tax(wife), further.tax(wife, fiscal_year=2025)
    world.registers.put_taxation(world.books, holder.resident_id, other)
    with pytest.raises(errors.SubjectMismatch):
        visit.request(kind="income-taxation")


def test_the_record_of_the_newest_year_is_taken(world: World) -> None:
    """Of several fiscal years the one that is issued on this day, whatever their order in the books."""
    holder, _ = couple(world)
    years = tuple(further.tax(holder, fiscal_year=year) for year in (2024, 2026, 2025))
    world.registers.put_taxation(world.books, holder.resident_id, years)
    composed = Composed()
    arrive(world, holder).begin().request(kind="income-taxation", typeset=composed)
    assert composed.documents[0].pages[0].title.startswith("令和８年度")


def _file(world: World, **changes: Any) -> RegisterFile:
    header = Header(
        format=FORMAT, municipality=world.code, exported_at=dt.datetime(2026, 11, 24, 0, 0, tzinfo=dt.UTC), entries=None
    )
    holder = world.resident()
    values: dict[str, Any] = {
        "header": header,
        "settings": books.settings(world.code, fees=FEES),
        "households": (books.household(world.code, holder),),
        "seals": (further.seal(holder),),
        "taxation": (further.tax(holder), further.tax(holder, fiscal_year=2025)),
        "family_registers": (further.family_register(world.code, further.person(holder)),),
        "supplements": (further.supplement(world.code, further.supplement_person(holder)),),
    }
    return RegisterFile(**values | changes)


def test_an_import_brings_every_book_and_takes_the_old_ones(world: World, tmp_path: Path) -> None:
    """The rows are those of the new books only, and every certificate can be had from them."""
    holder, _ = couple(world)
    visit = arrive(world, holder)
    path = tmp_path / "books.jsonl"
    path.write_bytes(b"".join(write_register(_file(world, card_links=(repeated(visit),)))))
    assert main(["import-register", str(path)]) == 0
    of = holder.resident_id
    assert rows(world) == [
        "family-register-of#/register-1",
        f"family-register-of#{of}",
        f"household#{holder.household_id}",
        f"seal#{of}",
        "supplement-of#/register-1",
        f"supplement-of#{of}",
        f"tax#{of}",
    ]
    visit.begin()
    for kind in OTHERS:
        if kind != "non-taxation":
            assert visit.request(kind=kind).pages == 1
    with path.open("rb") as source:
        assert read_register(source).taxation == _file(world).taxation


def test_a_seal_that_is_registered_goes_before_those_that_were(world: World) -> None:
    """Of several registrations the one not abolished is kept, else the newest; each key is written once."""
    holder = world.resident()
    old = further.seal(holder, registration_id="old", abolished=ABOLISHED, registered_on=dt.date(2024, 1, 4))
    older = further.seal(holder, registration_id="older", abolished=ABOLISHED, registered_on=dt.date(2015, 1, 5))
    live = further.seal(holder, registration_id="live", registered_on=dt.date(2020, 1, 6))
    for seals, kept in (((older, live, old), b'"live"'), ((old, older), b'"old"')):
        (row,) = [row for row in all_rows("books", _file(world, seals=seals)) if row["entry"].startswith("seal#")]
        assert kept in row["body"]


def test_who_has_left_a_register_is_not_found_in_it(world: World) -> None:
    """An import writes a register for those who are in it; one that is closed is written for nobody."""
    holder, former = world.resident(), world.resident(member=2)
    persons = further.person(holder), further.person(former, 2, removed=True)
    file = _file(world, family_registers=(further.family_register(world.code, *persons),))
    found = [row["entry"] for row in all_rows("books", file) if row["entry"].startswith("family-register-of#")]
    assert found == [f"family-register-of#{holder.resident_id}", "family-register-of#/register-1"]


def test_a_protection_anywhere_in_the_city_stops_the_supplement(world: World) -> None:
    """Who is protected may live in another household, where their resident record alone says so: it is carried over."""
    holder, daughter = world.resident(), world.resident(household=2, protection=PROTECTED)
    persons = further.supplement_person(holder), further.supplement_person(daughter, 2)
    file = _file(
        world,
        households=(books.household(world.code, holder), books.household(world.code, daughter)),
        supplements=(further.supplement(world.code, *persons),),
    )
    found = [row for row in all_rows("books", file) if row["entry"].startswith("supplement-of#")]
    assert len(found) == 3
    for row in found:
        record = msgspec.json.decode(row["body"], type=SupplementRecord)
        assert [person.protection for person in record.persons] == [None, PROTECTED]


def test_the_rows_name_nobody_in_a_request(world: World) -> None:
    """References of persons mean nothing outside the session: those of the next one differ."""
    visit = equipped(world)
    again = Visit(world, visit.terminal, visit.card).begin()
    first, second = ({each.reference for each in one.offers().family_register} for one in (visit, again))
    assert len(first) == 2
    assert first.isdisjoint(second)
    with pytest.raises(errors.InvalidOption):
        again.request({"scope": "persons", "persons": sorted(first)}, kind="family-register")
