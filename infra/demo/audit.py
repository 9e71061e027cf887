"""`make audit-demo`: issues certificates, gathers, exports and verifies the audit, then shows what tampering does.

Exit status 0 only if the audit is found right, and every tampered copy of it wrong.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError
from rich.console import Console
from rich.table import Table

from chalicelib.audit.service import Gathering
from chalicelib.edge.settings import Settings
from chalicelib.protocol.audit_entries import PERIOD, period_of
from chalicelib.protocol.audit_periods import name_of
from chalicelib.storage import clients
from chalicelib.storage.audit_archive import PREFIX, AuditArchive
from chalicelib.storage.audit_key import StatementSigner
from chalicelib.storage.ended import EndedFinder
from chalicelib.storage.items import to_item
from infra.demo.audit_visits import play
from infra.demo.emulation import emulation
from infra.demo.resident import terminal
from infra.demo.tampering import TAMPERINGS, busiest
from infra.office.audit import export_audit
from infra.resources import ENVIRONMENT

_GATHERED_AFTER = 2 * PERIOD + 900
"""One hour more than the visits took place in: what a receipt of an export's last hour is about may be in the next."""


class DemoFailed(Exception):
    """The verifier did not find what it must, or found what is not there."""


class AuditDemo:
    """From the visits to the auditor's verdicts."""

    def __init__(self, description: dict[str, Any], work: Path, console: Console) -> None:
        """Work against the emulation of this description, with files in `work`."""
        self._description = description
        self._work = work
        self._console = console
        self._settings = Settings.from_environment()
        self._until = ""

    def run(self) -> None:
        """Play it all.

        Raises:
            DemoFailed: See there.
        """
        begun = period_of(int(time.time()))
        receipts = play(self._description)
        for kiosk, kept in receipts.items():
            (self._work / f"{kiosk}.receipts").write_text("".join(f"{receipt}\n" for receipt in kept))
        keys = terminal(self._description).call("GET", "/verification-keys")
        (self._work / "keys.json").write_bytes(keys)
        self._until = name_of(period_of(int(time.time())) + 1)
        self._console.print(f"{sum(map(len, receipts.values()))} receipts at {len(receipts)} kiosks")
        # The clock of the gathering goes ahead: the hours of the visits are over for it.
        counts = self._gathering(self._settings.audit_bucket).run(now=self._over())
        self._console.print(f"gathered: {counts['periods']} hours with {counts['chains']} issuances, signed and locked")
        self._show_lock(name_of(begun))
        sound = self._export(self._settings.audit_bucket, "audit")
        self._show(sound)
        self._show_tampering(sound)
        self._show_left_out()

    def _over(self) -> int:
        return period_of(int(time.time())) * PERIOD + _GATHERED_AFTER

    def _gathering(self, bucket: str) -> Gathering:
        return Gathering(
            EndedFinder(clients.dynamodb(), self._settings.table("LEDGER")),
            AuditArchive(clients.s3(), bucket),
            StatementSigner(clients.kms(), self._settings.audit_key),
        )

    def _export(self, bucket: str, name: str) -> Path:
        directory = self._work / name
        export_audit(bucket, directory)
        return directory

    def _show_lock(self, name: str) -> None:
        s3, bucket, key = clients.s3(), self._settings.audit_bucket, PREFIX + name
        version = s3.head_object(Bucket=bucket, Key=key)["VersionId"]
        try:
            s3.delete_object(Bucket=bucket, Key=key, VersionId=version)
        except ClientError as error:
            self._console.print(f"deleting {key} from the archive: {error.response['Error']['Code']}")
            return
        raise DemoFailed("a locked period was deleted")

    def _verify(self, directory: Path) -> subprocess.CompletedProcess[str]:
        receipts = sorted(str(path) for path in self._work.glob("*.receipts"))
        command = [sys.executable, "-m", "infra.audit", str(directory), "--keys", str(self._work / "keys.json")]
        command += ["--until", self._until, "--receipts", *receipts]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def _show(self, directory: Path) -> None:
        done = self._verify(directory)
        self._console.print(f"\n[bold]the verifier on the export, exit status {done.returncode}[/bold]")
        self._console.print(done.stdout.strip(), markup=False, highlight=False)
        if done.returncode != 0:
            raise DemoFailed("a sound audit was found wrong")

    def _show_tampering(self, sound: Path) -> None:
        table = Table("done to a copy", "exit status", "the first of what the verifier says", title="Tampered copies")
        missed = []
        for number, tampering in enumerate(TAMPERINGS):
            copy = self._work / f"copy-{number}"
            shutil.copytree(sound, copy)
            tampering.apply(copy)
            missed += self._add(table, tampering.what, copy)
        self._console.print(table)
        if missed:
            raise DemoFailed(f"not found: {', '.join(missed)}")

    def _add(self, table: Table, what: str, directory: Path) -> list[str]:
        """Verify a copy and add a row; return what was not found."""
        done = self._verify(directory)
        found = [line for line in done.stdout.splitlines() if line.startswith("WRONG")]
        table.add_row(what, str(done.returncode), found[0].removeprefix("WRONG  ") if found else "nothing")
        return [] if done.returncode == 1 and found else [what]

    def _show_left_out(self) -> None:
        """Delete a row of the ledger before it is gathered: no signature covers it, only the kiosk's receipt."""
        _statement, *chains = busiest(self._work / "audit").read_text().splitlines()
        printed = next(chain.split("\t")[0] for chain in chains if '"state":"printed"' in chain)
        issuance_id = json.loads(printed)["issuance_id"]
        table = self._settings.table("LEDGER")
        clients.dynamodb().delete_item(TableName=table, Key=to_item({"issuance_id": issuance_id}))
        bucket = "kofu-demo-second-archive"
        clients.s3().create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "ap-northeast-1"})
        self._gathering(bucket).run(now=self._over())
        shown = Table("done to the ledger", "exit status", "the first of what the verifier says")
        missed = self._add(shown, "an issuance is deleted before it is gathered", self._export(bucket, "second"))
        self._console.print(shown)
        if missed:
            raise DemoFailed("an issuance that was left out was not found")


def main() -> int:
    """Run the demo; return the exit status."""
    console = Console()
    logging.getLogger("kofu").setLevel(logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="kofu-audit-demo-") as directory:
        state, log, work = (Path(directory, name) for name in ("state", "emulator.log", "work"))
        work.mkdir()
        console.print("Starting the emulation ...")
        try:
            with emulation(state, log) as running:
                _use(running.description)
                AuditDemo(running.description, work, console).run()
        except Exception:
            console.print(log.read_text(errors="replace")[-4000:], markup=False)
            raise
    console.print("The audit is right, and everything that was done to a copy of it was found.")
    return 0


def _use(description: dict[str, Any]) -> None:
    names = {variable: description["resources"][logical] for logical, variable in ENVIRONMENT.items()}
    os.environ.update(names)
    os.environ.update(
        {
            "AWS_ENDPOINT_URL": description["aws_endpoint"],
            "AWS_DEFAULT_REGION": "ap-northeast-1",
            "AWS_ACCESS_KEY_ID": "emulated",
            "AWS_SECRET_ACCESS_KEY": "emulated",
        }
    )


if __name__ == "__main__":
    sys.exit(main())
