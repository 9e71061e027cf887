"""Looking back: who got what, where, when; what is suspect; what is to be refunded. Without a scan of the ledger."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.edge.service_hours import JST
from chalicelib.protocol import errors, ids
from chalicelib.render.household_request import HouseholdRequest
from chalicelib.storage import clients
from chalicelib.storage.items import to_item
from infra.office.__main__ import main
from infra.office.pseudonyms import pseudonyms_of
from tests.functions import audited, faults
from tests.functions.books import FEE
from tests.functions.registered import away
from tests.functions.times import NOW
from tests.functions.visits import Visit, arrive, new_key
from tests.functions.world import World

DAY = ("--since", "2026-11-24", "--until", "2026-11-25")
Lines = list[dict[str, Any]]


@pytest.fixture
def visit(swept: World) -> Visit:
    """Give a resident who lives alone, authenticated, in a world in which nothing else was issued."""
    return arrive(swept).begin()


def _office(capsys: pytest.CaptureFixture[str], *arguments: str) -> Lines:
    capsys.readouterr()
    with faults.counted(clients.dynamodb(), "Scan") as scans:
        assert main(arguments) == 0
    assert scans.times == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def _ids(lines: Lines) -> list[str]:
    return [line["issuance_id"] for line in lines]


def _printed(visit: Visit, **options: Any) -> str:
    issuance_id = visit.request(**options).issuance_id
    visit.retrieve(issuance_id)
    visit.report(issuance_id)
    return issuance_id


def test_a_day_is_listed_in_order_with_what_where_when(visit: Visit, capsys: pytest.CaptureFixture[str]) -> None:
    """Ended ones and those still going on; each with kiosk, certificate, state and times in Japan's time."""
    printed = _printed(visit)
    visit.world.clock.now += 5
    sealed = visit.request().issuance_id
    lines = _office(capsys, "issuances", *DAY)
    assert _ids(lines) == [printed, sealed]
    assert lines[0]["kiosk"] == visit.terminal.kiosk_id
    assert (lines[0]["municipality"], lines[0]["type"]) == (visit.world.code, "resident-record")
    assert lines[0]["handed_over_at"] == dt.datetime.fromtimestamp(NOW, JST).isoformat()
    assert [line["state"] for line in lines] == ["printed", "sealed"]


