"""The municipality's settings at work: prices, hours and options at their time, without a deployment."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from chalicelib.edge.service_hours import JST
from chalicelib.protocol import errors
from chalicelib.protocol.certificate_options import OPTIONS
from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.protocol.messages import Offer
from chalicelib.registers.entries import MunicipalitySettings
from chalicelib.registers.municipality_entry import (
    CertificateFee,
    Closure,
    Reduction,
    ServiceHours,
    SwitchedOff,
    WeekHours,
)
from infra.office.__main__ import main
from tests.functions import books
from tests.functions.books import certificate
from tests.functions.equipped import FEES, couple, equipped
from tests.functions.visits import Visit, arrive
from tests.functions.world import World

OFFICE_HOURS = WeekHours(weekday=ServiceHours(open=dt.time(9), close=dt.time(17)))


def _at(world: World, time: str) -> None:
    """Make it this time in Japan."""
    world.clock.now = int(dt.datetime.fromisoformat(time).replace(tzinfo=JST).timestamp())


def _offer(visit: Visit, kind: str = "resident-record") -> Offer:
    return next(offer for offer in visit.offers().offers if offer.type == kind)


def test_the_fee_is_that_of_the_moment_of_the_request(world: World) -> None:
    """A fee changes at midnight in Japan; what was asked for before costs what it did, also when fetched after."""
    old, new = (
        CertificateFee(amount=200, last=dt.date(2026, 11, 30)),
        CertificateFee(amount=300, first=dt.date(2026, 12, 1)),
    )
    world.publish(certificates=(certificate("resident-record", fees=(old, new)),))
    _at(world, "2026-11-30T23:59:30")
    visit = arrive(world).begin()
    assert _offer(visit).fee == 200
    before = visit.request(copies=2)
    _at(world, "2026-12-01T00:00:10")
    assert _offer(visit).fee == 300
    assert (before.fee.amount, visit.request(copies=2).fee.amount) == (400, 600)
    assert visit.retrieve(before.issuance_id, 400)


def test_a_reduction_is_in_the_offer_and_in_the_price(world: World) -> None:
    """What is shown before paying is what is paid."""
    world.publish(reductions=(Reduction(minus=190, last=dt.date(2027, 3, 31)),))
    visit = arrive(world).begin()
    assert (_offer(visit).fee, visit.request(copies=3).fee.amount) == (10, 30)


def test_a_closed_certificate_is_refused_while_others_are_issued(world: World) -> None:
    """Outside its hours the offer says so, the request is refused with the reason, and nothing is begun."""
    holder, _ = couple(world)
    offered = tuple(
        certificate(kind, fee, **({"hours": OFFICE_HOURS} if kind == "family-register" else {}))
        for kind, fee in FEES.items()
    )
    world.publish(certificates=offered)
    _at(world, "2026-11-24T16:59:00")
    visit = arrive(world, holder).begin()
    assert _offer(visit, "family-register").available
    _at(world, "2026-11-24T17:00:00")
    closed = _offer(visit, "family-register")
    assert (closed.available, closed.reason, closed.options, closed.fee) == (False, "outside-hours", {}, 200)
    with pytest.raises(errors.NotEligible) as caught:
        visit.request(kind="family-register")
    assert caught.value.reason == "outside-hours"
    assert visit.request().fee.amount == 200


def test_with_everything_closed_a_kiosk_is_told_when_to_come_back(world: World) -> None:
    """A closure for some hours refuses offers and requests, with the seconds until it ends; then all is as before."""
    visit = arrive(world).begin()
    now = dt.datetime.fromtimestamp(world.clock.now, JST).replace(tzinfo=None)
    world.publish(closures=(Closure(begins=now, ends=now + dt.timedelta(minutes=5)),))
    for ask in (visit.offers, visit.request):
        with pytest.raises(errors.OutsideServiceHours) as caught:
            ask()
        assert caught.value.retry_after == 300
    world.clock.now += 300
    assert visit.request()


SWITCHES = [(kind, option) for kind in CertificateType for option in sorted(OPTIONS[kind].can_be_switched_off)]


@pytest.mark.parametrize(("kind", "option"), SWITCHES)
def test_a_switched_off_option_is_neither_offered_nor_issued(world: World, kind: CertificateType, option: str) -> None:
    """Each option of each certificate: gone from the offer, `invalid-option` when asked for, others not touched."""
    visit = equipped(world)
    off = (SwitchedOff(option=option),)
    world.publish(
        certificates=tuple(
            certificate(each, fee, switched_off=off if each == kind else ()) for each, fee in FEES.items()
        )
    )
    name, _, value = option.partition(":")
    told = _offer(visit, kind).options
    assert f"{value}" not in str(told["scope"]) if value else name not in told
    offers = visit.offers()
    persons = offers.family_register if value == "persons" else offers.household
    references = {value: [persons[0].reference]} if value in {"members", "persons"} else {}
    with pytest.raises(errors.InvalidOption):
        visit.request({name: value or True, **references}, kind=kind)
    left = next(scope for scope in OPTIONS[kind].scopes if scope != value)
    assert visit.request({"scope": left}, kind=kind)


@pytest.mark.parametrize("kind", OPTIONS)
def test_what_an_offer_lists_is_what_a_request_takes(world: World, kind: CertificateType) -> None:
    """Every switch of the table is accepted, and so is every scope without references."""
    visit = equipped(world, kind)
    options = OPTIONS[kind]
    for scope in [scope for scope in options.scopes if scope != options.chosen] or [""]:
        chosen: dict[str, Any] = {"scope": scope} if scope else {}
        assert visit.request({**chosen, **dict.fromkeys(options.switches, True)}, kind=kind)


def _write(path: Path, settings: MunicipalitySettings) -> str:
    path.write_text(json.dumps(msgspec.to_builtins(settings), ensure_ascii=False, indent=1))
    return str(path)


def test_settings_are_imported_without_the_books(world: World, tmp_path: Path) -> None:
    """From the next request on they hold, in a session that was open before, too; the books stay."""
    visit = arrive(world).begin()
    path = _write(tmp_path / "settings.json", books.settings(world.code, version=7, fees={"resident-record": 350}))
    assert main(["import-settings", path]) == 0
    assert visit.request().fee.amount == 350
    assert main(["import-settings", path]) == 0  # the same again: nothing to do


def test_older_settings_never_replace_newer_ones(world: World, tmp_path: Path) -> None:
    """An import of a lower version, or of other content under the same one, changes nothing."""
    visit = arrive(world).begin()
    world.publish()
    for version in (1, 2):
        changed = books.settings(world.code, version=version, fees={"resident-record": 1})
        assert main(["import-settings", _write(tmp_path / "settings.json", changed)]) == 1
    assert _offer(visit).fee == books.FEE


def test_settings_with_an_error_change_nothing(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every error is named by its field, and what was in force stays."""
    visit = arrive(world).begin()
    wrong = books.settings(world.code, version=9, mayors=(), hours=WeekHours())
    path = _write(tmp_path / "settings.json", wrong)
    for command in ("check-settings", "import-settings"):
        assert main([command, path]) == 1
        assert {"mayors: expected one at least", "hours: expected hours on some kind of day"} <= set(
            capsys.readouterr().out.splitlines()
        )
    assert visit.request()


