"""Gathering: the chains that ended in a period become one signed and locked object.

A chain belongs to the period of its last entry, and no entry follows a last one: so each chain is gathered once. The
time of an entry is that of the request that wrote it, which was over within a function's time-out; the index of the
ledger shows it some time after that. A period is gathered when both must have passed. What the index showed later all
the same is gathered with the next period and counted as late.
"""

from __future__ import annotations

from collections import Counter

from chalicelib.edge import log
from chalicelib.protocol import audit_periods
from chalicelib.protocol.audit_entries import PERIOD
from chalicelib.storage.audit_archive import AuditArchive
from chalicelib.storage.audit_key import StatementSigner
from chalicelib.storage.ended import Ended, EndedFinder

WRITER_MARGIN = 60
"""Seconds after which no function that was running can still be: longer than any function's time-out."""

INDEX_MARGIN = 840
"""Seconds that the index is given to show what the ledger holds: it takes less than one, as a rule."""

BEGINNING = ""
"""What the first statement of all names as the one before."""

MAX_PERIODS = 48
"""How many periods a run gathers at most: after an outage the next runs do the rest."""

FIRST_PERIODS = 24
"""How many periods the first run of all gathers: whatever was issued since deployment must be in one of them."""


class Gathering:
    """One run."""

    def __init__(self, ended: EndedFinder, archive: AuditArchive, signer: StatementSigner) -> None:
        """Gather from the ledger into the archive."""
        self._ended = ended
        self._archive = archive
        self._signer = signer

    def run(self, *, now: int) -> dict[str, int]:
        """Gather the periods that are over and not gathered yet; return how many periods and chains, and how many late.

        Raises:
            KofuError: An AWS call failed. What was gathered stays; the next run goes on from there.
        """
        counts: Counter[str] = Counter(periods=0, chains=0, late=0)
        over = (now - WRITER_MARGIN - INDEX_MARGIN) // PERIOD
        newest = self._archive.newest(before=over)
        first = over - FIRST_PERIODS if newest is None else newest + 1
        for period in range(first, min(over, first + MAX_PERIODS)):
            counts.update(self._gather(period, now=now, begins=newest is None and period == first))
        log.metric("audit", dict(counts))
        return dict(counts)

    def _gather(self, period: int, *, now: int, begins: bool) -> dict[str, int]:
        previous, late = (BEGINNING, []) if begins else self._before(period)
        chains = [chain for _, chain in sorted([*self._ended.ended_in(period), *late])]
        statement = audit_periods.statement(period, chains, previous=previous, now=now)
        content = audit_periods.pack(self._signer.sign(statement), chains)
        stored = self._archive.put(period, content)
        return {"periods": int(stored), "chains": len(chains), "late": len(late)}

    def _before(self, period: int) -> tuple[str, list[Ended]]:
        """Return the digest of the statement before, and what it left out because the index did not show it yet."""
        jws, chains = audit_periods.unpack(self._archive.read(period - 1))
        gathered = {chain[-1] for chain in chains}
        late = [
            (issuance_id, chain) for issuance_id, chain in self._ended.ended_in(period - 1) if chain[-1] not in gathered
        ]
        return audit_periods.statement_digest(jws), late
