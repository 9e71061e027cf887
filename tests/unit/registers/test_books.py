"""What must hold inside an entry beyond its form, and between entries."""

from __future__ import annotations

import pytest

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.registers.file_format import read_register

from .samples import (
    HEAD_LINE,
    HOUSEHOLD,
    HOUSEHOLD_LINE,
    LINK,
    LINK_LINE,
    MUNICIPALITY_LINE,
    SPOUSE,
    SPOUSE_LINE,
    Change,
    Line,
    encode,
    problems,
    sample,
)

_HEADER, _MUNICIPALITY, _HOUSEHOLD, _HEAD, _SPOUSE, _LINK = range(6)
_NEXT = LINK_LINE + 1

Case = tuple[str, Change, set[tuple[int, str]]]


def _dead_head(objects: list[Line]) -> None:
    objects[_HEAD].update(died_on="2026-11-01")


def _all_dead(objects: list[Line]) -> None:
    _dead_head(objects)
    objects[_SPOUSE].update(died_on="2026-11-02")


_ENTRIES: list[Case] = [
    ("individual number", lambda o: o[_HEAD].update(individual_number="123456789012"), {(4, "individual_number")}),
    ("record code", lambda o: o[_HEAD].update(resident_record_code="12345678901"), {(4, "resident_record_code")}),
    (
        "born tomorrow",
        lambda o: o[_SPOUSE].update(birth_date="2026-11-24"),
        {(5, "birth_date"), (5, "became_resident.date")},
    ),
    ("born before Meiji", lambda o: o[_HEAD].update(birth_date="1868-01-24"), {(4, "birth_date")}),
    ("resident before birth", lambda o: o[_HEAD].update(birth_date="2012-03-02"), {(4, "became_resident.date")}),
    (
        "resident after export",
        lambda o: o[_HEAD]["became_resident"].update(date="2026-11-24"),
        {(4, "became_resident.date")},
    ),
    ("address after export", lambda o: o[_HEAD].update(address_since="2026-11-24"), {(4, "address_since")}),
    ("notified before birth", lambda o: o[_HEAD].update(notified_on="1983-04-04"), {(4, "notified_on")}),
    ("died after export", lambda o: o[_SPOUSE].update(died_on="2026-11-24"), {(5, "died_on")}),
    ("died before birth", lambda o: o[_SPOUSE].update(died_on="1985-06-06"), {(5, "died_on")}),
    ("neither nation", lambda o: o[_HEAD].pop("domicile"), {(4, "domicile")}),
    ("both nations", lambda o: o[_SPOUSE].update(domicile=o[_HEAD]["domicile"]), {(5, "domicile")}),
    ("foreign 旧氏", lambda o: o[_SPOUSE].update(former_name={"name": "X"}), {(5, "former_name")}),
    ("no status", lambda o: o[_SPOUSE]["foreign"].pop("residence_status"), {(5, "foreign.residence_status")}),
    ("no card number", lambda o: o[_SPOUSE]["foreign"].pop("card_number"), {(5, "foreign.card_number")}),
    ("protection ends first", lambda o: o[_HEAD]["protection"].update(until="2025-12-31"), {(4, "protection.until")}),
    (
        "departure to be notified",
        lambda o: o[_HEAD]["departure"].update(notified_on="2026-11-24"),
        {(4, "departure.notified_on")},
    ),
    (
        "left before arriving",
        lambda o: o[_HEAD]["departure"].update(leaves_on="2012-02-28"),
        {(4, "departure.leaves_on"), (HOUSEHOLD_LINE, "head")},
    ),
    ("linked after export", lambda o: o[_LINK].update(linked_on="2026-11-24"), {(LINK_LINE, "linked_on")}),
    ("link ends first", lambda o: o[_LINK].update(ended_on="2024-05-05"), {(LINK_LINE, "ended_on")}),
]

