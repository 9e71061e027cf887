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
from chalicelib.storage.images import ImageEraser, ImageLister
from chalicelib.storage.overdue import OpenIssuance, OverdueFinder
from chalicelib.storage.sessions import OverdueSessions, SessionEnder

WRITER_MARGIN = 60
"""Seconds after which no function that was running can still be: longer than any function's time-out."""

ORPHAN_AGE = SESSION_LIFETIME + WRITER_MARGIN
"""An object older than this belongs to no live session, whoever wrote it: it never races a live writer."""

MAX_ISSUANCES = 250
MAX_OBJECTS = 1000
MAX_SESSIONS = 250

Removal = Callable[[], str]
"""Removes one thing and returns under which name it is counted."""

_COUNTED = ("sessions", "expired", "unconfirmed", "orphans", "failed")


class Sweep:
    """One run."""

    def __init__(self, sessions: SessionSweep, issuances: IssuanceSweep, images: ImageSweep) -> None:
        """Sweep these, in this order: no session means no new envelope, no envelope means no use for an object."""
        self._parts = (sessions, issuances, images)

    def run(self, *, now: int) -> dict[str, int]:
        """Sweep once; return how many of what went or ended how, and how many attempts failed."""
        counts: Counter[str] = Counter(dict.fromkeys(_COUNTED, 0))
        for part in self._parts:
            try:
                self._run(part, now, counts)
            except KofuError as error:
                counts["failed"] += 1
                log.dependency_failed(error)
        log.metric("sweep", dict(counts))
        return dict(counts)

    @staticmethod
    def _run(part: SessionSweep | IssuanceSweep | ImageSweep, now: int, counts: Counter[str]) -> None:
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

    def __init__(self, finder: OverdueFinder, ender: IssuanceEnder) -> None:
        """Find and end with these."""
        self._finder = finder
        self._ender = ender

    def overdue(self, now: int) -> Iterator[Removal]:
        """Yield what ends each."""
        for issuance in list(self._finder.overdue(before=now - WRITER_MARGIN, limit=MAX_ISSUANCES)):
            yield partial(self._end, issuance, now)

    def _end(self, issuance: OpenIssuance, now: int) -> str:
        ended = self._ender.end(issuance.standing, issuance.object_key, unread=IssuanceState.EXPIRED, now=now)
        return str(ended)


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
        return "orphans"
