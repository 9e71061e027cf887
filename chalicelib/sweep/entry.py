"""The scheduled entry of `sweep`."""

from __future__ import annotations

from functools import cache

from chalicelib.edge.calls import system_clock
from chalicelib.edge.settings import Settings
from chalicelib.storage import clients
from chalicelib.storage.ending import IssuanceEnder
from chalicelib.storage.envelopes import EnvelopeEraser
from chalicelib.storage.images import ImageEraser, ImageLister
from chalicelib.storage.ledger import LedgerWriter
from chalicelib.storage.overdue import OverdueEnvelopes, OverdueFinder, OverdueSessions
from chalicelib.storage.sessions import SessionEnder
from chalicelib.sweep.service import EnvelopeSweep, ImageSweep, IssuanceSweep, SessionSweep, Sweep


@cache
def service() -> Sweep:
    """Build the function from its settings, once a process."""
    settings = Settings.from_environment()
    dynamodb, s3, bucket = clients.dynamodb(), clients.s3(), settings.images_bucket
    ledger = settings.table("LEDGER")
    eraser = ImageEraser(s3, bucket)
    sessions, envelopes = settings.table("SESSIONS"), settings.table("ENVELOPES")
    envelope_eraser, lister = EnvelopeEraser(dynamodb, envelopes), ImageLister(s3, bucket)
    ender = IssuanceEnder(envelope_eraser, eraser, LedgerWriter(dynamodb, ledger))
    issuances = IssuanceSweep(OverdueFinder(dynamodb, ledger), ender, lister)
    return Sweep(
        SessionSweep(OverdueSessions(dynamodb, sessions), SessionEnder(dynamodb, sessions)),
        issuances,
        EnvelopeSweep(OverdueEnvelopes(dynamodb, envelopes, ledger), envelope_eraser, issuances),
        ImageSweep(lister, eraser),
    )


def sweep_once() -> dict[str, int]:
    """Sweep now."""
    return service().run(now=system_clock())