def test_the_office_sees_what_will_hold(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """A time to come shows the fee of that time, what is closed then and what cannot be chosen."""
    fees = CertificateFee(amount=200, last=dt.date(2027, 3, 31)), CertificateFee(amount=300, first=dt.date(2027, 4, 1))
    off = (SwitchedOff(option="individual_number"),)
    offered = certificate("resident-record", fees=fees, switched_off=off, hours=OFFICE_HOURS)
    world.publish(certificates=(offered,))
    assert main(["show-settings", world.code, "--at", "2027-03-31T10:00:00"]) == 0
    assert "住民票の写し: 200 yen, open, without individual_number" in capsys.readouterr().out.splitlines()
    assert main(["show-settings", world.code, "--at", "2027-04-01T18:00:00"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert "住民票の写し: 300 yen, closed, without individual_number" in shown
    assert "opens: 2027-04-02 09:00" in shown
    assert "印鑑登録証明書: not offered" in shown


def test_a_municipality_without_settings_is_told_apart_from_none(world: World) -> None:
    """Settings alone serve nobody, and the office is told when there are none."""
    code = "99998"
    assert main(["show-settings", code]) == 1
    world.municipalities.put_settings(books.settings(code))
    assert main(["show-settings", code]) == 0
    assert main(["show-settings", world.code]) == 0
