"""Issuing: the certificate that was asked for, sealed, and each request answered once."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from chalicelib.protocol import errors, ids
from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.protocol.sealing import OVERHEAD, SessionKey
from chalicelib.render.document import Document
from chalicelib.render.typesetting import FontSet
from infra import fonts as font_build
from kiosk.sheets import check_sheets
from tests.functions.books import FEE
from tests.functions.crowd import kinds, parallel
from tests.functions.times import NOW
from tests.functions.visits import Options, Visit, arrive, new_key
from tests.functions.world import World

ROOT = Path(__file__).parents[2]


class Composed:
    """Typesets without drawing and remembers the document."""

    def __init__(self) -> None:
        self.documents: list[Document] = []

    def __call__(self, document: Document, _issued_at: int) -> tuple[bytes, ...]:
        """Return a page each."""
        self.documents.append(document)
        return tuple(f"page {page.number}".encode() for page in document.pages)

    @property
    def names(self) -> set[str]:
        """Who is printed."""
        (document,) = self.documents
        blocks = [block for page in document.pages for block in page.blocks]
        return {item.text for block in blocks for item in block.fields if item.key == "name"} - {""}


def _family(world: World) -> Visit:
    holder = world.resident(name="架空　一郎")
    others = [
        world.resident(member=n, name=name, relationship="子") for n, name in ((2, "架空　二郎"), (3, "架空　三郎"))
    ]
    world.enter(holder, *others)
    return arrive(world, holder).begin()


def test_an_issuance_is_sealed_and_recorded(visit: Visit) -> None:
    """The answer says what there is; the ledger knows states, times and digests, and nothing about a person."""
    answer = visit.request(copies=2)
    issuance = visit.world.stored.issuance(answer.issuance_id)
    assert issuance is not None
    assert (answer.fee.amount, answer.pages, answer.expires_at) == (2 * FEE, 1, NOW + 600)
    assert (issuance.state, issuance.fee, issuance.copies, issuance.size) == ("sealed", 2 * FEE, 2, answer.size)
    assert visit.world.stored.left(answer.issuance_id) == (True, True, "sealed")
    resident = visit.world.resident()
    for secret in (resident.resident_id, resident.household_id, resident.name, visit.token):
        assert secret not in str(issuance)


def test_what_is_stored_is_of_no_use_to_anyone_else(visit: Visit) -> None:
    """The object is the ciphertext alone, the envelope the other half; another key opens neither."""
    answer = visit.request()
    (key,) = visit.world.stored.objects(answer.issuance_id)
    stored = visit.world.stored.object(key)
    row = visit.world.stored.row("ENVELOPES", issuance_id=answer.issuance_id)
    assert row is not None
    assert len(stored) + len(row["enc"]) == answer.size
    assert row.keys() == {"issuance_id", "enc", "token_hash", "fee", "books", "expires_at", "expiry_shard", "purge_at"}
    handed = visit.retrieve(answer.issuance_id)
    assert handed == row["enc"] + stored
    visit.session_key = SessionKey()
    with pytest.raises(errors.SealBroken):
        visit.open(handed, answer.issuance_id)


CHOICES: dict[str, tuple[Options, set[str]]] = {
    "default": ({}, {"架空　一郎"}),
    "holder": ({"scope": "holder"}, {"架空　一郎"}),
    "household": ({"scope": "household"}, {"架空　一郎", "架空　二郎", "架空　三郎"}),
}


@pytest.mark.parametrize("choice", CHOICES)
def test_who_was_chosen_is_printed_and_nobody_else(world: World, choice: str) -> None:
    """The holder alone, or the whole household; the subject is the holder in either case."""
    options, expected = CHOICES[choice]
    visit, composed = _family(world), Composed()
    visit.request(options, typeset=composed)
    assert composed.names == expected
    assert composed.documents[0].subject == world.resident().resident_id


def test_chosen_members_are_printed_and_nobody_else(world: World) -> None:
    """By the references of this session's offers."""
    visit, composed = _family(world), Composed()
    _, second, third = visit.offers().household
    visit.request({"scope": "members", "members": [third.reference, second.reference]}, typeset=composed)
    assert composed.names == {"架空　二郎", "架空　三郎"}


def test_items_that_were_not_asked_for_are_left_out(world: World) -> None:
    """The individual number is printed for who asks for it, and never by default."""
    visit, with_number, without = _family(world), Composed(), Composed()
    visit.request({"individual_number": True}, typeset=with_number)
    visit.request(typeset=without)
    number = "１２３４５６７８９０１８"
    assert number in {text for _, text in with_number.documents[0].texts()}
    assert number not in {text for _, text in without.documents[0].texts()}


WRONG: dict[str, Options] = {
    "unknown-option": {"colour": True},
    "unknown-scope": {"scope": "village"},
    "wrong-type": {"relationship": "yes"},
    "members-without-scope": {"members": ["0" * 26]},
    "scope-without-members": {"scope": "members"},
    "unknown-member": {"scope": "members", "members": ["0" * 26]},
    "resident-id-as-member": {"scope": "members", "members": ["resident-1-1-1"]},
}


