"""Replacements: a free second certificate is made only for one that did not come out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .chains import Chain
from .findings import Report
from .span import Span


def check_replacements(chains: Mapping[str, Chain], span: Span, report: Report) -> None:
    """Check what each sealed replacement replaces, as far as it is here."""
    replacement_of: dict[str, str] = {}
    for chain in chains.values():
        replaced = chain.told("replaces")
        if replaced is None or chain.entry("sealed") is None:
            continue
        old, where = chains.get(replaced), f"issuance {chain.issuance_id}"
        other = replacement_of.setdefault(replaced, chain.issuance_id)
        if other != chain.issuance_id:
            report.wrong(where, f"replaces {replaced}, which {other} replaces, too")
        if old is None:
            requested = chain.entry("requested") or {}
            if span.surely_holds(requested.get("at", 0)) and span.surely_holds(chain.ended_at):
                report.wrong(where, f"replaces {replaced}, which is not in the audit")
            else:
                report.ask(where, f"replaces {replaced}, which is in the hour beside this export, or was left out")
        elif old.entry("printed") is not None:
            report.wrong(where, f"replaces {replaced}, which was printed")
        elif any(old.told(name) != chain.told(name) for name in ("session_id", "certificate_type", "copies")):
            report.wrong(where, f"replaces {replaced}, which was something else, or in another session")
        elif chain.told("fee") != _fee_after(old):
            report.wrong(where, f"replaces {replaced} for another fee than that leaves to be paid")


def _fee_after(old: Chain) -> Any:
    """Return what a replacement costs: nothing once the old one was, or may have been, handed over and paid."""
    return 0 if old.told("state") in {"misprinted", "unconfirmed"} else old.told("fee")
