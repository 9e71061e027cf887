"""Receipts that kiosks keep, against the audit: what a kiosk was told must be there, and the other way round."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .chains import Chain, digest
from .encoding import Keys, Malformed, verified
from .findings import Report
from .periods import LENGTH

_SAME = ("certificate_type", "kiosk_id", "pages", "pages_printed", "image_sha256")


def check_receipts(
    files: list[Path], chains: Mapping[str, Chain], covered: tuple[int, int], keys: Keys, report: Report
) -> int:
    """Check files of receipts (one JWS a line); return how many there were.

    `covered` are the numbers of the first period of the export and of the one after its last: a receipt from outside
    is a remark, not a finding. For every kiosk that has a receipt here, each outcome in the audit must have one.
    """
    held: dict[str, set[str]] = {}
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
            held.setdefault(str(claims.get("kiosk_id")), set()).add(str(claims.get("issuance_id")))
            _check_receipt(claims, chains, covered, where, report)
    _check_outcomes(chains, held, report)
    return count


def _check_receipt(
    claims: dict[str, Any], chains: Mapping[str, Chain], covered: tuple[int, int], where: str, report: Report
) -> None:
    issuance_id = str(claims.get("issuance_id"))
    chain = chains.get(issuance_id)
    if chain is None:
        if covered[0] <= int(claims.get("iat", 0)) // LENGTH < covered[1]:
            report.wrong(where, f"the hand-over of issuance {issuance_id} is not in the audit")
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


def _check_outcomes(chains: Mapping[str, Chain], held: Mapping[str, set[str]], report: Report) -> None:
    for issuance_id, chain in chains.items():
        ids = held.get(str(chain.told("kiosk_id")))
        if ids is not None and chain.told("state") in {"printed", "misprinted"} and issuance_id not in ids:
            report.wrong(f"issuance {issuance_id}", "the audit has its outcome, the kiosk has no receipt of it")
