"""The scheduled entry of `audit`."""

from __future__ import annotations

from functools import cache

from chalicelib.audit.service import Gathering
from chalicelib.edge.calls import system_clock
from chalicelib.edge.settings import Settings
from chalicelib.storage import clients
from chalicelib.storage.audit_archive import AuditArchive
from chalicelib.storage.audit_key import StatementSigner
from chalicelib.storage.ended import EndedFinder


@cache
def service() -> Gathering:
    """Build the function from its settings, once a process."""
    settings = Settings.from_environment()
    return Gathering(
        EndedFinder(clients.dynamodb(), settings.table("LEDGER")),
        AuditArchive(clients.s3(), settings.audit_bucket),
        StatementSigner(clients.kms(), settings.audit_key),
    )


def gather_once() -> dict[str, int]:
    """Gather now."""
    return service().run(now=system_clock())
