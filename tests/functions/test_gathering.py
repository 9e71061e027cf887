"""Gathering: what ended in an hour is signed and locked away once, and an auditor finds it whole."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from chalicelib.audit.service import FIRST_PERIODS, MAX_PERIODS
from chalicelib.edge.settings import Settings
from chalicelib.protocol import audit_periods, errors
from chalicelib.protocol.audit_entries import PERIOD, period_of
from chalicelib.storage import clients
from chalicelib.storage.audit_archive import key_of
from chalicelib.storage.items import to_item
from tests.functions import exported, faults
from tests.functions.exported import GATHERED_AFTER, Audit
from tests.functions.times import NOW
from tests.functions.visits import arrive
from tests.functions.world import World

_numbers = count(1)
HOUR = period_of(NOW) + 1


@pytest.fixture
def audit(swept: World, settings: Settings) -> Audit:
    """Give an archive into which everything up to the beginning of an hour has been gathered."""
    made = Audit(swept, settings, exported.new_bucket(f"audit-{next(_numbers)}"))
    swept.clock.now = (HOUR - 1) * PERIOD + GATHERED_AFTER
    made.gather()
    swept.clock.now = HOUR * PERIOD
    return made


def _over(audit: Audit, hours: int = 1) -> None:
    audit.world.clock.now = (HOUR + hours - 1) * PERIOD + GATHERED_AFTER


def _stored(audit: Audit, period: int) -> tuple[str, list[list[str]]]:
    body = clients.s3().get_object(Bucket=audit.bucket, Key=key_of(period))["Body"].read()
    jws, chains = audit_periods.unpack(body)
    return jws, [list(chain) for chain in chains]


def test_the_first_run_begins_a_day_back_and_says_that_nothing_went_before(audit: Audit, tmp_path: Path) -> None:
    """Whatever was issued since deployment is in one of the first periods; an auditor finds nothing wrong."""
    export = audit.export(tmp_path)
    assert len(export.names) == FIRST_PERIODS
    assert export.names[-1] == audit_periods.name_of(HOUR - 1)
    assert export.findings() == []


def test_what_ended_in_an_hour_is_in_its_period_whole(audit: Audit, tmp_path: Path) -> None:
    """Printed, misprinted and replaced, cancelled: each chain as the ledger has it, in order, found right."""
    visit = arrive(audit.world).begin()
    printed, misprinted, cancelled = audit.printed(visit), visit.request().issuance_id, visit.request().issuance_id
    visit.retrieve(misprinted)
    audit.receipts.append(visit.report(misprinted, "misprinted", 0, "paper-jam").receipt)
    replacement = visit.request(replaces=misprinted).issuance_id
    visit.retrieve(replacement, amount=0)
    audit.receipts.append(visit.report(replacement).receipt)
    visit.end()
    _over(audit)
    assert audit.gather() == {"periods": 1, "chains": 4, "late": 0}
    _jws, chains = _stored(audit, HOUR)
    issued = sorted([printed, misprinted, cancelled, replacement])
    assert chains == [_chain(audit, issuance_id) for issuance_id in issued]
    assert audit.export(tmp_path).findings() == []


def _chain(audit: Audit, issuance_id: str) -> list[str]:
    row = audit.world.stored.row("LEDGER", issuance_id=issuance_id)
    assert row is not None
    chain: list[str] = row["chain"]
    return chain


@pytest.mark.parametrize("early", [1, GATHERED_AFTER])
def test_nothing_is_gathered_before_every_writer_has_finished(audit: Audit, early: int) -> None:
    """Not a second before the margins for functions and index have passed after the hour's end."""
    audit.printed(arrive(audit.world).begin())
    _over(audit)
    audit.world.clock.now -= early
    assert audit.gather() == {"periods": 0, "chains": 0, "late": 0}
    audit.world.clock.now += early
    assert audit.gather() == {"periods": 1, "chains": 1, "late": 0}


def test_a_period_is_gathered_once(audit: Audit) -> None:
    """A run that finds everything done does nothing, and what is stored stays as it is, byte for byte."""
    audit.printed(arrive(audit.world).begin())
    _over(audit)
    audit.gather()
    before = _stored(audit, HOUR)
    assert audit.gather()["periods"] == 0
    assert _stored(audit, HOUR) == before


def test_an_hour_in_which_nothing_ended_has_a_statement_too(audit: Audit, tmp_path: Path) -> None:
    """So that an hour without one is a hole, and not a quiet night."""
    _over(audit, 3)
    assert audit.gather() == {"periods": 3, "chains": 0, "late": 0}
    assert audit.export(tmp_path).findings() == []


