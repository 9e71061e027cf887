"""The sweep: ends what is past its time and removes what nobody will fetch, in bounded work a run."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

from chalicelib.edge import log
from chalicelib.protocol import ids
from chalicelib.protocol.errors import KofuError
from chalicelib.protocol.states import IssuanceState
from chalicelib.protocol.transcript import SESSION_LIFETIME
from chalicelib.storage.ending import IssuanceEnder
from chalicelib.storage.envelopes import EnvelopeEraser
from chalicelib.storage.images import ImageEraser, ImageLister
from chalicelib.storage.overdue import OpenIssuance, OverdueEnvelopes, OverdueFinder, OverdueSessions
from chalicelib.storage.sessions import SessionEnder

WRITER_MARGIN = 60
"""Seconds after which no function that was running can still be: longer than any function's time-out."""

ORPHAN_AGE = SESSION_LIFETIME + WRITER_MARGIN
"""An object older than this belongs to no live session, whoever wrote it: it never races a live writer."""

MAX_ISSUANCES = 150
MAX_ENVELOPES = 100
MAX_OBJECTS = 1000
MAX_SESSIONS = 250

Removal = Callable[[], str]
"""Removes one thing and returns under which name it is counted."""

_S = IssuanceState
_WHY = {
    (_S.REQUESTED, _S.EXPIRED): "never_sealed",
    (_S.SEALED, _S.EXPIRED): "never_fetched",
    (_S.SEALED, _S.UNCONFIRMED): "interrupted",
    (_S.HANDED_OVER, _S.UNCONFIRMED): "no_outcome",
}
_OBJECT_MISSING, _ENDED_MEANWHILE = "object_missing", "ended_meanwhile"

COUNTED = (
    "sessions",
    *_WHY.values(),
    _OBJECT_MISSING,
    _ENDED_MEANWHILE,
    "orphan_envelopes",
    "orphan_objects",
    "failed",
)
"""Why something went, as the metric names it, and how many attempts failed."""


class Sweep:
    """One run."""

    def __init__(
        self, sessions: SessionSweep, issuances: IssuanceSweep, envelopes: EnvelopeSweep, images: ImageSweep
    ) -> None:
        """Sweep these, in this order: no session means no new envelope, no envelope means no use for an object."""
        self._parts = (sessions, issuances, envelopes, images)

    def run(self, *, now: int) -> dict[str, int]:
        """Sweep once; return how much went or ended, by why it did, and how many attempts failed."""
        counts: Counter[str] = Counter(dict.fromkeys(COUNTED, 0))
        for part in self._parts:
            try:
                self._run(part, now, counts)
            except KofuError as error:
                counts["failed"] += 1
                log.dependency_failed(error)
        log.metric("sweep", dict(counts))
        return dict(counts)

    @staticmethod
    def _run(part: _Part, now: int, counts: Counter[str]) -> None:
        for remove in part.overdue(now):
            try:
                counts[remove()] += 1
            except KofuError as error:
                counts["failed"] += 1
                log.dependency_failed(error)


class SessionSweep:
    """Deletes sessions that nobody ended."""

    def __init__(self, finder: OverdueSessions, ender: SessionEnder) -> None:
        """Find and end with these."""
        self._finder = finder
        self._ender = ender

    def overdue(self, now: int) -> Iterator[Removal]:
        """Yield what removes each."""
        for token_hash in self._finder.overdue(before=now - WRITER_MARGIN, limit=MAX_SESSIONS):
            yield partial(self._end, token_hash)

    def _end(self, token_hash: str) -> str:
        self._ender.end(token_hash)
        return "sessions"


class IssuanceSweep:
    """Ends open issuances past their time, envelope and object included."""

    def __init__(self, finder: OverdueFinder, ender: IssuanceEnder, lister: ImageLister) -> None:
        """Find and end with these; `lister` tells whether an image that nobody fetched was there at all."""
        self._finder = finder
        self._ender = ender
        self._lister = lister

    def overdue(self, now: int) -> Iterator[Removal]:
        """Yield what ends each."""
        for issuance in list(self._finder.overdue(before=now - WRITER_MARGIN, limit=MAX_ISSUANCES)):
            yield partial(self.end, issuance, now)

    def end(self, issuance: OpenIssuance, now: int) -> str:
        """End one; return why it ended."""
        state, key = issuance.standing.state, issuance.object_key
        there = state is not _S.SEALED or self._has(key or "")
        ended = self._ender.end(issuance.standing, key, unread=_S.EXPIRED, now=now)
        why = _WHY.get((state, ended), _ENDED_MEANWHILE)
        return _OBJECT_MISSING if why == "never_fetched" and not there else why

    def _has(self, key: str) -> bool:
        # Where more is overdue than a run ends, the objects of the rest go first, as orphans.
        try:
            return self._lister.has(key)
        except KofuError as error:
            # It is asked for the metric's sake: what is overdue ends all the same.
            log.dependency_failed(error)
            return True


class EnvelopeSweep:
    """Removes envelopes past their time that no open issuance stands for any more.

    One whose issuance is still open, because more was overdue than a run ends, goes with its issuance: without its
    envelope that would be taken for an interrupted hand-over, which somebody paid.
    """

    def __init__(self, finder: OverdueEnvelopes, eraser: EnvelopeEraser, issuances: IssuanceSweep) -> None:
        """Find and erase with these; `issuances` ends what is open."""
        self._finder = finder
        self._eraser = eraser
        self._issuances = issuances

    def overdue(self, now: int) -> Iterator[Removal]:
        """Yield what erases each. Later than issuances, which have had their turn to end with their envelopes."""
        for issuance_id, still_open in self._finder.overdue(before=now - ORPHAN_AGE, limit=MAX_ENVELOPES):
            if still_open is not None:
                yield partial(self._issuances.end, still_open, now)
            else:
                yield partial(self._erase, issuance_id)

    def _erase(self, issuance_id: str) -> str:
        return "orphan_envelopes" if self._eraser.erase(issuance_id) else _ENDED_MEANWHILE


class ImageSweep:
    """Removes objects that no envelope can belong to any more."""

    def __init__(self, lister: ImageLister, eraser: ImageEraser) -> None:
        """List and erase with these."""
        self._lister = lister
        self._eraser = eraser

    def overdue(self, now: int) -> Iterator[Removal]:
        """Yield what erases each."""
        images = set(self._lister.list(limit=MAX_OBJECTS, after=""))
        if len(images) == MAX_OBJECTS:
            # More than one run looks at: another part each minute, so that no object is passed over for ever.
            part = ids.encode_id(hashlib.sha256(str(now).encode()).digest()[:16])
            images |= set(self._lister.list(limit=MAX_OBJECTS, after=part))
        for image in images:
            if image.written_at < now - ORPHAN_AGE:
                yield partial(self._erase, image.key)

    def _erase(self, key: str) -> str:
        self._eraser.erase(key)
        return "orphan_objects"


_Part = SessionSweep | IssuanceSweep | EnvelopeSweep | ImageSweep
