"""Receipts that kiosks keep, against the audit: what a kiosk was told must be there, and the other way round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .chains import Chain, digest
from .encoding import Keys, Malformed, verified
from .findings import Report
from .span import Span

_SAME = ("certificate_type", "kiosk_id", "pages", "pages_printed", "image_sha256")


def check_receipts(files: list[Path], chains: Mapping[str, Chain], span: Span, keys: Keys, report: Report) -> int:
    """Check files of receipts (one JWS a line); return how many there were.

    A receipt from outside the span is a remark. Of what a kiosk has no receipt is a question: it may not have heard the
    answer, or its receipts were collected before.
    """
    held: dict[str, dict[str, int]] = {}
    count = 0
    for path in files:
        for number, line in enumerate(path.read_text(encoding="ascii").splitlines(), start=1):
            count += 1
            where = f"{path.name} line {number}"
            try:
                claims = verified(line, keys, purpose="receipt", kind="kofu-receipt+jwt")
            except Malformed as error:
                report.wrong(where, f"the receipt {error}")
                continue
            held.setdefault(str(claims.get("kiosk_id")), {})[str(claims.get("issuance_id"))] = _said_at(claims)
            _check_receipt(claims, chains, span, where, report)
    _check_outcomes(chains, held, report)
    return count


def _check_receipt(claims: dict[str, Any], chains: Mapping[str, Chain], span: Span, where: str, report: Report) -> None:
    issuance_id = str(claims.get("issuance_id"))
    chain = chains.get(issuance_id)
    if chain is None:
        at = _said_at(claims)
        if span.surely_holds(at):
            report.wrong(where, f"the hand-over of issuance {issuance_id} is not in the audit")
        elif span.covers(at):
            report.ask(where, "its issuance is not in this export: it is in the hour beside it, or was left out")
        else:
            report.remark(f"{where}: its period is not in this export")
        return
    told = {name: chain.told(name) for name in _SAME} | {
        "state": chain.told("state"),
        "handed_over_at": (chain.entry("handed-over") or {}).get("at"),
        "audit_entry": digest(chain.texts[-1]),
    }
    differing = sorted(name for name, value in told.items() if claims.get(name) != value)
    if differing:
        report.wrong(where, f"the audit tells of issuance {issuance_id} another {', '.join(differing)}")


def _said_at(claims: dict[str, Any]) -> int:
    at = claims.get("iat")
    return at if isinstance(at, int) else 0


def _check_outcomes(chains: Mapping[str, Chain], held: Mapping[str, dict[str, int]], report: Report) -> None:
    beside: Counter[str] = Counter()
    for issuance_id, chain in chains.items():
        kiosk = str(chain.told("kiosk_id"))
        receipts = held.get(kiosk)
        if receipts is None or chain.told("state") not in {"printed", "misprinted"} or issuance_id in receipts:
            continue
        if min(receipts.values()) <= chain.ended_at <= max(receipts.values()):
            report.ask(
                f"issuance {issuance_id}",
                "the audit has its outcome, the kiosk has no receipt of it: "
                "it did not hear the answer, or there was no such paper",
            )
        else:
            beside[kiosk] += 1
    for kiosk, number in sorted(beside.items()):
        report.ask(
            kiosk,
            f"{number} outcomes before its first or after its last receipt here: "
            "its receipts are of another time, or there was no such paper",
        )
