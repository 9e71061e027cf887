"""Settings that are wrong: at no moment may there be two values of anything, or none."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest

from chalicelib.protocol.certificate_options import OPTIONS
from chalicelib.registers.file_errors import RegisterFileError
from chalicelib.registers.municipality_entry import (
    CertificateFee,
    Mayor,
    MunicipalitySettings,
    Reduction,
    ServiceHours,
    SwitchedOff,
    TerminalHours,
    WeekHours,
)
from chalicelib.registers.seals import Imprint
from chalicelib.registers.settings_checks import settings_problems
from chalicelib.registers.settings_file import read_settings
from infra.emulator.demo_city.imprints import imprint
from tests.unit.registers.settings_samples import (
    DAILY,
    MAYOR,
    RECORD,
    REGISTER,
    SEAL,
    WEEKDAYS,
    closure,
    day,
    offered,
    settings,
)

TODAY = dt.date(2026, 11, 24)
_replace = msgspec.structs.replace
ENDING = _replace(MAYOR, last=day("2026-11-30"))


def _mayors(*mayors: Mayor) -> dict[str, Any]:
    return {"mayors": mayors}


def _certificate(**changes: Any) -> dict[str, Any]:
    return {"certificates": (offered(**changes),)}


def _fees(*fees: CertificateFee, **changes: Any) -> dict[str, Any]:
    return _certificate(fees=fees, **changes)


def _off(*options: str, **days: Any) -> dict[str, Any]:
    return _certificate(switched_off=tuple(SwitchedOff(option=option, **days) for option in options))


def _window(opens: dt.time, closes: dt.time) -> dict[str, Any]:
    return {"hours": WeekHours(weekday=ServiceHours(open=opens, close=closes))}


def _seal(tenths: int) -> dict[str, Any]:
    return {"seals": (_replace(SEAL, imprint=imprint(("松阪市", "長之印"), tenths, "square")),)}


_FEE = CertificateFee(amount=300)
WRONG: tuple[tuple[str, dict[str, Any], set[str]], ...] = (
    ("no mayor", _mayors(), {"mayors"}),
    ("two mayors", _mayors(MAYOR, MAYOR), {"mayors[1].first"}),
    ("two mayors on a day", _mayors(ENDING, _replace(MAYOR, first=day("2026-11-30"))), {"mayors[1].first"}),
    ("no mayor on a day", _mayors(ENDING, _replace(MAYOR, first=day("2026-12-02"))), {"mayors[1].first"}),
    ("no mayor after", _mayors(ENDING), {"mayors[0].last"}),
    ("no mayor yet", _mayors(_replace(MAYOR, first=day("2026-11-25"))), {"mayors[0].first"}),
    ("backwards", _mayors(_replace(ENDING, first=day("2026-12-01")), _replace(MAYOR, first=day("2026-12-01"))),
     {"mayors[0].last", "mayors[0].first"}),
    ("acting without title", _mayors(_replace(MAYOR, acting=True)), {"mayors[0].acting"}),
    ("title without acting", _mayors(_replace(MAYOR, title="松阪市長職務代理者")), {"mayors[0].acting"}),
    ("no seal", {"seals": ()}, {"seals"}),
    ("no seal after", {"seals": (_replace(SEAL, last=day("2026-11-30")),)}, {"seals[0].last"}),
    ("a small seal", _seal(140), {"seals[0].imprint.width"}),
    ("a large seal", _seal(241), {"seals[0].imprint.width"}),
    ("no image of a seal", {"seals": (_replace(SEAL, imprint=Imprint(png=b"x", width=210, height=210)),)},
     {"seals[0].imprint.png"}),
    ("certificate twice", {"certificates": (offered(), offered())}, {"certificates[1].type"}),
    ("certificate backwards", _certificate(first=day("2027-01-02"), last=day("2027-01-01")), {"certificates[0].last"}),
    ("no fee", _fees(), {"certificates[0].fees"}),
    ("a gap of fees", _fees(_replace(_FEE, last=day("2027-03-31")), _replace(_FEE, first=day("2027-04-02"))),
     {"certificates[0].fees[1].first"}),
    ("two fees", _fees(_replace(_FEE, last=day("2027-04-01")), _replace(_FEE, first=day("2027-04-01"))),
     {"certificates[0].fees[1].first"}),
    ("a fee that ends", _fees(_replace(_FEE, last=day("2027-03-31"))), {"certificates[0].fees[0].last"}),
    ("a fee that ends too early", _fees(_replace(_FEE, last=day("2027-03-31")), last=day("2027-04-01")),
     {"certificates[0].fees[0].last"}),
    ("a fee that begins too late", _fees(_replace(_FEE, first=day("2027-04-02")), first=day("2027-04-01")),
     {"certificates[0].fees[0].first"}),
    ("unknown option", _off("colour"), {"certificates[0].switched_off[0].option"}),
    ("unknown scope", _off("scope:street"), {"certificates[0].switched_off[0].option"}),
    ("option of another", _certificate(type=REGISTER, switched_off=(SwitchedOff(option="notes"),)),
     {"certificates[0].switched_off[0].option"}),
    ("option backwards", _off("domicile", first=day("2027-01-02"), last=day("2027-01-01")),
     {"certificates[0].switched_off[0].last"}),
    ("no scope", _off("scope:holder", "scope:household", "scope:members"), {"certificates[0].switched_off"}),
    ("no scope later", _off("scope:holder", "scope:household", "scope:members", first=day("2030-01-01")),
     {"certificates[0].switched_off"}),
    ("reduction of nothing", {"reductions": (Reduction(),)}, {"reductions[0].amount"}),
    ("reduction of both", {"reductions": (Reduction(amount=10, minus=10),)}, {"reductions[0].amount"}),
    ("more than the fee", {"reductions": (Reduction(minus=301),)}, {"reductions[0].minus"}),
    ("dearer", {"reductions": (Reduction(certificates=(RECORD,), amount=301),)}, {"reductions[0].amount"}),
    ("more than a later fee", {"certificates": (offered(RECORD, 300, 100),), "reductions": (Reduction(minus=200),)},
     {"reductions[0].minus"}),
    ("two reductions", {"reductions": (Reduction(minus=10), Reduction(certificates=(RECORD,), minus=20))},
     {"reductions[1].first"}),
    ("reduction of what is not offered",
     {**_certificate(), "reductions": (Reduction(certificates=(REGISTER,), minus=1),)},
     {"reductions[0].certificates"}),
    ("reduction twice", {"reductions": (Reduction(certificates=(RECORD, RECORD), minus=1),)},
     {"reductions[0].certificates"}),
    ("closes first", _window(dt.time(17), dt.time(9)), {"hours.weekday.close"}),
    ("no hour", _window(dt.time(9), dt.time(9)), {"hours.weekday.close"}),
    ("never open", {"hours": WeekHours()}, {"hours"}),
    ("certificate never open", _certificate(hours=WeekHours()), {"certificates[0].hours"}),
    ("kiosk twice", {"terminals": (TerminalHours(kiosk="k", hours=DAILY), TerminalHours(kiosk="k", hours=WEEKDAYS))},
     {"terminals[1].kiosk"}),
    ("holiday twice", {"holidays": (TODAY, TODAY)}, {"holidays[1]"}),
    ("closure backwards", {"closures": (closure("2026-12-29T00:00:00", "2026-12-28T00:00:00"),)}, {"closures[0].ends"}),
    ("closure of no time", {"closures": (closure("2026-12-29T00:00:00", "2026-12-29T00:00:00"),)},
     {"closures[0].ends"}),
    ("closure of what is not offered",
     {**_certificate(), "closures": (closure("2026-12-28T00:00:00", "2026-12-29T00:00:00", REGISTER),)},
     {"closures[0].certificates"}),
)  # fmt: skip

RIGHT: tuple[tuple[str, dict[str, Any]], ...] = (
    ("as it is", {}),
    ("a seal of its own", _seal(240)),
    ("one mayor after another", _mayors(ENDING, _replace(MAYOR, first=day("2026-12-01")))),
    ("in office since today", _mayors(_replace(MAYOR, first=TODAY))),
    ("a day's mayor", _mayors(ENDING, _replace(MAYOR, first=day("2026-12-01"), last=day("2026-12-01")),
                              _replace(MAYOR, first=day("2026-12-02")))),
    ("fees year by year", {"certificates": (offered(RECORD, 300, 400, 500),)}),
    ("a certificate that comes", _fees(_replace(_FEE, first=day("2027-04-01")), first=day("2027-04-01"))),
    ("a certificate that goes", _fees(_replace(_FEE, last=day("2027-03-31")), last=day("2027-03-31"))),
    ("one scope is left", _off("scope:holder", "scope:members")),
    ("one reduction after another", {"reductions": (
        Reduction(minus=10, last=day("2027-03-31")), Reduction(minus=20, first=day("2027-04-01")))}),
    ("reductions of two channels", {"reductions": (Reduction(minus=10), Reduction(channel="counter", minus=20))}),
    ("reductions of two certificates", {"reductions": (
        Reduction(certificates=(RECORD,), minus=10), Reduction(certificates=(REGISTER,), minus=20))}),
    ("free", {"reductions": (Reduction(amount=0),)}),
    ("until midnight", _window(dt.time(17), dt.time(0))),
    ("nothing is offered", {"certificates": ()}),
)  # fmt: skip


def _problems(made: MunicipalitySettings) -> set[str]:
    return {field for field, _ in settings_problems(made, TODAY)}


@pytest.mark.parametrize(("changes", "fields"), [each[1:] for each in WRONG], ids=[each[0] for each in WRONG])
def test_what_is_wrong_is_named(changes: dict[str, Any], fields: set[str]) -> None:
    """Each contradiction is an error at its field, and at no other."""
    assert _problems(settings(**changes)) == fields


@pytest.mark.parametrize("changes", [each[1] for each in RIGHT], ids=[each[0] for each in RIGHT])
def test_what_is_right_passes(changes: dict[str, Any]) -> None:
    """The edges of what is allowed are allowed."""
    assert _problems(settings(**changes)) == set()


@pytest.mark.parametrize("kind", OPTIONS)
def test_every_option_of_every_certificate_can_be_switched_off(kind: Any) -> None:
    """Alone, each of them, switches and scopes."""
    for option in OPTIONS[kind].can_be_switched_off:
        off = (SwitchedOff(option=option),)
        assert _problems(settings(certificates=(offered(kind, switched_off=off),))) == set()


def test_a_file_of_settings_may_be_written_for_people() -> None:
    """Indented, over many lines, it is read as the same settings."""
    compact = msgspec.json.encode(settings())
    assert read_settings(msgspec.json.format(compact, indent=2), TODAY) == settings()


@pytest.mark.parametrize(
    ("content", "fields"),
    [
        (b"", {""}),
        (b"\xff", {""}),
        (b"[]", {""}),
        (b" " * 70_000, {""}),
        (msgspec.json.encode(settings())[:-1] + b',"code": "24204"}', {"code"}),
    ],
)
def test_a_file_that_is_no_settings_is_refused(content: bytes, fields: set[str]) -> None:
    """What cannot be read at all is said so."""
    with pytest.raises(RegisterFileError) as caught:
        read_settings(content, TODAY)
    assert {each.field for each in caught.value.errors} == fields


def test_all_errors_of_a_file_are_in_one_report() -> None:
    """Fields of the wrong form come first; with the form right, everything that does not hold."""
    wrong = settings(hours=WeekHours(), holidays=(TODAY, TODAY))
    with pytest.raises(RegisterFileError) as caught:
        read_settings(msgspec.json.encode(wrong), TODAY)
    assert {each.field for each in caught.value.errors} == {"hours", "holidays[1]"}
