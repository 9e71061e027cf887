"""本籍地利用登録: somebody who lives elsewhere has the certificates of the register kept here, and nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest

from chalicelib.protocol import errors
from chalicelib.protocol.certificate_types import CertificateType
from infra.office.__main__ import main
from tests.functions import further_books as further
from tests.functions.books import TODAY
from tests.functions.equipped import Composed
from tests.functions.refusing import check_refused
from tests.functions.registered import PROTECTED, REGISTERS, TOMORROW, YESTERDAY, away
from tests.functions.visits import Visit
from tests.functions.world import World

OTHERS = sorted(set(CertificateType) - set(REGISTERS))


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
    check_refused(away(world).begin(), kind, "not-a-resident")


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
    check_refused(visit, kind, reason)
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
    check_refused(visit, kind, reason)


def test_the_office_decides_during_a_visit(world: World) -> None:
    """Confirmed, it is issued in the same session; ended, it is not."""
    found = away(world, {"confirmed_on": None})
    visit = found.begin()
    check_refused(visit, "family-register", "use-registration-pending")
    assert main(["confirm-use", world.code, "use-1", "--on", str(TODAY)]) == 0
    assert visit.request(kind="family-register")
    assert main(["end-use", world.code, "use-1", "--on", str(TODAY)]) == 0
    check_refused(visit, "family-register", "not-registered-for-use")


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


def test_who_has_left_the_register_has_no_copy_of_its_supplement(world: World) -> None:
    """The register says first who has left it; the supplement is not asked any more."""
    found = away(world, person={"removed": True})
    check_refused(found.begin(), "family-register-supplement", "not-in-register")
