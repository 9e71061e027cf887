"""Seals, family registers, supplements and taxes: what must hold inside an entry and between the books."""

from __future__ import annotations

import pytest

from chalicelib.registers.file_format import read_register, write_register

from .further_samples import (
    PERSON,
    PERSON_LINE,
    REGISTER,
    REGISTER_LINE,
    SEAL,
    SEAL_LINE,
    SUPPLEMENT,
    SUPPLEMENT_LINE,
    SUPPLEMENT_PERSON,
    SUPPLEMENT_PERSON_LINE,
    TAX,
    TAX_LINE,
    further,
    png,
    text,
)
from .samples import HEAD_LINE, Change, encode, problems

_HEADER, _MUNICIPALITY, _HOUSEHOLD, _HEAD, _SPOUSE, _LINK = range(6)
_NEXT = TAX_LINE + 1

Case = tuple[str, Change, set[tuple[int, str]]]

_SEALS: list[Case] = [
    ("too large", lambda o: o[SEAL]["imprint"].update(width=251, height=251, png=text(png(300, 300))),
     {(SEAL_LINE, "imprint.width")}),
    ("too small", lambda o: o[SEAL]["imprint"].update(width=80, height=80), {(SEAL_LINE, "imprint.width")}),
    ("no PNG", lambda o: o[SEAL]["imprint"].update(png="QUJD"), {(SEAL_LINE, "imprint.png")}),
    ("no base64", lambda o: o[SEAL]["imprint"].update(png="@@@"), {(SEAL_LINE, "imprint.png")}),
    ("grey", lambda o: o[SEAL]["imprint"].update(png=text(png(depth=8))), {(SEAL_LINE, "imprint.png")}),
    ("cut off", lambda o: o[SEAL]["imprint"].update(png=text(png()[:-30])), {(SEAL_LINE, "imprint.png")}),
    ("coarse", lambda o: o[SEAL]["imprint"].update(png=text(png(141, 141))), {(SEAL_LINE, "imprint.png")}),
    ("distorted", lambda o: o[SEAL]["imprint"].update(width=110), {(SEAL_LINE, "imprint.png")}),
    (
        "no ink",
        lambda o: o[SEAL]["imprint"].update(png=text(png(rows=(b"\0" + b"\xff" * 18) * 142))),
        {(SEAL_LINE, "imprint.png")},
    ),
    ("registered later", lambda o: o[SEAL].update(registered_on="2026-11-24"), {(SEAL_LINE, "registered_on")}),
    ("registered at 14", lambda o: o[SEAL].update(registered_on="1998-04-04"), {(SEAL_LINE, "registered_on")}),
    (
        "abolished before",
        lambda o: o[SEAL].update(abolished={"date": "2012-03-04", "reason": "亡失"}),
        {(SEAL_LINE, "abolished.date")},
    ),
    ("katakana", lambda o: o[SEAL].update(katakana="ケンイチ"), {(SEAL_LINE, "katakana")}),
    ("nobody's seal", lambda o: o[SEAL].update(resident_id="r-3"), {(SEAL_LINE, "resident_id")}),
    (
        "two seals",
        lambda o: o.append({**o[SEAL], "registration_id": "s-2", "number": "2"}),
        {(_NEXT, "resident_id")},
    ),
    (
        "the same number",
        lambda o: o.append({**o[SEAL], "registration_id": "s-2", "resident_id": "r-2"}),
        {(_NEXT, "number")},
    ),
    ("seal of one who left", lambda o: o[_SPOUSE].update(died_on="2026-11-01") or o[SEAL].update(resident_id="r-2"),
     {(SEAL_LINE, "abolished")}),
]  # fmt: skip

