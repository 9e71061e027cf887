"""住民票の写し: who is printed, on how many pages, and what the pages certify."""

from __future__ import annotations

import datetime as dt

import pytest

from chalicelib.protocol.errors import InvalidOption, SubjectMismatch
from chalicelib.registers.entries import Departure, Resident
from chalicelib.render.certificates.resident_record import HeadMissing, ResidentRecordOptions, compose
from chalicelib.render.document import Document
from tests.unit.render.factories import (
    EVERYTHING,
    ISSUANCE_ID,
    ISSUE,
    document,
    household,
    municipality,
    resident,
)

WHOLE = "この写しは、世帯全員の住民票の原本と相違ないことを証明する。"
PART = "この写しは、住民票の原本と相違ないことを証明する。"


def members(count: int) -> tuple[Resident, ...]:
    """Make a household's residents r1, r2 and so on."""
    return tuple(resident(number) for number in range(1, count + 1))


def names(made: Document) -> list[str]:
    """Return the names printed, page after page, with empty places as empty names."""
    return [block.text("name") for page in made.pages for block in page.blocks[1:]]


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (4, 1), (5, 2), (8, 2), (9, 3)])
def test_four_members_stand_on_a_page(count: int, pages: int) -> None:
    """Each page has four places; the fifth member begins the second page, and nobody is lost or repeated."""
    made = document(household(*members(count)))
    printed = names(made)
    assert len(made.pages) == pages
    assert len(printed) == 4 * pages
    assert [name for name in printed if name] == [member.name for member in members(count)]


def test_every_page_stands_on_its_own() -> None:
    """Each page repeats address, attestation, date, issuer and issuance id, and says which of how many it is."""
    made = document(household(*members(9)))
    assert [page.page_label for page in made.pages] == ["１／３頁", "２／３頁", "３／３頁"]
    assert [page.closing for page in made.pages] == ["以下次頁", "以下次頁", "以下余白"]
    for page in made.pages:
        assert page.reference == "発行番号　01JD-6Q8Z-K3M5-N7P9-R1T2-V4W6-XY"
        assert page.blocks[0].text("address") == "三重県松阪市殿町１３４０番地１"
        assert (page.attestation, page.issued_on) == (WHOLE, "令和　８年１１月２３日")
        assert (page.issuer.title, page.issuer.name, page.issuer.seal_text) == (
            "松阪市長",
            "山室　一郎",
            "松阪市長之印",
        )
        assert page.seal_note == "この印は黒色です"
        assert "３枚" in page.notes[0]


def test_a_document_names_its_subject() -> None:
    """The document carries the holder's resident id, the type, the municipality and the issuance."""
    made = document(household(*members(3)), "r2")
    assert (made.subject, made.municipality, made.issuance_id) == ("r2", "24204", ISSUANCE_ID)
    assert made.certificate_type == "resident-record"


def test_the_whole_household_is_certified_as_such() -> None:
    """With everybody who lives there printed, marker and 認証文 say 世帯全員."""
    page = document(household(*members(3))).pages[0]
    assert (page.marker, page.attestation) == ("（世帯全員）", WHOLE)


def test_part_of_a_household_is_certified_as_such() -> None:
    """With one member left out, marker and 認証文 do not claim the whole household."""
    page = document(household(*members(3)), "r1", "r3").pages[0]
    assert (page.marker, page.attestation) == ("（世帯一部）", PART)


def test_members_stand_in_the_order_of_the_books() -> None:
    """The order of the request does not change the order on the paper, and naming one twice prints one."""
    made = document(household(*members(4)), "r3", "r1", "r3")
    assert names(made) == ["架空　一郎", "架空　三郎", "", ""]


@pytest.mark.parametrize(
    "gone",
    [
        {"died_on": dt.date(2026, 1, 1)},
        {"departure": Departure(notified_on=dt.date(2026, 11, 1), leaves_on=ISSUE.issued_on)},
    ],
)
def test_removed_members_are_not_printed(gone: dict[str, object]) -> None:
    """Who died or has left by the day of issue is not printed, and the rest are 世帯全員."""
    record = household(resident(1), resident(2, **gone), resident(3))
    made = document(record)
    assert names(made) == ["架空　一郎", "架空　三郎", "", ""]
    assert made.pages[0].attestation == WHOLE


def test_who_leaves_tomorrow_is_still_printed() -> None:
    """A member whose day of leaving is after the day of issue is a resident on that day."""
    later = Departure(notified_on=dt.date(2026, 11, 1), leaves_on=ISSUE.issued_on + dt.timedelta(days=1))
    assert names(document(household(resident(1), resident(2, departure=later))))[:2] == ["架空　一郎", "架空　二郎"]


def test_a_holder_from_elsewhere_gets_nothing() -> None:
    """A holder who is not of the household, or has left it, is refused."""
    record = household(resident(1), resident(2, died_on=dt.date(2026, 1, 1)))
    for holder in ("r9", "r2"):
        with pytest.raises(SubjectMismatch):
            compose(record, municipality(), holder=holder, members=("r1",), options=EVERYTHING, issue=ISSUE)


def test_another_municipality_cannot_certify() -> None:
    """A household is certified by its own municipality or not at all."""
    with pytest.raises(SubjectMismatch):
        document(household(resident()), city=municipality(code="24201"))


@pytest.mark.parametrize("chosen", [(), ("r1", "r9"), ("r2",)])
def test_members_that_are_not_there_are_refused(chosen: tuple[str, ...]) -> None:
    """No members, an unknown one, or only a removed one: nothing is composed."""
    record = household(resident(1), resident(2, died_on=dt.date(2026, 1, 1)))
    with pytest.raises(InvalidOption):
        compose(record, municipality(), holder="r1", members=chosen, options=EVERYTHING, issue=ISSUE)


def test_a_household_without_its_head_is_refused() -> None:
    """While the head's removal is in the books but no new head, no certificate is composed."""
    record = household(resident(1, died_on=dt.date(2026, 1, 1)), resident(2))
    with pytest.raises(HeadMissing):
        document(record, "r2")


def test_a_page_says_what_calls_for_care() -> None:
    """Pages with an individual number or a record code are flagged, others are not."""
    record = household(resident())
    both = ResidentRecordOptions(individual_number=True, resident_record_code=True)
    assert document(record, options=both).pages[0].flags == {"individual-number", "resident-record-code"}
    assert document(record, options=ResidentRecordOptions(domicile=True)).pages[0].flags == set()


def test_empty_places_keep_their_labels() -> None:
    """A place that nobody fills shows the form's labels and no text, so that nothing can be typed in unnoticed."""
    blank = document(household(resident())).pages[0].blocks[2]
    assert blank.kind == "blank"
    assert all(field.label and not field.text for field in blank.fields)
