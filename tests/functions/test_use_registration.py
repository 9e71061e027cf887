"""本籍地利用登録: somebody who lives elsewhere has the certificates of the register kept here, and nothing else."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pytest

from chalicelib.protocol import errors
from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.registers.entries import CardLink, Protection
from chalicelib.registers.file_format import write_register
from chalicelib.registers.use_registrations import UseRegistration
from infra.office import cards
from infra.office.__main__ import main
from infra.office.books import import_books
from infra.office.uses import UseDesk, registrations, write_link
from tests.functions import books
from tests.functions import further_books as further
from tests.functions.books import TODAY
from tests.functions.cards import Card
from tests.functions.equipped import FEES, Composed
from tests.functions.test_books_apart import _file
from tests.functions.visits import Visit, arrive, repeated
from tests.functions.world import World

REGISTERS = ("family-register", "family-register-supplement")
OTHERS = sorted(set(CertificateType) - set(REGISTERS))
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


def _refused(visit: Visit, kind: str, reason: str) -> None:
    offer = next(offer for offer in visit.offers().offers if offer.type == kind)
    assert (offer.available, offer.reason, offer.options) == (False, reason, {})
    with pytest.raises(errors.NotEligible) as caught:
        visit.request(kind=kind)
    assert caught.value.reason == reason


def test_the_two_certificates_of_the_register_are_offered(world: World) -> None:
    """Those two and no other; of the household that lives here nobody is named, of the register everybody."""
    offers = away(world).begin().offers()
    assert [offer.type for offer in offers.offers if offer.available] == list(REGISTERS)
    assert {offer.reason for offer in offers.offers if not offer.available} == {"not-a-resident"}
    assert offers.household == ()
    assert [(each.given_name, each.holder) for each in offers.family_register] == [("一郎", False), ("遠子", True)]


@pytest.mark.parametrize("kind", REGISTERS)
@pytest.mark.parametrize("scope", ["whole", "holder"])
def test_they_are_issued_to_the_person_the_card_stands_for(world: World, kind: str, scope: str) -> None:
    """The document's subject is the applicant, and so are the own matters that are asked for; it opens at the kiosk."""
    visit, composed = away(world).begin(), Composed()
    issued = visit.request({"scope": scope}, kind=kind, typeset=composed)
    (document,) = composed.documents
    assert document.subject == "register-1/person-2"
    printed = {item.text for page in document.pages for block in page.blocks for item in block.fields}
    assert any("遠子" in text for text in printed)
    assert visit.open(visit.retrieve(issued.issuance_id), issued.issuance_id).pages


def test_a_chosen_person_of_the_register_is_printed(world: World) -> None:
    """References to persons work as for residents."""
    visit, composed = away(world).begin(), Composed()
    persons = [each.reference for each in visit.offers().family_register if not each.holder]
    visit.request({"scope": "persons", "persons": persons}, kind="family-register", typeset=composed)
    assert not any("遠子" in text for text in composed.texts)


@pytest.mark.parametrize("kind", OTHERS)
def test_no_other_certificate_is_issued(world: World, kind: str) -> None:
    """Of the resident records, seals and taxes here nothing is given to somebody who does not live here."""
    _refused(away(world).begin(), kind, "not-a-resident")


STATES: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("pending", {"confirmed_on": None}, "use-registration-pending"),
    ("confirmed from tomorrow on", {"confirmed_on": TOMORROW}, "use-registration-pending"),
    ("refused", {"confirmed_on": None, "refused_on": YESTERDAY, "refusal": "not-identified"}, "not-registered-for-use"),
    ("ended", {"ended_on": YESTERDAY}, "not-registered-for-use"),
    ("ended today", {"ended_on": TODAY}, "not-registered-for-use"),
)


@pytest.mark.parametrize("kind", REGISTERS)
@pytest.mark.parametrize(("use", "reason"), [each[1:] for each in STATES], ids=[each[0] for each in STATES])
def test_without_the_offices_confirmation_nothing_is_issued(
    world: World, kind: str, use: dict[str, Any], reason: str
) -> None:
    """The reason says what to do; nobody in the register is named."""
    visit = away(world, use).begin()
    _refused(visit, kind, reason)
    assert visit.offers().family_register == ()