_FAMILIES: list[Case] = [
    ("register elsewhere", lambda o: o[REGISTER].update(municipality="24201"), {(REGISTER_LINE, "municipality")}),
    ("closed", lambda o: o[REGISTER].update(closed_on="2026-01-01"), {(REGISTER_LINE, "closed_on")}),
    ("all removed", lambda o: o[PERSON].update(removed=True), {
        (REGISTER_LINE, "closed_on"), (SUPPLEMENT_PERSON_LINE, "removed_on")}),
    ("no register", lambda o: o[PERSON].update(register_id="f-2"), {
        (PERSON_LINE, "register_id"), (REGISTER_LINE, "closed_on"), (SUPPLEMENT_PERSON_LINE, "person_id")}),
    ("nobody", lambda o: o[PERSON].update(resident_id="r-3"), {
        (PERSON_LINE, "resident_id"), (SUPPLEMENT_PERSON_LINE, "resident_id")}),
    ("another birth", lambda o: o[PERSON].update(birth_date="1983-04-06"), {
        (PERSON_LINE, "birth_date"), (SUPPLEMENT_PERSON_LINE, "birth_date")}),
    ("another 本籍", lambda o: o[REGISTER].update(domicile="三重県松阪市本町１番地"), {(PERSON_LINE, "register_id")}),
    ("another 筆頭者", lambda o: o[REGISTER].update(head_name="松浦　健二"), {(PERSON_LINE, "register_id")}),
    ("a foreigner", lambda o: o[PERSON].update(resident_id="r-2", birth_date="1985-06-07"), {
        (PERSON_LINE, "register_id"), (PERSON_LINE, "given_name"), (SUPPLEMENT_PERSON_LINE, "resident_id")}),
    ("another's given name", lambda o: o[PERSON].update(given_name="健二"), {
        (PERSON_LINE, "given_name"), (SUPPLEMENT_PERSON_LINE, "given_name")}),
    ("a wife who is a man", lambda o: o[PERSON].update(spouse="妻"), {(PERSON_LINE, "spouse")}),
    ("person twice", lambda o: o.append(o[PERSON]), {(_NEXT, "person_id"), (_NEXT, "resident_id")}),
    ("養父 alone", lambda o: o[PERSON].update(adoptive_father="松浦太一"), {(PERSON_LINE, "adoptive_relationship")}),
    ("date and text", lambda o: o[PERSON]["entries"][0]["items"][0].update(date="1983-04-05"),
     {(PERSON_LINE, "entries[0].items[0]")}),
    ("no label", lambda o: o[PERSON]["entries"][0]["items"][0].pop("label"),
     {(PERSON_LINE, "entries[0].items[0].label")}),
    ("born later", lambda o: o[PERSON].update(birth_date="2026-11-24"), {
        (PERSON_LINE, "birth_date"), (SUPPLEMENT_PERSON_LINE, "birth_date")}),
    ("no register of it", lambda o: o[SUPPLEMENT].update(register_id="f-2"), {
        (SUPPLEMENT_LINE, "register_id"), (SUPPLEMENT_PERSON_LINE, "register_id")}),
    ("no person of it", lambda o: o[SUPPLEMENT_PERSON].update(person_id="p-2"), {
        (SUPPLEMENT_PERSON_LINE, "person_id")}),
    ("somebody else", lambda o: o[SUPPLEMENT_PERSON].update(resident_id="r-2"), {
        (SUPPLEMENT_PERSON_LINE, "resident_id") }),
    ("another's name", lambda o: o[SUPPLEMENT_PERSON].update(name="松浦　健二"), {(SUPPLEMENT_PERSON_LINE, "name")}),
    ("another's given name in the supplement", lambda o: o[SUPPLEMENT_PERSON].update(given_name="健二"),
     {(SUPPLEMENT_PERSON_LINE, "given_name")}),
    ("another birth in the supplement", lambda o: o[SUPPLEMENT_PERSON].update(birth_date="1983-04-06"),
     {(SUPPLEMENT_PERSON_LINE, "birth_date")}),
    ("another sex", lambda o: o[SUPPLEMENT_PERSON].update(sex="女"), {(SUPPLEMENT_PERSON_LINE, "sex")}),
    ("another's code", lambda o: o[SUPPLEMENT_PERSON].update(resident_record_code="98765432103"),
     {(SUPPLEMENT_PERSON_LINE, "resident_record_code")}),
    ("removed here only", lambda o: o[SUPPLEMENT_PERSON].update(removed_on="2026-01-05"),
     {(SUPPLEMENT_PERSON_LINE, "removed_on")}),
    ("wrong code", lambda o: o[SUPPLEMENT_PERSON].update(resident_record_code="12345678901"),
     {(SUPPLEMENT_PERSON_LINE, "resident_record_code")}),
    ("old address", lambda o: o[SUPPLEMENT_PERSON]["addresses"].pop(), {(SUPPLEMENT_PERSON_LINE, "addresses")}),
    ("no address", lambda o: o[SUPPLEMENT_PERSON].update(addresses=[]), {(SUPPLEMENT_PERSON_LINE, "addresses")}),
    ("newest first", lambda o: o[SUPPLEMENT_PERSON]["addresses"].reverse(), {(SUPPLEMENT_PERSON_LINE, "addresses")}),
]  # fmt: skip

