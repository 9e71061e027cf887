"""Periods: each with its signed statement, one following the other without a gap."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from .chains import Chain, check_chain, read_chain
from .encoding import Keys, Malformed, verified
from .findings import Report
from .span import LENGTH
from .tree import root

_DOMAIN = b"kofu/audit-statement/v1\0"
_NAME = "%Y-%m-%dT%HZ"
_CLAIMS = {"iss", "iat", "period", "starts_at", "ends_at", "chains", "root", "previous"}


@dataclass(frozen=True)
class Period:
    """A period of the export: its name, its number, the statement as it is signed and what it claims, the chains."""

    name: str
    number: int
    jws: str
    claims: dict[str, Any]
    chains: list[Chain]

    @property
    def digest(self) -> str:
        """The digest by which the next statement names this one."""
        return hashlib.sha256(_DOMAIN + self.jws.encode("ascii", "replace")).hexdigest()


def name_of(number: int) -> str:
    """Return the name of a period: the hour in UTC with which it begins."""
    return dt.datetime.fromtimestamp(number * LENGTH, dt.UTC).strftime(_NAME)


def number_of(name: str) -> int:
    """Return the number of a period.

    Raises:
        ValueError: It is no name of one.
    """
    begins = dt.datetime.strptime(name, _NAME).replace(tzinfo=dt.UTC)
    if begins.strftime(_NAME) != name:
        raise ValueError(name)
    return int(begins.timestamp()) // LENGTH


def read_periods(directory: Path, keys: Keys, report: Report) -> Iterator[Period]:
    """Yield the periods of an export in the order of their time; what is wrong with each by itself is a finding."""
    numbers = {}
    for path in sorted(directory.iterdir()):
        try:
            numbers[number_of(path.name)] = path
        except ValueError:
            report.wrong(path.name, "is no period of the audit")
    for number, path in sorted(numbers.items()):
        yield _read(number, path, keys, report)


def _read(number: int, path: Path, keys: Keys, report: Report) -> Period:
    where = path.name
    try:
        text = path.read_bytes().decode("ascii")
    except UnicodeDecodeError:
        report.wrong(where, "holds something that is not ASCII")
        return Period(where, number, "", {}, [])
    jws, *lines = text.split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    else:
        report.wrong(where, "is cut off")
    chains = [read_chain(line, f"{where} line {place}", report) for place, line in enumerate(lines, start=2)]
    period = Period(where, number, jws, _claims(where, number, jws, keys, report), chains)
    _check(period, report)
    return period


def _claims(where: str, number: int, jws: str, keys: Keys, report: Report) -> dict[str, Any]:
    try:
        claims = verified(jws, keys, purpose="audit", kind="kofu-audit-period+jwt")
    except Malformed as error:
        report.wrong(where, f"its statement {error}")
        return {}
    span = (name_of(number), number * LENGTH, (number + 1) * LENGTH)
    if set(claims) != _CLAIMS or (claims["period"], claims["starts_at"], claims["ends_at"]) != span:
        report.wrong(where, "its statement is about another period, or says something else than a statement says")
        return {}
    return claims


def _check(period: Period, report: Report) -> None:
    for chain in period.chains:
        where = f"{period.name} issuance {chain.issuance_id}"
        check_chain(chain, where, report)
        _check_time(period, chain, where, report)
    ids = [chain.issuance_id for chain in period.chains]
    if any(one >= other for one, other in pairwise(ids)):
        report.wrong(period.name, "its chains are not in the order of their ids, or one is there twice")
    if not period.claims:
        return
    if len(period.chains) != period.claims["chains"]:
        report.wrong(period.name, f"{period.claims['chains']} chains were signed, {len(period.chains)} are there")
    if root([chain.head for chain in period.chains]).hex() != period.claims["root"]:
        report.wrong(period.name, "its chains are not those that were signed: the root of the tree is another")


def _check_time(period: Period, chain: Chain, where: str, report: Report) -> None:
    ended_in = chain.ended_at // LENGTH
    if ended_in == period.number - 1:
        report.remark(f"{where} ended in the period before and was gathered late")
    elif ended_in != period.number:
        report.wrong(where, "did not end in this period")


def check_sequence(periods: list[Period], report: Report) -> None:
    """Check that each statement names the one before, that no period is missing, and that no issuance is in two."""
    for one, other in pairwise(periods):
        if other.number != one.number + 1:
            missing = name_of(one.number + 1), name_of(other.number - 1)
            report.wrong(other.name, f"the periods before it are missing: {' to '.join(dict.fromkeys(missing))}")
        elif other.claims and other.claims["previous"] != one.digest:
            report.wrong(other.name, f"the statement before it is not the one of {one.name} that is here")
    seen: dict[str, str] = {}
    for period in periods:
        for chain in period.chains:
            before = seen.setdefault(chain.issuance_id, period.name)
            if before != period.name:
                report.wrong(f"{period.name} issuance {chain.issuance_id}", f"is in {before}, too")