@pytest.mark.parametrize("options", WRONG.values(), ids=WRONG)
def test_an_option_that_there_is_not_is_refused(world: World, options: Options) -> None:
    """Nothing is recorded, nothing is stored."""
    visit, key = _family(world), new_key()
    with pytest.raises(errors.InvalidOption):
        visit.request(options, key=key)
    assert visit.request(key=key).pages == 1


def test_a_members_reference_of_another_session_is_refused(world: World) -> None:
    """The same resident's own reference, from the visit before, means nothing in this one."""
    earlier = _family(world)
    reference = earlier.offers().household[1].reference
    later = Visit(world, earlier.terminal, earlier.card).begin()
    with pytest.raises(errors.InvalidOption):
        later.request({"scope": "members", "members": [reference]})
    assert earlier.request({"scope": "members", "members": [reference]})


def test_a_type_that_there_is_not_is_refused(visit: Visit) -> None:
    """An unknown one is a malformed request, one that the municipality does not issue is not eligible."""
    with pytest.raises(errors.InvalidRequest):
        visit.request(kind="passport")
    visit.world.publish(fees={})
    for kind in CertificateType:
        with pytest.raises(errors.NotEligible, match="not-offered"):
            visit.request(kind=kind)


def test_a_repeated_request_is_answered_again_and_carried_out_once(visit: Visit) -> None:
    """The same answer, one object, also after the hand-over; another request under the same key is a conflict."""
    key, composed = new_key(), Composed()
    answers = [visit.request(key=key, typeset=composed) for _ in range(3)]
    visit.retrieve(answers[0].issuance_id)
    answers.append(visit.request(key=key, typeset=composed))
    assert answers == answers[:1] * 4
    assert len(composed.documents) == 1
    with pytest.raises(errors.Conflict):
        visit.request(key=key, copies=2)


def test_the_same_key_in_another_session_is_another_issuance(world: World) -> None:
    """Keys are a session's own: nobody gets another's certificate by repeating a key."""
    one, two, key = arrive(world).begin(), arrive(world, world.enter(world.resident(2)).residents[0]).begin(), new_key()
    assert one.request(key=key).issuance_id != two.request(key=key).issuance_id


@pytest.mark.parametrize("key", ["short", "x" * 65, "with space and more"])
def test_a_request_needs_a_key_of_the_right_form(visit: Visit, key: str) -> None:
    """Without one a repeated request could not be told from a second one."""
    with pytest.raises(errors.InvalidRequest):
        visit.request(key=key)


def test_many_requests_in_the_same_instant_stay_apart(world: World) -> None:
    """No id, no object and no page of one is another's, in one session or several, here and elsewhere (R2)."""
    elsewhere = world.neighbour()
    visits = [
        arrive(place, place.enter(place.resident(n)).residents[0]).begin()
        for place in (world, elsewhere)
        for n in (1, 2, 3)
    ]
    asked = parallel([partial(_asked, visit) for visit in visits * 4])
    assert kinds(asked) == {"tuple": 24}
    answers = [result for result in asked if isinstance(result, tuple)]
    assert len({issuance_id for _, issuance_id in answers}) == 24
    for visit, issuance_id in answers:
        (page,) = visit.open(visit.retrieve(issuance_id), issuance_id).pages
        assert page.decode().split()[:2] == [issuance_id, _resident_of(visit)]


def _asked(visit: Visit) -> tuple[Visit, str]:
    # Without any randomness of its own: what keeps objects apart is the id of the issuance.
    return visit, visit.request(entropy=bytes).issuance_id


def _resident_of(visit: Visit) -> str:
    row = visit.world.stored.row("SESSIONS", token_hash=ids.token_hash(visit.token))
    assert row is not None
    return str(row["resident_id"])


def test_one_request_sent_many_times_at_once_is_carried_out_once(visit: Visit) -> None:
    """One answer or several equal ones; whoever came while it was running hears of a conflict."""
    key, composed = new_key(), Composed()
    results = parallel([lambda: visit.request(key=key, typeset=composed)] * 8)
    found = kinds(results)
    assert set(found) <= {"IssuanceAnswer", "Conflict"}
    assert found["IssuanceAnswer"] >= 1
    assert len(composed.documents) == 1


def test_a_real_page_goes_all_the_way(visit: Visit) -> None:
    """Drawn, packed, sealed, handed over and opened by the terminal's own code, the page is a PNG of this issuance."""
    directory = ROOT / "build" / "fonts"
    font_build.build(font_build.SOURCE, directory)
    fonts = FontSet.open(directory)
    answer = visit.request(typeset=visit.world.services.drawing(fonts))
    archive = visit.open(visit.retrieve(answer.issuance_id), answer.issuance_id)
    check_sheets(
        archive,
        issuance_id=answer.issuance_id,
        certificate_type="resident-record",
        municipality=visit.world.code,
        copies=1,
        keys=visit.world.services.public_keys.jwks(),
    )
    assert archive.pages[0].startswith(b"\x89PNG")
    assert answer.size < OVERHEAD + 4 * 1024 * 1024
