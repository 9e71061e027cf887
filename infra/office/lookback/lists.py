"""The lists that an office must be able to make: mismatches, suspects, refunds.

They are derived anew each time. So nothing in them can be closed by a programme: what was suspect stays in the list of
its day, whatever was found out about it, which belongs into the office's own file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from chalicelib.protocol.states import IssuanceState
from infra.office.lookback.record import Record

_S = IssuanceState
_AGAIN = 24 * 3600
"""Seconds within which a second application of the same person for the same thing follows from the first one."""


@dataclass(frozen=True)
class Suspicion:
    """An issuance that must be looked into, and why; `successor` is the application that worked, if there is one."""

    record: Record
    why: str
    successor: Record | None = None


def mismatches(records: Sequence[Record]) -> list[Record]:
    """Return every issuance whose applicant is not its subject (R14)."""
    return [record for record in records if not record.concerns_its_applicant]


def suspects(records: Sequence[Record]) -> list[Suspicion]:
    """Return what is suspect.

    A page about somebody else, sealed or stopped before sealing (R8). And every error that was followed by a success
    of the same session, or the same applicant, for the same certificate (R9): that it worked the second time does not
    say what happened the first time.
    """
    found = [Suspicion(record, "names somebody other than its applicant") for record in mismatches(records)]
    found += [Suspicion(record, "was stopped: about somebody else") for record in records if _was_stopped(record)]
    successes = _by_who_and_what(record for record in records if record.was_handed_over)
    for record in records:
        why = _error(record)
        worked = [each for who in _who_and_what(record) for each in successes[who]] if why else []
        again = [each for each in worked if each is not record and 0 <= each.first.at - record.first.at <= _AGAIN]
        if again:
            earliest = min(again, key=lambda each: each.first.at)
            found.append(Suspicion(record, f"{why}, then worked on re-application", earliest))
    return found


def refunds(records: Sequence[Record]) -> list[Record]:
    """Return what was, or may have been, paid, and of which no paper is known to have come out.

    Unconfirmed ones and misprints that no replacement has made good.
    """
    made_good = _made_good(records)
    return [
        record
        for record in records
        if record.state in {_S.UNCONFIRMED, _S.MISPRINTED} and record.fee > 0 and record.issuance_id not in made_good
    ]


def _made_good(records: Sequence[Record]) -> set[str]:
    """Return what was replaced, perhaps more than once, until a paper came out."""
    replaced = {record.issuance_id: record.first.replaces for record in records}
    found: set[str] = set()
    for record in records:
        before = record.first.replaces if record.state is _S.PRINTED else None
        while before is not None and before not in found:
            found.add(before)
            before = replaced.get(before)
    return found


def _was_stopped(record: Record) -> bool:
    return record.state is _S.CANCELLED and record.entries[-1].reason == "subject-mismatch"


def _error(record: Record) -> str | None:
    """Return what went wrong with it; None for what came out, or was given up by the resident."""
    match record.state:
        case _S.CANCELLED if record.entries[-1].reason is not None:
            return f"failed ({record.entries[-1].reason})"
        case _S.EXPIRED:
            return "timed out"
        case _S.UNCONFIRMED:
            return "ended without an outcome"
        case _S.MISPRINTED:
            return "was misprinted"
    return None


def _by_who_and_what(records: Iterable[Record]) -> defaultdict[tuple[str | None, ...], list[Record]]:
    found = defaultdict[tuple[str | None, ...], list[Record]](list)
    for record in records:
        for who in _who_and_what(record):
            found[who].append(record)
    return found


def _who_and_what(record: Record) -> Iterator[tuple[str | None, ...]]:
    """Yield what a second application for the same has in common with the first: the session, or the applicant."""
    yield "session", record.first.session_id, record.first.certificate_type
    if record.applicant is not None:
        yield "applicant", record.applicant, record.first.certificate_type