def test_an_outage_is_caught_up_with_in_bounded_work(audit: Audit, tmp_path: Path) -> None:
    """A run gathers two days at most; the next runs go on from there, and no period is left out."""
    _over(audit, MAX_PERIODS + 2)
    assert [audit.gather()["periods"] for _ in range(3)] == [MAX_PERIODS, 2, 0]
    assert audit.export(tmp_path).findings() == []


def test_what_ends_after_the_hour_is_in_the_next_one(audit: Audit, tmp_path: Path) -> None:
    """An entry belongs to the hour of its own time: a visit across the hour is in that of its end only."""
    audit.world.clock.now = (HOUR + 1) * PERIOD - 1
    visit = arrive(audit.world).begin()
    issuance_id = visit.request().issuance_id
    audit.world.clock.now += 1
    visit.retrieve(issuance_id)
    audit.receipts.append(visit.report(issuance_id).receipt)
    _over(audit, 2)
    audit.gather()
    assert [len(_stored(audit, HOUR + hour)[1]) for hour in (0, 1)] == [0, 1]
    assert audit.export(tmp_path).findings() == []


def test_what_the_index_shows_too_late_is_gathered_late_and_said_so(audit: Audit, tmp_path: Path) -> None:
    """The index lags behind by more than its margin: the chain comes with the next hour, once."""
    issuance_id = audit.printed(arrive(audit.world).begin())
    period = _hide(audit, issuance_id)
    _over(audit)
    assert audit.gather() == {"periods": 1, "chains": 0, "late": 0}
    _show(audit, issuance_id, period)
    _over(audit, 3)
    assert audit.gather() == {"periods": 2, "chains": 1, "late": 1}
    assert audit.export(tmp_path).findings() == []


def _hide(audit: Audit, issuance_id: str) -> str:
    old = clients.dynamodb().update_item(
        TableName=audit.world.ledger_table,
        Key=to_item({"issuance_id": issuance_id}),
        UpdateExpression="REMOVE ended_period",
        ReturnValues="UPDATED_OLD",
    )
    return old["Attributes"]["ended_period"]["S"]


def _show(audit: Audit, issuance_id: str, period: str) -> None:
    clients.dynamodb().update_item(
        TableName=audit.world.ledger_table,
        Key=to_item({"issuance_id": issuance_id}),
        UpdateExpression="SET ended_period = :period",
        ExpressionAttributeValues=to_item({":period": period}),
    )


@pytest.mark.parametrize("operation", ["Query", "GetObject", "Sign", "PutObject", "ListObjectsV2"])
def test_a_run_that_fails_leaves_no_half_period(audit: Audit, tmp_path: Path, operation: str) -> None:
    """Whatever call fails: the next run gathers the hour, and the audit is whole."""
    audit.printed(arrive(audit.world).begin())
    _over(audit)
    client = {"Query": clients.dynamodb, "Sign": clients.kms}.get(operation, clients.s3)()
    with faults.unreachable(client, operation), pytest.raises(errors.DependencyUnavailable):
        audit.gather()
    assert audit.gather() == {"periods": 1, "chains": 1, "late": 0}
    assert audit.export(tmp_path).findings() == []


def test_a_gathered_period_can_be_neither_deleted_nor_replaced(audit: Audit) -> None:
    """Not by the account's owner, and not by gathering again."""
    key = key_of(HOUR - 1)
    version = clients.s3().head_object(Bucket=audit.bucket, Key=key)["VersionId"]
    with pytest.raises(ClientError, match="AccessDenied"):
        clients.s3().delete_object(Bucket=audit.bucket, Key=key, VersionId=version)
    with pytest.raises(ClientError, match="PreconditionFailed"):
        clients.s3().put_object(Bucket=audit.bucket, Key=key, Body=b"", IfNoneMatch="*", ChecksumAlgorithm="SHA256")


def test_an_export_refuses_an_archive_in_which_something_was_covered_up(audit: Audit, tmp_path: Path) -> None:
    """A second version of a period, or a mark that says it was deleted, is no audit to hand on."""
    covering = clients.s3().put_object(Bucket=audit.bucket, Key=key_of(HOUR - 1), Body=b"", ChecksumAlgorithm="SHA256")
    assert covering["VersionId"]
    with pytest.raises(errors.Conflict):
        audit.export(tmp_path)
