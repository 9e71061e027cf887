"""The verification as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .encoding import Keys
from .findings import Report
from .periods import Period, check_sequence, name_of, number_of, read_periods
from .receipts import check_receipts
from .replacements import check_replacements
from .span import Span


@dataclass(frozen=True)
class Expected:
    """What an auditor knows from elsewhere: the first and the last period that must be there, receipts of kiosks."""

    since: str | None = None
    until: str | None = None
    receipts: tuple[Path, ...] = ()


def verify(directory: Path, keys: Keys, expected: Expected) -> Report:
    """Verify the periods in a directory."""
    report = Report()
    periods = list(read_periods(directory, keys, report))
    check_sequence(periods, report)
    _check_span(periods, expected, report)
    chains = {chain.issuance_id: chain for period in periods for chain in period.chains}
    span = Span(periods[0].number, periods[-1].number + 1) if periods else Span(0, 0)
    check_replacements(chains, span, report)
    receipts = check_receipts(list(expected.receipts), chains, span, keys, report)
    entries = sum(len(chain.texts) for chain in chains.values())
    report.remark(f"checked: {len(periods)} periods, {len(chains)} issuances, {entries} entries, {receipts} receipts")
    return report


def _check_span(periods: list[Period], expected: Expected, report: Report) -> None:
    if not periods:
        report.wrong("export", "holds no period")
        return
    first, last = periods[0], periods[-1]
    if expected.since is not None and first.number > number_of(expected.since):
        report.wrong("export", f"begins with {first.name}; the periods from {expected.since} on are missing")
    if expected.until is not None and last.number < number_of(expected.until):
        report.wrong("export", f"ends with {last.name}; the periods up to {expected.until} are missing")
    report.remark(f"covers {first.name} to {name_of(last.number + 1)} (that hour not included)")
    if first.claims and first.claims["previous"]:
        report.remark(f"begins in the middle: what was before {first.name} is not checked")
