"""What a municipality publishes so that anyone can check a paper: the verification page, its keys and its void list.

The page is static; `keys.json` is the answer of `GET /verification-keys`, which is private, with the names of the
issuers and the time of publication; `void.json` is the signed list of void issue numbers.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chalicelib.edge.calls import system_clock
from chalicelib.edge.settings import Settings
from chalicelib.protocol.void_list import VoidList
from chalicelib.registers.municipalities import decode_settings
from chalicelib.storage import clients
from chalicelib.storage.aws_errors import aws_errors
from chalicelib.storage.items import from_item
from chalicelib.storage.public_keys import PublicKeys
from chalicelib.storage.void_issuances import VoidIssuances, VoidListSigner
from infra.resources import ENVIRONMENT

PAGE = Path(__file__).resolve().parents[1] / "verification"
_STATE = PAGE.parent / ".local"
_DAY = 86400
KEYS, VOID = "keys.json", "void.json"


@dataclass(frozen=True, slots=True)
class VerificationSite:
    """Makes what is published, from the cloud that the environment names."""

    settings: Settings

    def void_issuances(self) -> VoidIssuances:
        """Return the issue numbers that are void."""
        table = self.settings.table("VOID_ISSUANCES")
        return VoidIssuances(clients.dynamodb(), table=table, ledger=self.settings.table("LEDGER"))

    def keys(self, now: int) -> dict[str, Any]:
        """Return `keys.json`: the JWK set, the issuers by their code, and when it was published (Unix seconds).

        Raises:
            DependencyUnavailable, TooManyRequests: See `aws_errors`.
        """
        keys = PublicKeys(clients.kms(), self.settings.verification_keys)
        return {**keys.jwks(), "issuers": self._issuers(), "published_at": now}

    def void_list(self, now: int, *, valid_for: int) -> dict[str, str]:
        """Return `void.json`: all that is void now, signed; there is a newer one after `valid_for` seconds.

        Raises:
            DependencyUnavailable, TooManyRequests: See `aws_errors`.
        """
        listed = VoidList(iat=now, next_update=now + valid_for, void=self.void_issuances().all())
        return VoidListSigner(clients.kms(), self.settings.void_list_key).sign(listed)

    def write(self, directory: Path, now: int, *, valid_for: int) -> None:
        """Write everything into a directory, ready to be served by any web server.

        Keys that were published there before and are used no more stay: papers of their time are still checked.
        """
        keys = self.keys(now)
        known = {key["kid"] for key in keys["keys"]}
        before = directory / KEYS
        if before.exists():
            keys["keys"] += [key for key in json.loads(before.read_text())["keys"] if key["kid"] not in known]
        void = self.void_list(now, valid_for=valid_for)
        shutil.copytree(PAGE, directory, dirs_exist_ok=True)
        before.write_text(json.dumps(keys, ensure_ascii=False, indent=1), encoding="utf-8")
        (directory / VOID).write_text(json.dumps(void), encoding="utf-8")

    def _issuers(self) -> dict[str, str]:
        with aws_errors():
            pages = (
                clients.dynamodb()
                .get_paginator("scan")
                .paginate(TableName=self.settings.table("MUNICIPALITIES"), ConsistentRead=True)
            )
            rows = [from_item(item) for page in pages for item in page["Items"]]
        entries = (decode_settings(row["entry"]) for row in rows if "entry" in row)
        return {entry.code: entry.prefecture + entry.name for entry in entries}


def site() -> VerificationSite:
    """Return the site of the cloud that the process's environment names."""
    return VerificationSite(Settings.from_environment())


def main(directory: Path) -> None:
    """Write the site of the running emulation, or of the cloud that the environment names."""
    if "KOFU_PAGE_KEY" not in os.environ:
        description = json.loads((Path(os.environ.get("KOFU_STATE", _STATE)) / "emulator.json").read_text())
        os.environ |= {
            "AWS_ENDPOINT_URL": description["aws_endpoint"],
            "AWS_ACCESS_KEY_ID": "emulated",
            "AWS_SECRET_ACCESS_KEY": "emulated",
            **{name: description["resources"][logical] for logical, name in ENVIRONMENT.items()},
        }
    site().write(directory, system_clock(), valid_for=_DAY)
    print(f"Written to {directory}.")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
