"""住民票記載事項証明書: what is chosen, what always stands there, what it certifies."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.protocol.errors import SubjectMismatch
from chalicelib.registers.entries import HouseholdRecord
from chalicelib.render.certificates.resident_record_entries import (
    ResidentRecordEntriesOptions,
    compose,
)
from chalicelib.render.document import Document
from tests.unit.render.factories import ISSUE, foreign_resident, household, municipality, resident

OMITTED = "省略"
ALWAYS = {"furigana", "name", "former_name_furigana", "former_name", "birth_date", "sex"}


def issued(record: HouseholdRecord, *members: str, **options: Any) -> Document:
    """Compose the certificate of these members for r1."""
    return compose(
        record,
        municipality(),
        holder="r1",
        members=members or ("r1",),
        options=ResidentRecordEntriesOptions(**options),
        issue=ISSUE,
    )


def test_without_options_only_name_birth_and_sex_are_there() -> None:
    """Every other item of the member, and the head of the household, reads 省略; the address is printed."""
    page = issued(household(resident(notes=("備考",)))).pages[0]
    shown = {field.key for field in page.blocks[1].fields if field.text != OMITTED}
    assert shown == ALWAYS
    assert [field.text for field in page.blocks[0].fields] == ["三重県松阪市殿町１３４０番地１", OMITTED]


@pytest.mark.parametrize(
    ("option", "keys"),
    [
        ("relationship", {"relationship"}),
        ("domicile", {"domicile", "domicile_head"}),
        ("individual_number", {"individual_number"}),
        ("resident_record_code", {"resident_record_code"}),
        ("residence", {"became_resident", "address_since", "notified_on", "previous_address"}),
        ("notes", {"notes"}),
    ],
)
def test_an_option_shows_its_items_and_no_others(option: str, keys: set[str]) -> None:
    """Each option adds its items, and nothing else, to what always stands there."""
    block = issued(household(resident(notes=("備考",))), **{option: True}).pages[0].blocks[1]
    assert {field.key for field in block.fields if field.text != OMITTED} == ALWAYS | keys


def test_an_alias_is_never_left_out() -> None:
    """The 通称 of a foreign resident is printed with no option at all."""
    assert issued(household(foreign_resident())).pages[0].blocks[1].text("alias") == "山田　マリア"


def test_it_is_a_certificate_of_its_own() -> None:
    """Type, title and 認証文 are not those of 住民票の写し; the marker says whether everybody is on it."""
    record = household(resident(1), resident(2))
    part, whole = issued(record), issued(record, "r1", "r2")
    assert part.certificate_type == "resident-record-entries"
    assert part.pages[0].title == "住民票記載事項証明書"
    assert part.pages[0].attestation == "上記の事項は、住民票の記載事項と相違ないことを証明する。"
    assert (part.pages[0].marker, whole.pages[0].marker) == ("（世帯一部）", "（世帯全員）")


def test_numbers_are_flagged() -> None:
    """A page with an individual number says so."""
    assert issued(household(resident()), individual_number=True).pages[0].flags == {"individual-number"}
    assert issued(household(resident())).pages[0].flags == set()


def test_a_holder_from_elsewhere_gets_nothing() -> None:
    """Who does not live in the household is refused."""
    with pytest.raises(SubjectMismatch):
        issued(household(resident(2)), "r2")
