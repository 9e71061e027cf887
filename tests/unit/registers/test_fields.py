"""Fields of a register file that do not have the form they must have."""

from __future__ import annotations

import json

import pytest

from chalicelib.registers.file_errors import LineError
from chalicelib.registers.file_format import RegisterFileError, format_errors, read_register

from .samples import (
    HEAD_LINE,
    HEADER_LINE,
    HOUSEHOLD_LINE,
    LINK_LINE,
    MUNICIPALITY_LINE,
    SPOUSE_LINE,
    Change,
    Line,
    encode,
    problems,
    refused,
    sample,
)

_HEADER, _MUNICIPALITY, _HOUSEHOLD, _HEAD, _SPOUSE, _LINK = range(6)
_FEE = "certificates[0].fees[0].amount"


def _fee(objects: list[Line]) -> Line:
    fee: Line = objects[_MUNICIPALITY]["certificates"][0]["fees"][0]
    return fee


_FORMS: list[tuple[str, Change, tuple[int, str]]] = [
    ("format", lambda o: o[_HEADER].update(format=2), (HEADER_LINE, "format")),
    ("no kind", lambda o: o[_HEADER].pop("kind"), (HEADER_LINE, "kind")),
    ("not utc", lambda o: o[_HEADER].update(exported_at="2026-11-23T00:00:00+09:00"), (HEADER_LINE, "exported_at")),
    ("no zone", lambda o: o[_HEADER].update(exported_at="2026-11-23T00:00:00"), (HEADER_LINE, "exported_at")),
    ("header twice", lambda o: o.append(o[_HEADER]), (LINK_LINE + 1, "kind")),
    ("unknown kind", lambda o: o[_LINK].update(kind="seal"), (LINK_LINE, "kind")),
    ("kind a list", lambda o: o[_LINK].update(kind=["card-link"]), (LINK_LINE, "kind")),
    ("kind absent", lambda o: o[_LINK].pop("kind"), (LINK_LINE, "kind")),
    ("unknown field", lambda o: o[_LINK].update(colour="red"), (LINK_LINE, "colour")),
    ("unknown part field", lambda o: o[_SPOUSE]["foreign"].update(visa="x"), (SPOUSE_LINE, "foreign.visa")),
    ("kind in a part", lambda o: o[_SPOUSE]["foreign"].update(kind="x"), (SPOUSE_LINE, "foreign.kind")),
    ("missing", lambda o: o[_HEAD].pop("name"), (HEAD_LINE, "name")),
    ("missing in part", lambda o: o[_HEAD]["domicile"].pop("head_name"), (HEAD_LINE, "domicile.head_name")),
    ("null", lambda o: o[_HEAD].update(name=None), (HEAD_LINE, "name")),
    ("number for text", lambda o: o[_HEAD].update(individual_number=123456789018), (HEAD_LINE, "individual_number")),
    ("text for flag", lambda o: o[_HEAD].update(entry_in_progress="false"), (HEAD_LINE, "entry_in_progress")),
    ("list for part", lambda o: o[_HEAD].update(domicile=[]), (HEAD_LINE, "domicile")),
    ("text for part", lambda o: o[_HEAD].update(domicile="x"), (HEAD_LINE, "domicile")),
    ("empty text", lambda o: o[_HEAD].update(name=""), (HEAD_LINE, "name")),
    ("long text", lambda o: o[_HEAD].update(name="字" * 401), (HEAD_LINE, "name")),
    ("unknown choice", lambda o: o[_HEAD].update(sex="男性"), (HEAD_LINE, "sex")),
    ("many notes", lambda o: o[_HEAD].update(notes=["a"] * 5), (HEAD_LINE, "notes")),
    ("note a number", lambda o: o[_HEAD].update(notes=[1]), (HEAD_LINE, "notes")),
    ("no such day", lambda o: o[_HEAD].update(birth_date="1983-02-29"), (HEAD_LINE, "birth_date")),
    ("era date", lambda o: o[_HEAD].update(birth_date="昭和58年4月5日"), (HEAD_LINE, "birth_date")),
    ("date and time", lambda o: o[_HEAD].update(birth_date="1983-04-05T00:00:00Z"), (HEAD_LINE, "birth_date")),
    ("id", lambda o: o[_HOUSEHOLD].update(head="r 1"), (HOUSEHOLD_LINE, "head")),
    ("code", lambda o: o[_MUNICIPALITY].update(code="242047"), (MUNICIPALITY_LINE, "code")),
    ("half a yen", lambda o: _fee(o).update(amount=0.5), (MUNICIPALITY_LINE, _FEE)),
    ("a true fee", lambda o: _fee(o).update(amount=True), (MUNICIPALITY_LINE, _FEE)),
    ("negative fee", lambda o: _fee(o).update(amount=-1), (MUNICIPALITY_LINE, _FEE)),
    (
        "unknown certificate",
        lambda o: o[_MUNICIPALITY]["certificates"][0].update(type="passport"),
        (MUNICIPALITY_LINE, "certificates[0].type"),
    ),
    (
        "hours",
        lambda o: o[_MUNICIPALITY]["hours"]["weekday"].update(close="24:00:00"),
        (MUNICIPALITY_LINE, "hours.weekday.close"),
    ),
    (
        "hours with a zone",
        lambda o: o[_MUNICIPALITY]["hours"]["weekday"].update(open="06:30:00Z"),
        (MUNICIPALITY_LINE, "hours.weekday.open"),
    ),
    ("closure", lambda o: o[_MUNICIPALITY]["closures"][0].pop("ends"), (MUNICIPALITY_LINE, "closures[0].ends")),
    (
        "closure with a zone",
        lambda o: o[_MUNICIPALITY]["closures"][0].update(ends="2027-01-04T00:00:00+09:00"),
        (MUNICIPALITY_LINE, "closures[0].ends"),
    ),
    ("serial zero", lambda o: o[_LINK].update(serial="012"), (LINK_LINE, "serial")),
]


