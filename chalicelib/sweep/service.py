"""The sweep: ends what is past its time and removes what nobody will fetch, in bounded work a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from chalicelib.edge import log
from chalicelib.protocol.errors import KofuError
from chalicelib.protocol.states import IssuanceState
from chalicelib.protocol.transcript import SESSION_LIFETIME
from chalicelib.storage.ending import IssuanceEnder
from chalicelib.storage.images import ImageEraser, ImageLister
from chalicelib.storage.ledger import OverdueFinder

if TYPE_CHECKING:
    from chalicelib.storage.ledger import OpenIssuance

WRITER_MARGIN = 60
"""Seconds after which no function that was running can still be: longer than any function's time-out."""

ORPHAN_AGE = SESSION_LIFETIME + WRITER_MARGIN
"""An object older than this belongs to no live session, whoever wrote it: it never races a live writer."""

MAX_ISSUANCES = 250
MAX_OBJECTS = 1000


class Sweep:
    """One run."""

    def __init__(self, overdue: OverdueFinder, ender: IssuanceEnder, lister: ImageLister, eraser: ImageEraser) -> None:
        """Find, end, list and erase with these."""
        self._overdue = overdue
        self._ender = ender
        self._lister = lister
        self._eraser = eraser

    def run(self, *, now: int) -> dict[str, int]:
        """Sweep once and return how many issuances ended how, how many orphans went, how many attempts failed."""
        counts: Counter[str] = Counter({"expired": 0, "unconfirmed": 0, "orphans": 0, "failed": 0})
        self._end_overdue(list(self._overdue.overdue(before=now - WRITER_MARGIN, limit=MAX_ISSUANCES)), now, counts)
        self._erase_orphans(now, counts)
        log.metric("sweep", dict(counts))
        return dict(counts)

    def _end_overdue(self, overdue: Sequence[OpenIssuance], now: int, counts: Counter[str]) -> None:
        for issuance in overdue:
            try:
                ended = self._ender.end(
                    issuance.issuance_id,
                    issuance.state,
                    issuance.object_key,
                    unread=IssuanceState.EXPIRED,
                    now=now,
                )
                counts[str(ended)] += 1
            except KofuError as error:
                counts["failed"] += 1
                log.unexpected(error)

    def _erase_orphans(self, now: int, counts: Counter[str]) -> None:
        for image in self._lister.list(limit=MAX_OBJECTS):
            if image.written_at >= now - ORPHAN_AGE:
                continue
            try:
                self._eraser.erase(image.key)
                counts["orphans"] += 1
            except KofuError as error:
                counts["failed"] += 1
                log.unexpected(error)