_TAXES: list[Case] = [
    ("nobody's tax", lambda o: o[TAX].update(resident_id="r-3"), {(TAX_LINE, "resident_id")}),
    ("year to come", lambda o: o[TAX].update(fiscal_year=2027), {(TAX_LINE, "fiscal_year")}),
    ("year twice", lambda o: o.append(o[TAX]), {(_NEXT, "fiscal_year")}),
    ("no assessment", lambda o: o[TAX].pop("assessment"), {(TAX_LINE, "assessment")}),
    ("undeclared but taxed", lambda o: o[TAX].update(basis="undeclared"),
     {(TAX_LINE, "assessment"), (TAX_LINE, "levies")}),
    ("negative levy", lambda o: o[TAX]["levies"].update(forest=-1), {(TAX_LINE, "levies")}),
    ("forest tax of 2023", lambda o: o[TAX].update(fiscal_year=2023), {(TAX_LINE, "levies.forest")}),
    ("income twice", lambda o: o[TAX]["assessment"].update(incomes=[{"name": "給与", "amount": 1}] * 2),
     {(TAX_LINE, "assessment.incomes")}),
    ("deduction twice", lambda o: o[TAX]["assessment"].update(deductions=[{"name": "基礎", "amount": 1}] * 2),
     {(TAX_LINE, "assessment.deductions")}),
    ("unknown income", lambda o: o[TAX]["assessment"]["incomes"][0].update(name="宝くじ"),
     {(TAX_LINE, "assessment.incomes[0].name")}),
    ("negative base", lambda o: o[TAX]["assessment"].update(taxable_income=-1),
     {(TAX_LINE, "assessment.taxable_income")}),
    ("new year in February", lambda o: o[_MUNICIPALITY].update(tax_certificates={"year_from": "02-01"}),
     {(2, "tax_certificates.year_from")}),
]  # fmt: skip
_USE = {
    "kind": "use-registration",
    "registration_id": "u-1",
    "generation": "g2",
    "serial": "777",
    "register_id": "f-1",
    "person_id": "p-1",
    "applied_on": "2026-11-02",
    "confirmed_on": "2026-11-05",
}
_PENDING = {key: value for key, value in _USE.items() if key != "confirmed_on"}
_REFUSED = {**_PENDING, "refused_on": "2026-11-05", "refusal": "not-identified"}


def _uses(*uses: dict[str, str]) -> Change:
    return lambda o: o.extend(uses)


_USES: list[Case] = [
    ("applied later", _uses({**_PENDING, "applied_on": "2026-11-24"}), {(_NEXT, "applied_on")}),
    ("confirmed before", _uses({**_USE, "confirmed_on": "2026-11-01"}), {(_NEXT, "confirmed_on")}),
    ("confirmed later", _uses({**_USE, "confirmed_on": "2026-11-24"}), {(_NEXT, "confirmed_on")}),
    ("ended before", _uses({**_USE, "ended_on": "2026-11-01"}), {(_NEXT, "ended_on")}),
    ("refused for nothing", _uses({**_PENDING, "refused_on": "2026-11-05"}), {(_NEXT, "refusal")}),
    ("a reason without refusal", _uses({**_PENDING, "refusal": "withdrawn"}), {(_NEXT, "refusal")}),
    ("confirmed and refused", _uses({**_REFUSED, "confirmed_on": "2026-11-05"}), {(_NEXT, "refused_on")}),
    ("nobody's", _uses({**_USE, "person_id": "p-9"}), {(_NEXT, "person_id")}),
    ("of no register", _uses({**_USE, "register_id": "f-9"}), {(_NEXT, "person_id")}),
    ("twice", _uses(_USE, {**_USE, "serial": "778"}), {(_NEXT + 1, "registration_id")}),
    ("two that stand", _uses(_USE, {**_PENDING, "registration_id": "u-2"}), {(_NEXT + 1, "serial")}),
]
_ALL = _SEALS + _FAMILIES + _TAXES + _USES