def test_a_list_can_be_of_a_kiosk_a_certificate_or_a_municipality(
    visit: Visit, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only what was asked for at this kiosk, of this type, in this city; and nothing of another day."""
    printed, kiosk = _printed(visit), visit.terminal.kiosk_id
    _printed(arrive(visit.world.neighbour()).begin())
    assert _ids(_office(capsys, "issuances", *DAY, "--kiosk", kiosk)) == [printed]
    assert _ids(_office(capsys, "issuances", *DAY, "--municipality", visit.world.code)) == [printed]
    assert _office(capsys, "issuances", *DAY, "--type", "taxation") == []
    assert _office(capsys, "issuances", "--since", "2026-11-25", "--until", "2026-11-26") == []


def test_what_the_sweep_ended_a_day_late_is_found(visit: Visit, capsys: pytest.CaptureFixture[str]) -> None:
    """An outage of the sweep takes nothing out of the list of the day on which it was asked for (R14)."""
    sealed = visit.request().issuance_id
    visit.world.clock.now += 24 * 3600
    visit.world.services.sweep().run(now=visit.world.clock.now)
    (line,) = _office(capsys, "issuances", *DAY)
    assert (line["issuance_id"], line["state"]) == (sealed, "expired")


def test_everything_of_a_resident_is_found(visit: Visit, capsys: pytest.CaptureFixture[str]) -> None:
    """In however many visits, at whatever kiosk; and nothing of anybody else."""
    mine = [_printed(visit), _printed(visit)]
    other = visit.world.resident(household=2)
    visit.world.enter(other)
    theirs = _printed(arrive(visit.world, other).begin())
    for resident, issued in ((visit.world.resident(), sorted(mine)), (other, [theirs])):
        lines = _office(capsys, "issuances-of", visit.world.code, resident.resident_id)
        assert sorted(_ids(lines)) == issued
    assert _office(capsys, "issuances-of", visit.world.code, "resident-nobody") == []


def test_a_paper_found_in_the_field_leads_to_its_resident(visit: Visit, capsys: pytest.CaptureFixture[str]) -> None:
    """From the id on the paper to kiosk, times and, for the office alone, the person (R13)."""
    issuance_id = _printed(visit)
    on_paper = "-".join(issuance_id[place : place + 4] for place in range(0, len(issuance_id), 4)).lower()
    (line,) = _office(capsys, "issuance", on_paper, "--whose")
    resident_id = visit.world.resident().resident_id
    assert (line["applicant_resident"], line["subject_resident"]) == (resident_id, resident_id)
    assert [step["state"] for step in line["steps"]] == ["requested", "sealed", "handed-over", "printed"]
    assert main(["issuance", "0" * 26]) == 1


def test_the_ledger_names_residents_by_pseudonyms_that_are_no_digest(visit: Visit) -> None:
    """What the ledger and the audit hold of a person cannot be made from the person's id without the office's key."""
    issuance_id, resident_id = _printed(visit), visit.world.resident().resident_id
    row = visit.world.stored.row("LEDGER", issuance_id=issuance_id)
    assert row is not None
    assert row["applicant"] == row["subject"] == visit.world.pseudonym(resident_id)
    assert resident_id not in str(row)
    assert row["applicant"] not in str(audited.texts(visit.world, issuance_id))


def test_a_pseudonym_stays_the_same_and_is_another_city_s_other_one(world: World) -> None:
    """From one version of the books to the next; the same id in another municipality is another person."""
    neighbour = world.neighbour()
    assert pseudonyms_of(world.code)("resident-1") == world.pseudonym("resident-1")
    assert world.pseudonym("resident-1") != neighbour.pseudonym("resident-1") != "resident-1"


def test_a_mismatch_of_persons_that_was_stopped_is_suspect(
    visit: Visit, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing was sealed, the kiosk heard of an error; the office hears why (R8)."""
    key = new_key()
    compose = HouseholdRequest.compose
    monkeypatch.setattr(HouseholdRequest, "compose", lambda *given: replace(compose(*given), subject="resident-other"))
    with pytest.raises(errors.SubjectMismatch):
        visit.request(key=key)
    (line,) = _office(capsys, "suspects", *DAY)
    assert (line["issuance_id"], line["reason"]) == (ids.issuance_id(visit.token, key), "subject-mismatch")
    assert "about somebody else" in line["why"]


def test_who_is_not_the_subject_is_listed(visit: Visit, capsys: pytest.CaptureFixture[str]) -> None:
    """Every issuance whose applicant is not its subject, whatever let it pass (R14)."""
    right, wrong = _printed(visit), _printed(visit)
    clients.dynamodb().update_item(
        TableName=visit.world.ledger_table,
        Key=to_item({"issuance_id": wrong}),
        UpdateExpression="SET subject = :other",
        ExpressionAttributeValues=to_item({":other": visit.world.pseudonym("resident-other")}),
    )
    assert _ids(_office(capsys, "mismatches", *DAY)) == [wrong]
    assert _ids(_office(capsys, "suspects", *DAY)) == [wrong]
    assert right != wrong


@pytest.mark.parametrize("again", ["same session", "another session"])
def test_an_error_that_worked_on_re_application_is_suspect(
    visit: Visit, capsys: pytest.CaptureFixture[str], again: str
) -> None:
    """Of the same session, or of the same person in another one; with what worked beside it (R9)."""
    key = new_key()
    with pytest.raises(errors.CannotBeRendered):
        visit.request(key=key, typeset=_cannot)
    second = visit if again == "same session" else Visit(visit.world, visit.world.terminal(), visit.card).begin()
    worked = _printed(second)
    (line,) = _office(capsys, "suspects", *DAY)
    assert (line["issuance_id"], line["worked"]) == (ids.issuance_id(visit.token, key), worked)
    assert line["why"] == "failed (cannot-be-rendered), then worked on re-application"
    assert _office(capsys, "suspects", *DAY) == [line]


def test_an_error_alone_and_a_success_alone_are_not_suspect(visit: Visit, capsys: pytest.CaptureFixture[str]) -> None:
    """Nor is somebody else's success, nor what the resident gave up unread before asking again."""
    with pytest.raises(errors.CannotBeRendered):
        visit.request(typeset=_cannot)
    other = visit.world.resident(household=2)
    visit.world.enter(other)
    neighbour = arrive(visit.world, other).begin()
    neighbour.request()
    neighbour.end()
    _printed(Visit(visit.world, neighbour.terminal, neighbour.card).begin())
    assert _office(capsys, "suspects", *DAY) == []


def test_refunds_are_what_was_paid_and_never_came_out(visit: Visit, capsys: pytest.CaptureFixture[str]) -> None:
    """Unconfirmed, and misprinted without a replacement that was printed."""
    _printed(visit)
    made_good, not_made_good = (visit.request().issuance_id for _ in range(2))
    for issuance_id in (made_good, not_made_good):
        visit.retrieve(issuance_id)
        visit.report(issuance_id, "misprinted", 0, "paper-jam")
    replacement = visit.request(replaces=made_good).issuance_id
    visit.retrieve(replacement, amount=0)
    visit.report(replacement)
    unconfirmed = visit.request().issuance_id
    visit.retrieve(unconfirmed)
    visit.end()
    assert sorted(_ids(_office(capsys, "refunds", *DAY))) == sorted([not_made_good, unconfirmed])


def test_what_a_second_replacement_made_good_is_not_refunded(visit: Visit, capsys: pytest.CaptureFixture[str]) -> None:
    """Misprinted, replaced, misprinted again, replaced again, printed: the resident has what was paid for."""
    replaced, amount = None, FEE
    for outcome, printed in (("misprinted", 0), ("misprinted", 0), ("printed", 1)):
        issuance_id = visit.request(replaces=replaced).issuance_id
        visit.retrieve(issuance_id, amount=amount)
        visit.report(issuance_id, outcome, printed)
        replaced, amount = issuance_id, 0
    assert _office(capsys, "refunds", *DAY) == []


def test_what_is_issued_to_somebody_who_lives_elsewhere_is_found(
    swept: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """Registered for use of a family register kept here: by the person of the register, and back to it."""
    absent = away(swept)
    issuance_id = _printed(absent.begin(), kind="family-register", options={"scope": "holder"})
    (line,) = _office(capsys, "issuances-of", swept.code, absent.use.holder_id)
    assert line["issuance_id"] == issuance_id
    (line,) = _office(capsys, "issuance", issuance_id, "--whose")
    assert line["applicant_resident"] == line["subject_resident"] == absent.use.holder_id


def _cannot(*_: object) -> tuple[bytes, ...]:
    raise errors.CannotBeRendered
