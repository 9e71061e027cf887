"""What stands in the way of one certificate: each obstacle is the reason of its offer and of the refusal, at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.protocol import errors
from chalicelib.registers.entries import Departure, ForeignResident, Protection, RegisteredDomicile, TaxCertificates
from chalicelib.registers.seals import SealAbolition
from chalicelib.registers.taxation import Levies
from tests.functions import further_books as further
from tests.functions.books import TODAY
from tests.functions.equipped import FEES, OTHERS, Composed, couple, enter_register, enter_supplement, equipped
from tests.functions.refusing import check_refused
from tests.functions.test_eligibility import REASONS
from tests.functions.visits import arrive
from tests.functions.world import World

Change = Callable[[World], None]
LEAVING = Departure(notified_on=TODAY, leaves_on=TODAY + dt.timedelta(days=9))
PROTECTED = Protection(since=dt.date(2026, 1, 1), until=dt.date(2026, 12, 31))


def _seal(**changes: Any) -> Change:
    return lambda world: world.registers.put_seal(world.books, further.seal(world.resident(), **changes))


def _tax(**changes: Any) -> Change:
    def change(world: World) -> None:
        holder = world.resident()
        world.registers.put_taxation(world.books, holder.resident_id, (further.tax(holder, **changes),))

    return change


def _register(*, removed: bool = False, **changes: Any) -> Change:
    def change(world: World) -> None:
        person = further.person(world.resident(), removed=removed)
        world.registers.put_register(world.books, further.family_register(world.code, person, **changes))

    return change


def _supplement(person: dict[str, Any] | None = None, **changes: Any) -> Change:
    def change(world: World) -> None:
        entry = further.supplement_person(world.resident(), **(person or {}))
        world.registers.put_register(world.books, further.supplement(world.code, entry, **changes))

    return change


def _wife(**changes: Any) -> Change:
    def change(world: World) -> None:
        world.enter(world.resident(), world.resident(member=2, **changes))

    return change


def _strict(world: World) -> None:
    world.publish(fees=FEES, tax_certificates=TaxCertificates(retitle_untaxed=False))
    _tax(levies=Levies())(world)


OBSTACLES: tuple[tuple[str, str, Change], ...] = (
    ("seal-registration", "seal-abolished", _seal(abolished=SealAbolition(date=TODAY, reason="亡失"))),
    ("seal-registration", "seal-suspended", _seal(suspended=True)),
    ("seal-registration", "entry-in-progress", _seal(entry_in_progress=True)),
    *((kind, "not-taxed-here", _tax(fiscal_year=2025)) for kind in ("income-taxation", "taxation", "non-taxation")),
    ("income-taxation", "undeclared", _tax(basis="undeclared", assessment=None, levies=Levies())),
    ("income-taxation", "issue-stopped", _tax(issue_stopped=True)),
    ("taxation", "entry-in-progress", _tax(entry_in_progress=True)),
    ("taxation", "untaxed", _strict),
    ("non-taxation", "taxed", _tax()),
    ("family-register", "entry-in-progress", _register(entry_in_progress=True)),
    ("family-register", "register-closed", _register(closed_on=TODAY)),
    ("family-register", "not-in-register", _register(removed=True)),
    ("family-register", "not-registered-for-use", _register(municipality="99999")),
    ("family-register-supplement", "entry-in-progress", _supplement(entry_in_progress=True)),
    ("family-register-supplement", "under-protection", _supplement({"protection": PROTECTED})),
    ("family-register-supplement", "under-protection", _wife(protection=PROTECTED)),
    ("family-register-supplement", "not-in-register", _supplement({"removed_on": TODAY})),
)


@pytest.mark.parametrize(("kind", "reason", "change"), OBSTACLES)
def test_a_change_of_the_books_is_an_obstacle_at_once(world: World, kind: str, reason: str, change: Change) -> None:
    """What was issued a moment ago in this session is refused with the reason, and nothing is begun (R6)."""
    visit = equipped(world)
    if kind != "non-taxation":
        assert visit.request(kind=kind).pages == 1
    change(world)
    before = len(world.stored.everything("LEDGER"))
    check_refused(visit, kind, reason)
    assert len(world.stored.everything("LEDGER")) == before


ELSEWHERE = RegisteredDomicile(address="東京都千代田区丸の内１番地", head_name="架空　一郎")
FOREIGN = ForeignResident(nationality="ブラジル", residence_class="特別永住者")
MISSING: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("seal-registration", "no-seal", {}),
    ("taxation", "not-taxed-here", {}),
    ("family-register", "register-not-held", {}),
    ("family-register", "register-elsewhere", {"domicile": ELSEWHERE}),
    ("family-register-supplement", "register-elsewhere", {"domicile": ELSEWHERE}),
    ("family-register", "no-family-register", {"domicile": None, "foreign": FOREIGN}),
)


@pytest.mark.parametrize(("kind", "reason", "changes"), MISSING)
def test_what_the_books_do_not_hold_is_refused(world: World, kind: str, reason: str, changes: dict[str, Any]) -> None:
    """A resident who is in the household's book only has none of the other certificates."""
    holder = world.resident(**changes)
    world.publish(fees=FEES)
    world.enter(holder)
    check_refused(arrive(world, holder).begin(), kind, reason)


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize("reason", REASONS)
def test_what_bars_a_holder_bars_them_from_every_certificate(world: World, kind: str, reason: str) -> None:
    """The resident record comes first: even where the certificate's own book has an obstacle too."""
    visit = equipped(world)
    _seal(suspended=True)(world)
    world.enter(world.resident(**REASONS[reason]), world.resident(member=2))
    check_refused(visit, kind, reason)
    assert visit.offers().family_register == ()