@pytest.mark.parametrize(("change", "where"), [case[1:] for case in _ALL], ids=[case[0] for case in _ALL])
def test_what_does_not_hold_is_named(change: Change, where: set[tuple[int, str]]) -> None:
    """What contradicts a rule of these books, or another book, is an error at the line and field it stands in."""
    objects = further()
    change(objects)
    assert problems(encode(objects)) == where


_ALLOWED: list[tuple[str, Change]] = [
    ("as it is", lambda _: None),
    ("a seal of 25 mm", lambda o: o[SEAL]["imprint"].update(width=250, height=250, png=text(png(300, 300)))),
    ("a seal longer than 8 mm", lambda o: o[SEAL]["imprint"].update(width=60, height=81, png=text(png(105, 142)))),
    ("registered on the 15th birthday", lambda o: o[SEAL].update(registered_on="1998-04-05")),
    ("registered anew", lambda o: o.append({
        **o[SEAL], "registration_id": "s-2", "number": "2", "abolished": {"date": "2012-03-05", "reason": "亡失"}})),
    ("katakana of a foreign resident", lambda o: o[SEAL].update(resident_id="r-2", katakana="レイエス")),
    ("nobody left", lambda o: o[PERSON].update(removed=True) or o[REGISTER].update(closed_on="2026-01-01")
     or o[SUPPLEMENT_PERSON].update(removed_on="2026-01-01")),
    ("a given name in another variant", lambda o: o[PERSON].update(given_name="健\U000e0100一")),
    ("a person elsewhere", lambda o: o.append({
        **{k: v for k, v in o[PERSON].items() if k != "resident_id"}, "person_id": "p-2", "birth_date": "2012-01-02"})),
    ("an item that heads others", lambda o: o[PERSON]["entries"][0]["items"].extend(
        [{"label": "従前の記録"}, {"label": "出生地", "text": "三重県伊勢市", "nested": True}])),
    ("an address since nobody knows when", lambda o: o[SUPPLEMENT_PERSON]["addresses"][0].pop("since")),
    ("a dependent", lambda o: o[TAX].update(basis="dependent", assessment=None, levies={})),
    ("a loss", lambda o: o[TAX]["assessment"]["incomes"][0].update(amount=-1)),
    ("registered for use", _uses(_USE)),
    ("applied again after a refusal", _uses(_REFUSED, {**_USE, "registration_id": "u-2"})),
    ("applied again after the end", _uses(
        {**_USE, "ended_on": "2026-11-06"}, {**_PENDING, "registration_id": "u-2", "applied_on": "2026-11-07"})),
    ("entries in another order", lambda o: o.insert(1, o.pop())),
]  # fmt: skip


@pytest.mark.parametrize("change", [case[1] for case in _ALLOWED], ids=[case[0] for case in _ALLOWED])
def test_what_may_be_is_accepted(change: Change) -> None:
    """The edge cases that real books have are taken in, and written back as the same books."""
    objects = further()
    change(objects)
    file = read_register(encode(objects))
    assert read_register(write_register(file)) == file


def test_a_bad_line_does_not_make_others_look_wrong() -> None:
    """When the resident's line is malformed, no book that names the resident is reported too."""
    objects = further()
    objects[_HEAD]["name"] = ""
    assert problems(encode(objects)) == {(HEAD_LINE, "name")}


def test_a_bad_register_does_not_make_its_persons_look_wrong() -> None:
    """When a family register's line is malformed, its persons and its supplement are not reported too."""
    objects = further()
    objects[REGISTER]["domicile"] = ""
    assert problems(encode(objects)) == {(REGISTER_LINE, "domicile")}


def test_persons_keep_the_order_of_the_file() -> None:
    """Persons of a register are in the order of their lines, wherever in the file these stand."""
    objects = further()
    other = {key: value for key, value in objects[PERSON].items() if key != "resident_id"}
    objects.insert(1, {**other, "person_id": "p-0"})
    record = read_register(encode(objects)).family_registers[0]
    assert [person.person_id for person in record.persons] == ["p-0", "p-1"]