@pytest.mark.parametrize(("change", "where"), [case[1:] for case in _FORMS], ids=[case[0] for case in _FORMS])
def test_a_malformed_field_is_named(change: Change, where: tuple[int, str]) -> None:
    """A value of the wrong form is the only error, at its line and its field."""
    objects = sample()
    change(objects)
    assert problems(encode(objects)) == {where}


_BAD_TEXTS = {
    "line feed": "松浦\n健一",
    "carriage return": "松浦\r健一",
    "tab": "松浦\t健一",
    "null": "松浦\x00健一",
    "delete": "松浦\x7f健一",
    "next line": "松浦\x85健一",
    "line separator": "松浦\u2028健一",
    "paragraph separator": "松浦\u2029健一",
    "lone surrogate": "松浦\ud867健一",
    "override": "松浦\u202e健一",
    "isolate": "松浦\u2066健一",
    "byte order mark": "松浦\ufeff健一",
    "lost character": "松浦\ufffd健一",
    "noncharacter": "松浦\ufffe健一",
    "noncharacter of a plane": "松浦\U0002ffff健一",
    "leading blank": " 松浦健一",
    "trailing wide blank": "松浦健一　",
    "nothing but a blank": "　",
}


@pytest.mark.parametrize("text", _BAD_TEXTS.values(), ids=_BAD_TEXTS.keys())
@pytest.mark.parametrize("field", ["name", "domicile.head_name", "notes[0]"])
def test_text_that_cannot_be_printed_is_refused(field: str, text: str) -> None:
    """Controls, line breaks, lone surrogates, lost characters and padding are refused in every text."""
    objects = sample()
    head = objects[_HEAD]
    {"name": head, "domicile.head_name": head["domicile"]}.get(field, {})[field.rpartition(".")[2]] = text
    if field == "notes[0]":
        head["notes"] = [text]
    assert problems(encode(objects)) == {(HEAD_LINE, field)}


@pytest.mark.parametrize(
    "name", ["辻\U000e0102　弘", "﨑", "𠮷野", "神\ufa19", "か\u3099", "가\u1100", "O'NEIL-Ñ", "\ue000"]
)
def test_text_is_never_normalised(name: str) -> None:
    """Variation sequences, compatibility ideographs, decomposed and private characters come through unchanged."""
    objects = sample()
    objects[_HEAD]["name"] = name
    assert read_register(encode(objects)).households[0].residents[0].name == name


def test_all_errors_are_reported_at_once() -> None:
    """Errors of several lines, and several of one line, are in one report, in the order of the lines."""
    objects = sample()
    objects[_LINK]["serial"] = "x"
    objects[_HEAD].update(name="", sex="?", birth_date="?")
    objects[_HOUSEHOLD]["head"] = "?"
    found = [(error.line, error.field) for error in refused(encode(objects)).errors]
    assert [line for line, _ in found] == sorted(line for line, _ in found)
    assert set(found) == {
        (HOUSEHOLD_LINE, "head"),
        (HEAD_LINE, "name"),
        (HEAD_LINE, "sex"),
        (HEAD_LINE, "birth_date"),
        (LINK_LINE, "serial"),
    }


def test_the_report_is_capped_and_counts_the_rest() -> None:
    """At most 1000 errors are carried; the number of the others is known and shown."""
    error = refused([*encode(sample()), *[b"{}\n"] * 1500])
    assert (len(error.errors), error.more) == (1000, 500)
    assert str(error) == "the register file has 1500 errors"
    assert format_errors(error).splitlines()[-1] == "and 500 more"


def test_errors_are_formatted_for_a_terminal() -> None:
    """Each error is one line with its place; a whole line has no field."""
    error = RegisterFileError((LineError(3, "", "expected a"), LineError(4, "name", "expected b")))
    assert format_errors(error) == "line 3: expected a\nline 4, name: expected b"


def test_no_message_repeats_a_value() -> None:
    """Whatever value is wrong, in whatever field, its text is in no message and in no name of a field."""
    secret = "秘密太郎 SECRET-123 - at `$.name`"
    for index, line in enumerate(sample()):
        for field in line:
            objects = sample()
            objects[index][field] = secret + "\n"
            objects[index][secret] = {secret: secret}
            error = refused([*encode(objects), json.dumps({"kind": secret}).encode() + b"\n", secret.encode()])
            assert "SECRET" not in format_errors(error) + str(error) + repr(error)
            assert "秘密" not in format_errors(error) + repr(error)