_BETWEEN: list[Case] = [
    ("no municipality", lambda o: o.pop(_MUNICIPALITY), {(1, "municipality")}),
    ("two municipalities", lambda o: o.append(o[_MUNICIPALITY]), {(_NEXT, "kind")}),
    ("another municipality", lambda o: o[_MUNICIPALITY].update(code="24201"), {(MUNICIPALITY_LINE, "code")}),
    ("household elsewhere", lambda o: o[_HOUSEHOLD].update(municipality="24201"), {(HOUSEHOLD_LINE, "municipality")}),
    ("household twice", lambda o: o.append(o[_HOUSEHOLD]), {(_NEXT, "household_id")}),
    (
        "resident twice",
        lambda o: o.append(o[_SPOUSE]),
        {(_NEXT, "resident_id"), (_NEXT, "individual_number"), (_NEXT, "resident_record_code")},
    ),
    (
        "individual number twice",
        lambda o: o[_SPOUSE].update(individual_number="123456789018"),
        {(SPOUSE_LINE, "individual_number")},
    ),
    (
        "record code twice",
        lambda o: o[_SPOUSE].update(resident_record_code="12345678903"),
        {(SPOUSE_LINE, "resident_record_code")},
    ),
    ("no household", lambda o: o[_SPOUSE].update(household_id="h-2"), {(SPOUSE_LINE, "household_id")}),
    ("head elsewhere", lambda o: o[_HOUSEHOLD].update(head="r-3"), {(HOUSEHOLD_LINE, "head")}),
    ("empty household", lambda o: o.append({**HOUSEHOLD, "household_id": "h-2"}), {(_NEXT, "head")}),
    ("dead head", _dead_head, {(HOUSEHOLD_LINE, "head")}),
    ("head gone", lambda o: o[_HEAD]["departure"].update(leaves_on="2026-11-23"), {(HOUSEHOLD_LINE, "head")}),
    ("head is no 世帯主", lambda o: o[_HEAD].update(relationship="夫"), {(HOUSEHOLD_LINE, "head")}),
    ("two 世帯主", lambda o: o[_SPOUSE].update(relationship="世帯主"), {(HOUSEHOLD_LINE, "head")}),
    ("link to nobody", lambda o: o[_LINK].update(resident_id="r-3"), {(LINK_LINE, "resident_id")}),
    ("link twice", lambda o: o.append({**LINK, "resident_id": "r-2"}), {(_NEXT, "serial")}),
    ("link twice, one ended", lambda o: o.append({**LINK, "ended_on": "2025-01-01"}), {(_NEXT, "serial")}),
]


@pytest.mark.parametrize(
    ("change", "where"), [case[1:] for case in _ENTRIES + _BETWEEN], ids=[case[0] for case in _ENTRIES + _BETWEEN]
)
def test_what_does_not_hold_is_named(change: Change, where: set[tuple[int, str]]) -> None:
    """What contradicts the law, the calendar or another entry is an error at the line and field it stands in."""
    objects = sample()
    change(objects)
    assert problems(encode(objects)) == where


_ALLOWED: list[tuple[str, Change]] = [
    ("as it is", lambda _: None),
    ("born on the day of export", lambda o: o[_SPOUSE].update(
        birth_date="2026-11-23", became_resident={"date": "2026-11-23", "reason": "出生"})),
    ("first day of Meiji", lambda o: o[_HEAD].update(birth_date="1868-01-25")),
    ("leaves the day after export", lambda o: o[_HEAD]["departure"].update(leaves_on="2026-11-24")),
    ("all dead", _all_dead),
    ("every certificate", lambda o: o[_MUNICIPALITY].update(
        certificates=[{"type": kind, "fees": [{"amount": 300}]} for kind in CertificateType])),
    ("link ended at once", lambda o: o[_LINK].update(ended_on="2024-05-06")),
    ("arrived and left", lambda o: o[_SPOUSE].update(
        departure={"notified_on": "2012-07-09", "leaves_on": "2012-07-09"})),
    ("protected for a day", lambda o: o[_HEAD]["protection"].update(until="2026-01-01")),
    ("address older than the record", lambda o: o[_SPOUSE].update(address_since="1999-01-01")),
    ("came back", lambda o: o.append({**SPOUSE, "resident_id": "r-9", "died_on": "2020-01-01"})),
    ("same serial, other kind", lambda o: o.append({**LINK, "certificate_kind": "phone"})),
    ("same serial, other generation", lambda o: o.append({**LINK, "generation": "g3"})),
    ("permanent resident", lambda o: o[_SPOUSE].update(
        foreign={"nationality": "韓国", "residence_class": "特別永住者", "card_number": "X"})),
    ("explicit null", lambda o: o[_HEAD].update(furigana=None)),
    ("entries in another order", lambda o: o.insert(1, o.pop())),
]  # fmt: skip


@pytest.mark.parametrize("change", [case[1] for case in _ALLOWED], ids=[case[0] for case in _ALLOWED])
def test_what_may_be_is_accepted(change: Change) -> None:
    """The edge cases a real register has are not refused."""
    objects = sample()
    change(objects)
    assert read_register(encode(objects)).settings.code == "24204"


def test_a_bad_line_does_not_make_others_look_wrong() -> None:
    """When the head's line is malformed, the household and the card link that name them are not reported too."""
    objects = sample()
    objects[_HEAD]["name"] = ""
    assert problems(encode(objects)) == {(HEAD_LINE, "name")}


def test_an_unreadable_line_does_not_make_others_look_wrong() -> None:
    """When a line cannot be read at all, what may stand on it is not reported as missing."""
    lines = encode(sample())
    lines[HOUSEHOLD_LINE - 1] = b"{\n"
    assert problems(lines) == {(HOUSEHOLD_LINE, "")}


def test_residents_keep_the_order_of_the_file() -> None:
    """Members are in the order of their lines, wherever in the file these stand."""
    objects = sample()
    objects.append(objects.pop(_HEAD))
    record = read_register(encode(objects)).households[0]
    assert [resident.resident_id for resident in record.residents] == ["r-2", "r-1"]