BARS: tuple[tuple[str, str, dict[str, dict[str, Any]]], ...] = (
    ("family-register", "under-protection", {"described": {"protection": PROTECTED}}),
    ("family-register-supplement", "under-protection", {"described": {"protection": PROTECTED}}),
    ("family-register-supplement", "under-protection", {"relative": {"protection": PROTECTED}}),
    ("family-register", "under-15", {"person": {"birth_date": dt.date(2011, 11, 25)}}),
    ("family-register-supplement", "under-15", {"person": {"birth_date": dt.date(2011, 11, 25)}}),
    ("family-register", "not-in-register", {"person": {"removed": True}}),
    ("family-register-supplement", "not-in-register", {"described": {"removed_on": YESTERDAY}}),
    ("family-register", "entry-in-progress", {"register": {"entry_in_progress": True}}),
    ("family-register", "register-closed", {"register": {"closed_on": YESTERDAY}}),
)


@pytest.mark.parametrize(("kind", "reason", "changed"), BARS)
def test_what_stands_in_the_register_stops_it_at_once(
    world: World, kind: str, reason: str, changed: dict[str, dict[str, Any]]
) -> None:
    """In a session in which it was issued a moment ago, the changed books refuse it (R6)."""
    found = away(world)
    visit = found.begin()
    assert visit.request(kind=kind)
    for name, changes in changed.items():
        setattr(found, name, changes)
    found.enter()
    _refused(visit, kind, reason)


def test_the_office_decides_during_a_visit(world: World) -> None:
    """Confirmed, it is issued in the same session; ended, it is not."""
    found = away(world, {"confirmed_on": None})
    visit = found.begin()
    _refused(visit, "family-register", "use-registration-pending")
    assert main(["confirm-use", world.code, "use-1", "--on", str(TODAY)]) == 0
    assert visit.request(kind="family-register")
    assert main(["end-use", world.code, "use-1", "--on", str(TODAY)]) == 0
    _refused(visit, "family-register", "not-registered-for-use")


@pytest.mark.parametrize("change", [{"person_id": "person-1"}, {"register_id": "register-2"}, {"registration_id": "x"}])
def test_a_registration_of_somebody_else_is_never_used(world: World, change: dict[str, str]) -> None:
    """A row that names another person than the session's card stands for is a refusal and never a page (R8)."""
    found = away(world)
    visit = found.begin()
    row = msgspec.structs.replace(found.use, **change)
    world.stored.put_body(world.books, "use-registration#use-1", msgspec.json.encode(row))
    for ask in (visit.offers, lambda: visit.request(kind="family-register")):
        with pytest.raises(errors.SubjectMismatch):
            ask()


def test_another_register_in_the_row_is_never_printed(world: World) -> None:
    """The register that is read has to be the one that the person is of."""
    found = away(world)
    visit = found.begin()
    other = further.family_register(world.code, register_id="register-2")
    world.stored.put_body(world.books, "family-register-of#/register-1", msgspec.json.encode(other))
    with pytest.raises(errors.SubjectMismatch):
        visit.request(kind="family-register")


def test_a_registration_is_of_one_municipality(world: World) -> None:
    """Where the register is not kept, the card stands for nobody."""
    found = away(world)
    there = world.neighbour()
    with pytest.raises(errors.CardNotLinked):
        Visit(there, there.terminal(), found.card).begin()


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
    _refused(visit, "family-register", "use-registration-pending")
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
    _refused(found.begin(), "family-register", "not-registered-for-use")


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
    _refused(found.begin(), "family-register", "not-registered-for-use")


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
    _refused(found.begin(), "family-register", "use-registration-pending")


def test_who_has_left_the_register_has_no_copy_of_its_supplement(world: World) -> None:
    """The register says first who has left it; the supplement is not asked any more."""
    found = away(world, person={"removed": True})
    _refused(found.begin(), "family-register-supplement", "not-in-register")
