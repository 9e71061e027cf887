"""The office changes the books while a page is being made from them, or waits to be fetched (R3, R6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.protocol import errors, ids
from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.registers.entries import Departure, Protection
from chalicelib.registers.municipality_entry import Mayor
from chalicelib.registers.seals import SealAbolition
from chalicelib.registers.taxation import Levies
from chalicelib.render.document import Document
from chalicelib.render.eligibility import Reason
from chalicelib.render.image import Typesetter
from chalicelib.storage import clients
from tests.functions import further_books as further
from tests.functions.books import TODAY
from tests.functions.equipped import FEES, TAXES, couple, enter_register, enter_supplement
from tests.functions.faults import conflicting
from tests.functions.services import plain_pages
from tests.functions.visits import Visit, arrive, new_key
from tests.functions.world import World

_T = CertificateType
Change = Callable[[World], object]
TOMORROW = TODAY + dt.timedelta(days=1)


def _holder_becomes(**changes: Any) -> Change:
    return lambda world: world.enter(world.resident(name="架空　一郎", **changes), _wife(world))


def _wife(world: World, **changes: Any) -> Any:
    return world.resident(member=2, name="架空　花子", sex="女", relationship="妻", **changes)


def _publish_anew(world: World) -> None:
    world.municipalities.announce(world.code, f"{world.code}#next")
    world.municipalities.publish(world.code, f"{world.code}#next")


OF_EVERY_CERTIFICATE: dict[str, Change] = {
    "holder-deceased": _holder_becomes(died_on=TODAY),
    "holder-leaves": _holder_becomes(departure=Departure(notified_on=TODAY, leaves_on=TOMORROW)),
    "holder-protected": _holder_becomes(protection=Protection(since=TODAY, until=TOMORROW)),
    "holder-in-progress": _holder_becomes(entry_in_progress=True),
    "other-member": lambda world: world.enter(world.resident(name="架空　一郎"), _wife(world, died_on=TODAY)),
    "new-books": _publish_anew,
    "another-mayor": lambda world: world.publish(fees=FEES, mayors=(Mayor(title="松阪市長", name="架空　新市長"),)),
    "stopped": lambda world: world.municipalities.set_suspended(world.code, suspended=True),
}
OF_ONE: dict[str, tuple[str, Change]] = {
    "seal-abolished": (
        "seal-registration",
        lambda world: world.registers.put_seal(
            world.books, further.seal(world.resident(), abolished=SealAbolition(date=TODAY, reason="亡失"))
        ),
    ),
    "register-in-progress": (
        "family-register",
        lambda world: enter_register(world, world.resident(), _wife(world), entry_in_progress=True),
    ),
    "supplement-in-progress": (
        "family-register-supplement",
        lambda world: enter_supplement(world, world.resident(), _wife(world), entry_in_progress=True),
    ),
    **{
        kind: (
            kind,
            lambda world: world.registers.put_taxation(
                world.books, world.resident().resident_id, (further.tax(world.resident(), issue_stopped=True),)
            ),
        )
        for kind in ("income-taxation", "taxation")
    },
}


def _visit(world: World) -> Visit:
    holder, _ = couple(world)
    return arrive(world, holder).begin()


def _drawing(world: World, change: Change) -> Typesetter:
    def typeset(document: Document, _issued_at: int) -> tuple[bytes, ...]:
        change(world)
        return plain_pages(document)

    return typeset


def _nothing_is_sealed(world: World, kind: str, change: Change) -> None:
    visit, key = _visit(world), new_key()
    with pytest.raises(errors.BooksChanged) as refused:
        visit.request(kind=kind, key=key, typeset=_drawing(world, change))
    assert refused.value.reason == Reason.ENTRY_IN_PROGRESS
    issuance_id = ids.issuance_id(visit.token, key)
    assert world.stored.left(issuance_id) == (False, False, "cancelled")
    with pytest.raises(errors.Expired):
        visit.request(kind=kind, key=key)


@pytest.mark.parametrize("change", OF_EVERY_CERTIFICATE)
@pytest.mark.parametrize("kind", [str(kind) for kind in _T if kind not in TAXES])
def test_a_change_while_a_page_is_drawn_refuses_it(world: World, kind: str, change: str) -> None:
    """A change to the holder's household, new books or settings, or a stop: nothing is sealed, nothing is left."""
    _nothing_is_sealed(world, kind, OF_EVERY_CERTIFICATE[change])


@pytest.mark.parametrize("change", OF_ONE)
def test_a_change_to_the_book_that_a_page_is_made_of_refuses_it(world: World, change: str) -> None:
    """Seal, family register, supplement or tax record: as for the resident record."""
    _nothing_is_sealed(world, *OF_ONE[change])


