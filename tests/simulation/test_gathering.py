"""The hourly gathering of the audit fails anywhere, or runs twice at once: what ended in the hour is gathered once."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from chalicelib.audit import service as audit
from chalicelib.protocol.audit_entries import PERIOD
from chalicelib.protocol.errors import KofuError
from chalicelib.storage import clients
from infra.audit.encoding import read_keys
from infra.audit.verification import Expected, verify
from infra.office.audit import export_audit
from tests.functions.exported import GATHERED_AFTER, new_bucket
from tests.simulation.city import City
from tests.simulation.faults import Crash, Fault, Faults, faults_at
from tests.simulation.figures import show
from tests.simulation.kiosk import arrive
from tests.simulation.persistence import STORIES
from tests.simulation.runs import Plan
from tests.simulation.scenes import Scene
from tests.simulation.schedules import Run, explore, follow

_numbers = count(1)


@dataclass(frozen=True)
class Hour:
    """An hour in which something ended, the hour before it gathered already."""

    city: City
    scene: Scene
    before: dict[str, bytes]

    def archive(self) -> str:
        """Make an archive that holds the hour before; return its name."""
        self.scene.again()
        bucket = new_bucket(f"simulated-audit-{next(_numbers)}")
        for key, content in self.before.items():
            clients.s3().put_object(Bucket=bucket, Key=key, Body=content, ChecksumAlgorithm="SHA256")
        return bucket

    def gather(self, bucket: str) -> dict[str, int]:
        """Gather what there is to gather."""
        return self.city.services.gathering(bucket).run(now=self.city.clock.now)

    def check(self, bucket: str, directory: Path) -> None:
        """Check with the auditor's verifier that both hours are there, and every issuance once."""
        export_audit(bucket, directory)
        keys = read_keys(json.dumps(self.city.services.public_keys.jwks()))
        report = verify(directory, keys, Expected())
        assert not report.findings, f"the audit: {'; '.join(map(str, report.findings))}"
        number = len(self.city.ledger_rows())
        assert any(remark.startswith(f"checked: 2 periods, {number} issuances") for remark in report.remarks)


@pytest.fixture
def hour(city: City, monkeypatch: pytest.MonkeyPatch) -> Hour:
    """Have a paper printed, one spoilt and replaced, one left, and let the hour pass."""
    monkeypatch.setattr(audit, "FIRST_PERIODS", 1)
    bucket = new_bucket(f"simulated-audit-{next(_numbers)}")
    start = city.clock.now - city.clock.now % PERIOD
    # What comes before the hour is gathered first: nothing yet.
    city.services.gathering(bucket).run(now=start - PERIOD + GATHERED_AFTER)
    (kept,) = clients.s3().list_objects_v2(Bucket=bucket)["Contents"]
    content = clients.s3().get_object(Bucket=bucket, Key=kept["Key"])["Body"].read()
    for story in STORIES.values():
        story(arrive(city))
    city.clock.now = start + GATHERED_AFTER
    return Hour(city, Scene(city, []), {kept["Key"]: content})


def test_no_single_fault_breaks_the_gathering(hour: Hour, tmp_path: Path) -> None:
    """Whatever fails in one run, the next one does: the hour is there once, whole, and signed after the one before."""

    def play(plan: Plan) -> list[str]:
        bucket = hour.archive()
        faults = Faults(plan)
        with hour.city.wire.under(faults), contextlib.suppress(Crash, KofuError):
            hour.gather(bucket)
        hour.gather(bucket)
        hour.check(bucket, tmp_path / bucket)
        return faults.points

    points = play({})
    plans = [{number: fault} for number, point in enumerate(points) for fault in _told_apart(point)]
    for plan in plans:
        play(plan)
    show(f"gathering: {len(points)} points of failure, {len(plans)} single faults")
    assert len(points) > 8
    assert len(plans) > 3 * len(points)


def _told_apart(point: str) -> list[Fault]:
    """Return faults that differ in what AWS has done; of a reading only that it failed, and that all ended."""
    writes = point in {"s3.PutObject", "kms.Sign"}
    reads = {Fault.REFUSED, Fault.THROTTLED, Fault.CRASH_BEFORE, Fault.LOST}
    return [fault for fault in faults_at(point) if writes or fault in reads]


def test_two_gatherings_at_once_are_one(hour: Hour, tmp_path: Path) -> None:
    """A run that takes so long that the next one comes: whichever is first, its statement stands."""

    def play(prefix: Sequence[int]) -> Run:
        bucket = hour.archive()
        gather = partial(hour.gather, bucket)
        run = follow(hour.city.wire, [gather, gather], prefix, preemptions=1)
        stored = [result["periods"] for result in run.results if isinstance(result, dict)]
        assert sum(stored) == 1, f"stored {stored}"
        hour.check(bucket, tmp_path / bucket)
        return run

    runs = list(explore(play))
    show(f"two gatherings at once: {len(runs)} schedules")
    assert len(runs) > 1
