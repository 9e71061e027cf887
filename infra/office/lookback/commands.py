"""The commands of the look-back: arguments, and what is printed. One JSON line an issuance, times in Japan's time."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Callable, Iterable
from typing import Any

from chalicelib.edge.service_hours import JST
from infra.office.lookback import finding, lists, people
from infra.office.lookback.record import Record
from infra.office.pseudonyms import pseudonyms_of

Run = Callable[[argparse.Namespace], int]
Adder = Callable[[str, Run, str], argparse.ArgumentParser]
"""Adds a command: its name, what it runs, what it does."""


def add(command: Adder) -> None:
    """Add the commands."""
    for name, run, explanation in (
        ("issuances", _issuances, "list what was issued in a time: what, where, when, how it ended"),
        ("mismatches", _mismatches, "list every issuance whose applicant is not its subject"),
        ("suspects", _suspects, "list what must be looked into: mismatches, errors that worked on re-application"),
        ("refunds", _refunds, "list what was paid and of which no paper is known to have come out"),
    ):
        _add_span(command(name, run, explanation))
    one = command("issuance", _issuance, "show one issuance by the id on its paper")
    one.add_argument("issuance")
    one.add_argument("--whose", action="store_true", help="say which residents asked for it and are its subject")
    person = command("issuances-of", _of_resident, "list everything issued to, or about, a resident")
    person.add_argument("municipality")
    person.add_argument("resident")


def _add_span(command: argparse.ArgumentParser) -> None:
    command.add_argument("--since", type=_time, required=True, metavar="TIME", help="2026-11-26, or 2026-11-26T10:00")
    command.add_argument("--until", type=_time, required=True, metavar="TIME", help="not included; in Japan's time")
    for name in ("municipality", "kiosk", "type"):
        command.add_argument(f"--{name}")


def _time(text: str) -> int:
    return int(dt.datetime.fromisoformat(text).replace(tzinfo=JST).timestamp())


def _chosen(options: argparse.Namespace) -> list[Record]:
    wanted = {name: getattr(options, name) for name in ("municipality", "kiosk", "type") if getattr(options, name)}
    records = finding.requested_between(options.since, options.until)
    return [record for record in records if wanted.items() <= record.shown().items()]


def _issuances(options: argparse.Namespace) -> int:
    return _print(map(_shown, _chosen(options)))


def _mismatches(options: argparse.Namespace) -> int:
    return _print(map(_shown, lists.mismatches(_chosen(options))))


def _refunds(options: argparse.Namespace) -> int:
    return _print(map(_shown, lists.refunds(_chosen(options))))


def _suspects(options: argparse.Namespace) -> int:
    return _print(
        {"why": each.why, "worked": each.successor.issuance_id if each.successor else None} | _shown(each.record)
        for each in lists.suspects(_chosen(options))
    )


def _issuance(options: argparse.Namespace) -> int:
    # As it is read from paper: in groups, perhaps in small letters.
    record = finding.by_id(options.issuance.replace("-", "").upper())
    steps = [{"state": entry.state, "at": _local(entry.at)} for entry in record.entries]
    whose = _whose(record) if options.whose else {}
    return _print([_shown(record) | {"steps": steps} | whose])


def _whose(record: Record) -> dict[str, str | None]:
    municipality = record.first.municipality or ""
    return {
        f"{name}_resident": people.resident_of(municipality, pseudonym) if pseudonym else None
        for name, pseudonym in (("applicant", record.applicant), ("subject", record.subject))
    }


def _of_resident(options: argparse.Namespace) -> int:
    pseudonym = pseudonyms_of(options.municipality)(options.resident)
    return _print(map(_shown, finding.of_person(pseudonym)))


def _shown(record: Record) -> dict[str, Any]:
    return {
        name: _local(value) if name.endswith("_at") and value is not None else value
        for name, value in record.shown().items()
        if value is not None
    }


def _local(at: int) -> str:
    return dt.datetime.fromtimestamp(at, JST).isoformat()


def _print(lines: Iterable[dict[str, Any]]) -> int:
    for line in lines:
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    return 0