HARMLESS: dict[str, Change] = {
    "entered-again": _holder_becomes(),
    "another-household": lambda world: world.enter(world.resident(household=2, died_on=TODAY)),
    "a-book-not-read": lambda world: world.registers.put_taxation(
        world.books, world.resident().resident_id, (further.tax(world.resident(), levies=Levies()),)
    ),
}


@pytest.mark.parametrize("change", HARMLESS)
def test_a_change_that_the_page_is_not_made_of_does_not_stop_its_sealing(world: World, change: str) -> None:
    """What was read is what counts: others' records, and the same content written again, refuse nobody here."""
    visit = _visit(world)
    answer = visit.request(typeset=_drawing(world, HARMLESS[change]))
    assert world.stored.left(answer.issuance_id) == (True, True, "sealed")


def test_the_next_request_is_made_from_the_new_books(world: World) -> None:
    """The refusal is for the page that was being made; asked again, the change is on it."""
    visit = _visit(world)
    with pytest.raises(errors.BooksChanged):
        visit.request(typeset=_drawing(world, _holder_becomes(notes=("職権修正",))))
    composed: list[Document] = []

    def remember(document: Document, _issued_at: int) -> tuple[bytes, ...]:
        composed.append(document)
        return plain_pages(document)

    assert visit.request(typeset=remember)
    assert "職権修正" in {text for _, text in composed[0].texts()}


@pytest.mark.parametrize(("conflicts", "sealed"), [(1, True), (3, True), (4, False)])
def test_transactions_in_each_others_way_are_sent_again(world: World, conflicts: int, *, sealed: bool) -> None:
    """Another issuance of the same municipality in the same instant delays; for ever is a refusal (R11)."""
    visit, key = _visit(world), new_key()
    with conflicting(clients.dynamodb(), conflicts) as sent:
        if sealed:
            visit.request(key=key)
        else:
            with pytest.raises(errors.TooManyRequests):
                visit.request(key=key)
    assert sent.times == min(conflicts + 1, 4)
    left = (True, True, "sealed") if sealed else (False, False, "cancelled")
    assert world.stored.left(ids.issuance_id(visit.token, key)) == left


@pytest.mark.parametrize(
    "change", [_holder_becomes(protection=Protection(since=TODAY, until=TOMORROW)), _holder_becomes(died_on=TODAY)]
)
def test_a_sealed_page_is_not_handed_over_after_the_books_have_changed(world: World, change: Change) -> None:
    """A protection or death that is entered while somebody pays: the page is lost, and there is no other one."""
    visit = _visit(world)
    asked = visit.request()
    change(world)
    with pytest.raises(errors.AlreadyRetrieved):
        visit.retrieve(asked.issuance_id)
    assert world.stored.state(asked.issuance_id) == "sealed"
    with pytest.raises(errors.NotEligible):
        visit.request(replaces=asked.issuance_id)
    visit.end()
    assert world.stored.left(asked.issuance_id) == (False, False, "cancelled")


def test_whom_the_change_does_not_concern_has_the_page_made_anew(world: World) -> None:
    """The kiosk asks again, as when an answer was lost: nothing has been paid yet, and the fee is the same."""
    visit = _visit(world)
    asked = visit.request()
    HARMLESS["another-household"](world)
    with pytest.raises(errors.AlreadyRetrieved):
        visit.retrieve(asked.issuance_id)
    fresh = visit.request(replaces=asked.issuance_id)
    assert fresh.fee == asked.fee
    assert visit.retrieve(fresh.issuance_id)
    assert world.stored.state(asked.issuance_id) == "cancelled"


def test_a_page_made_of_the_books_before_an_import_is_not_handed_over(world: World) -> None:
    """New books are in force as a whole: whoever is in the old ones only is nowhere any more."""
    visit = _visit(world)
    asked = visit.request()
    _publish_anew(world)
    with pytest.raises(errors.AlreadyRetrieved):
        visit.retrieve(asked.issuance_id)


def test_what_is_entered_while_a_page_is_drawn_is_found_at_the_hand_over(world: World) -> None:
    """What the sealing cannot hold against the books, since it was not read, the hand-over does: no page comes out."""
    visit = _visit(world)
    neighbour = world.resident(household=2)
    asked = visit.request(typeset=_drawing(world, lambda world: world.enter(neighbour)))
    with pytest.raises(errors.AlreadyRetrieved):
        visit.retrieve(asked.issuance_id)
