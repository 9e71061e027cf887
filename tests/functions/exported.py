"""An audit as an auditor has it: periods in a directory, the public keys in a file, receipts of kiosks."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chalicelib.edge.settings import Settings
from chalicelib.protocol.audit_entries import PERIOD
from chalicelib.protocol.verification_keys import Purpose
from chalicelib.storage import clients
from chalicelib.storage.public_keys import PublicKeys
from infra.audit.encoding import read_keys
from infra.audit.verification import Expected, verify
from infra.office.audit import export_audit
from tests.functions.visits import Visit
from tests.functions.world import World

GATHERED_AFTER = PERIOD + 900
"""Seconds after the beginning of a period from which on it is gathered."""


def new_bucket(name: str) -> str:
    """Make an archive that nothing was gathered into, locked like the deployed one."""
    s3 = clients.s3()
    s3.create_bucket(
        Bucket=name,
        ObjectLockEnabledForBucket=True,
        CreateBucketConfiguration={"LocationConstraint": "ap-northeast-1"},
    )
    lock: Any = {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 1}}}
    s3.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration=lock)
    return name


@dataclass
class Audit:
    """An archive of its own, in a world in which nothing else was issued."""

    world: World
    settings: Settings
    bucket: str
    receipts: list[str] = field(default_factory=list)

    def printed(self, visit: Visit) -> str:
        """Have a certificate printed, and keep the kiosk's receipt."""
        issuance_id = visit.request().issuance_id
        visit.retrieve(issuance_id)
        self.receipts.append(visit.report(issuance_id).receipt)
        return issuance_id

    def gather(self) -> dict[str, int]:
        """Gather at the world's time."""
        return self.world.services.gathering(self.bucket).run(now=self.world.clock.now)

    def export(self, directory: Path) -> Export:
        """Export everything that was gathered, with the receipts."""
        made = Export(directory)
        export_audit(self.bucket, made.periods)
        keys = {Purpose.RECEIPT: self.settings.receipt_key, Purpose.AUDIT: self.settings.audit_key}
        made.keys.write_text(json.dumps(PublicKeys(clients.kms(), keys).jwks()))
        made.receipts.write_text("".join(f"{receipt}\n" for receipt in self.receipts))
        return made


@dataclass(frozen=True)
class Export:
    """What an auditor was given."""

    directory: Path

    @property
    def periods(self) -> Path:
        """The directory of the periods."""
        return self.directory / "periods"

    @property
    def keys(self) -> Path:
        """The file of the public keys."""
        return self.directory / "keys.json"

    @property
    def receipts(self) -> Path:
        """The file of a kiosk's receipts."""
        return self.directory / "kiosk.receipts"

    def copy(self, directory: Path) -> Export:
        """Copy it, to be tampered with."""
        shutil.copytree(self.directory, directory)
        return Export(directory)

    def findings(self, *, receipts: bool = True, **expected: str) -> list[str]:
        """Return what the verifier finds."""
        given = Expected(receipts=(self.receipts,) if receipts else (), **expected)
        return [str(finding) for finding in verify(self.periods, read_keys(self.keys.read_text()), given).findings]

    @property
    def names(self) -> list[str]:
        """The names of the periods."""
        return sorted(path.name for path in self.periods.iterdir())

    def busiest(self) -> str:
        """The name of the period with the most chains."""
        return max(self.names, key=lambda name: len(self.lines(name)))

    def lines(self, name: str) -> list[str]:
        """Return the lines of a period: the statement, then the chains."""
        return (self.periods / name).read_text().splitlines()

    def rewrite(self, name: str, lines: list[str]) -> None:
        """Put other lines into a period."""
        (self.periods / name).write_text("".join(f"{line}\n" for line in lines))