def test_a_protected_member_is_not_printed(world: World) -> None:
    """The household's entries are refused whole; the holder's own are issued."""
    visit = equipped(world)
    _wife(protection=PROTECTED)(world)
    with pytest.raises(errors.NotEligible, match="ask-at-office"):
        visit.request({"scope": "household"}, kind="resident-record-entries")
    assert visit.request(kind="resident-record-entries")


@pytest.mark.parametrize("kind", ["resident-record", "resident-record-entries"])
def test_a_household_without_a_head_has_no_records(world: World, kind: str) -> None:
    """While a head is missing neither certificate of resident records is offered or issued."""
    _, wife = couple(world)
    visit = arrive(world, wife).begin()
    world.enter(world.resident(died_on=TODAY), wife)
    check_refused(visit, kind, "head-missing")


@pytest.mark.parametrize("kind", ["resident-record", "resident-record-entries"])
@pytest.mark.parametrize("change", [{"protection": PROTECTED}, {"entry_in_progress": True}, {"departure": LEAVING}])
def test_a_head_who_may_not_be_shown_is_not_named(world: World, kind: str, change: dict[str, Any]) -> None:
    """世帯主 on a member's certificate is the head's name: with an obstacle of the head it is refused, unnamed."""
    _, wife = couple(world)
    visit = arrive(world, wife).begin()
    world.enter(world.resident(**change), wife)
    with pytest.raises(errors.NotEligible, match="ask-at-office"):
        visit.request({"relationship": True}, kind=kind)
    composed = Composed()
    assert visit.request(kind=kind, typeset=composed)
    assert world.resident().name not in composed.texts


def test_who_moved_to_another_register_stays_there(world: World) -> None:
    """A later change to the register they left does not take the new one from them."""
    holder, wife = couple(world)
    new = further.person(wife, 7, register_id="register-2")
    world.registers.put_register(
        world.books, further.family_register(world.code, new, register_id="register-2", head_name="新戸　花子")
    )
    old = further.person(holder), further.person(wife, 2, removed=True)
    world.registers.put_register(world.books, further.family_register(world.code, *old))
    visit = arrive(world, wife).begin()
    assert [each.holder for each in visit.offers().family_register] == [True]
    assert visit.request(kind="family-register")


def test_a_register_change_is_effective_for_all_in_it(world: World) -> None:
    """The spouse finds the same new version as the holder."""
    holder, wife = couple(world)
    visits = arrive(world, holder).begin(), arrive(world, wife).begin()
    enter_register(world, holder, wife, entry_in_progress=True)
    enter_supplement(world, holder, wife, entry_in_progress=True)
    for visit in visits:
        check_refused(visit, "family-register", "entry-in-progress")
        check_refused(visit, "family-register-supplement", "entry-in-progress")
