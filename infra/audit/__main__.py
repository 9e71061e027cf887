"""`python -m infra.audit EXPORT --keys FILE`.

Exit status 0 when nothing is wrong, 1 with findings, 2 if unusable, 3 when nothing is wrong but questions remain.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from .encoding import Malformed, read_keys
from .periods import number_of
from .verification import Expected, verify

_WRONG, _UNUSABLE, _ASKED = 1, 2, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify; print what is wrong; return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        keys = read_keys(options.keys.read_text(encoding="utf-8"))
        expected = Expected(options.since, options.until, tuple(options.receipts))
        report = verify(options.export, keys, expected)
    except (Malformed, OSError, UnicodeDecodeError) as error:
        print(f"cannot verify: {error}", file=sys.stderr)
        return _UNUSABLE
    for remark in report.remarks:
        print(remark)
    for question in report.questions:
        print(f"ASK    {question}")
    for finding in report.findings:
        print(f"WRONG  {finding}")
    print(f"{len(report.findings)} findings" if report.findings else "Nothing is wrong.")
    if report.questions:
        print(f"{len(report.questions)} questions")
    return _WRONG if report.findings else _ASKED if report.questions else 0


def _period(text: str) -> str:
    try:
        number_of(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("a period is named like 2026-11-26T09Z") from error
    return text


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.audit", description="Verifies an exported audit of Kofu.")
    parser.add_argument("export", type=Path, help="directory with the periods")
    parser.add_argument("--keys", type=Path, required=True, help="the answer of GET /verification-keys")
    parser.add_argument("--since", type=_period, metavar="PERIOD", help="the first period that must be there")
    parser.add_argument("--until", type=_period, metavar="PERIOD", help="the last period that must be there")
    parser.add_argument(
        "--receipts",
        type=Path,
        nargs="+",
        default=[],
        metavar="FILE",
        help="receipts of kiosks, one a line, all of them",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
