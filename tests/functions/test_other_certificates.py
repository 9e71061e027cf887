"""The seven certificates beside the resident record: issued, refused with the reason, and nobody else's."""

from __future__ import annotations

import pytest

from chalicelib.protocol import errors
from chalicelib.render.typesetting import FontSet
from chalicelib.storage import clients
from infra import fonts as font_build
from kiosk.sheets import check_sheets
from tests.functions import faults
from tests.functions import further_books as further
from tests.functions.books import FEE
from tests.functions.equipped import OTHERS, TAXES, Composed, couple, equipped
from tests.functions.test_issuing import ROOT
from tests.functions.visits import Options, arrive, new_key
from tests.functions.world import World


@pytest.mark.parametrize("kind", OTHERS)
def test_each_is_issued_and_opened(world: World, kind: str) -> None:
    """From the offer to the opened pages, for its own fee, about the holder."""
    visit = equipped(world, kind)
    offer = next(offer for offer in visit.offers().offers if offer.type == kind)
    assert (offer.available, offer.reason, offer.fee) == (True, None, FEE)
    answer = visit.request(kind=kind)
    archive = visit.open(visit.retrieve(answer.issuance_id), answer.issuance_id)
    assert archive.manifest.type == kind
    holder = world.resident(member=2 if kind == "non-taxation" else 1)
    assert archive.pages[0].decode().split()[:2] == [answer.issuance_id, holder.resident_id]
    assert visit.report(answer.issuance_id).state == "printed"


def test_a_real_page_with_an_imprint_goes_all_the_way(world: World) -> None:
    """Drawn, packed, sealed, handed over and opened by the terminal's own code."""
    directory = ROOT / "build" / "fonts"
    font_build.build(font_build.SOURCE, directory)
    fonts, visit = FontSet.open(directory), equipped(world)
    answer = visit.request(kind="seal-registration", typeset=world.services.drawing(fonts))
    archive = visit.open(visit.retrieve(answer.issuance_id), answer.issuance_id)
    check_sheets(
        archive,
        issuance_id=answer.issuance_id,
        certificate_type="seal-registration",
        municipality=world.code,
        copies=1,
        keys=world.services.public_keys.jwks(),
    )
    assert archive.pages[0].startswith(b"\x89PNG")


def test_a_certificate_without_a_fee_is_not_offered(world: World) -> None:
    """What the municipality does not issue is refused, whatever its books hold."""
    visit = equipped(world)
    world.publish(fees={"resident-record": FEE})
    assert {offer.type for offer in visit.offers().offers if offer.reason == "not-offered"} == set(OTHERS)
    assert visit.offers().family_register == ()
    for kind in OTHERS:
        with pytest.raises(errors.NotEligible, match="not-offered"):
            visit.request(kind=kind)


REGISTERS = ("family-register", "family-register-supplement")
NOBODY = ["0" * 26]
_UNKNOWN: Options = {"colour": True}
_SCOPE: Options = {"scope": "holder"}
_HOUSEHOLD: tuple[Options, ...] = (
    {"scope": "village"},
    {"scope": "members"},
    {"residence": "yes"},
    {"scope": "members", "members": NOBODY},
)
_REGISTER: tuple[Options, ...] = (
    {"scope": "household"},
    {"scope": "persons"},
    {"persons": NOBODY},
    {"scope": "persons", "persons": NOBODY},
    {"scope": "persons", "persons": ["person-1"]},
)
WRONG: tuple[tuple[str, Options], ...] = (
    *((kind, _UNKNOWN) for kind in OTHERS),
    *((kind, _SCOPE) for kind in ("seal-registration", *TAXES)),
    *(("resident-record-entries", options) for options in _HOUSEHOLD),
    *((kind, options) for kind in REGISTERS for options in _REGISTER),
    ("family-register", {"domicile": True}),
)


@pytest.mark.parametrize(("kind", "options"), WRONG)
def test_an_option_that_there_is_not_is_refused(world: World, kind: str, options: Options) -> None:
    """Nothing is recorded under the key: the request without the option is carried out."""
    visit, key = equipped(world, kind), new_key()
    with pytest.raises(errors.InvalidOption):
        visit.request(options, kind=kind, key=key)
    assert visit.request(kind=kind, key=key).pages == 1


def test_entries_are_printed_as_chosen(world: World) -> None:
    """The holder alone, or those chosen by reference; residence only for who asks for it."""
    visit, own, both = equipped(world), Composed(), Composed()
    members = [member.reference for member in visit.offers().household]
    visit.request(kind="resident-record-entries", typeset=own)
    chosen: Options = {"scope": "members", "members": members, "residence": True}
    visit.request(chosen, kind="resident-record-entries", typeset=both)
    assert "架空　花子" not in own.texts
    assert {"架空　一郎", "架空　花子"} <= both.texts
    assert {text for text in both.texts - own.texts if "平成２５年" in text}


@pytest.mark.parametrize("kind", REGISTERS)
def test_persons_of_a_register_are_chosen_by_reference(world: World, kind: str) -> None:
    """The whole, the holder, or the person that a reference from this session's offers names."""
    visit = equipped(world)
    persons = visit.offers().family_register
    assert [(each.given_name, each.holder) for each in persons] == [("一郎", True), ("花子", False)]
    chosen: dict[str, Options] = {
        "一郎花子": {},
        "一郎": {"scope": "holder"},
        "花子": {"scope": "persons", "persons": [persons[1].reference]},
    }
    for expected, options in chosen.items():
        composed = Composed()
        visit.request(options, kind=kind, typeset=composed)
        pages = composed.documents[0].pages
        blocks = [block for page in pages for block in page.blocks]
        printed = " ".join(item.text for block in blocks for item in block.fields if item.key != "head")
        assert [name in printed for name in ("一郎", "花子")] == [name in expected for name in ("一郎", "花子")]


def test_a_persons_reference_is_not_a_members(world: World) -> None:
    """Where a person of the register has the id of a resident, the reference of one is not taken for the other."""
    holder, wife = couple(world)
    person = further.person(holder, person_id=wife.resident_id)
    world.registers.put_register(world.books, further.family_register(world.code, person))
    visit = arrive(world, holder).begin()
    offers = visit.offers()
    persons, members = (
        {each.reference for each in offers.family_register},
        {each.reference for each in offers.household},
    )
    assert persons
    assert persons.isdisjoint(members)
    for reference in members:
        with pytest.raises(errors.InvalidOption):
            visit.request({"scope": "persons", "persons": [reference]}, kind="family-register")


@pytest.mark.parametrize("kind", OTHERS)
def test_the_books_are_read_in_one_call(world: World, kind: str) -> None:
    """Offers and requests make two reads each, whatever is asked for: the gate's and that of the books."""
    visit = equipped(world, kind)
    with (
        faults.counted(clients.dynamodb(), "BatchGetItem") as batches,
        faults.counted(clients.dynamodb(), "GetItem") as single,
    ):
        visit.offers()
        visit.request(kind=kind)
    assert (batches.times, single.times) == (4, 0)
