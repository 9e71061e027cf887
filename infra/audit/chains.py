"""One chain: the entries of one issuance, each naming the digest of the one before."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from .encoding import Malformed, canonical
from .findings import Report
from .steps import FINAL, FOLLOWING, wrongs

_DOMAIN = b"kofu/audit-entry/v1\0"
_SKEW = 60
"""Seconds by which the clocks of the service, and the beginnings of its requests, may differ."""


@dataclass(frozen=True)
class Chain:
    """What a period holds of one issuance: the texts of its entries, and what they say as far as that can be read."""

    texts: list[str]
    entries: list[dict[str, Any]]

    @property
    def issuance_id(self) -> str:
        """The issuance, as the first entry names it."""
        return str(self.entries[0].get("issuance_id", "?")) if self.entries else "?"

    @property
    def head(self) -> bytes:
        """The digest of the last entry, which stands for the whole chain."""
        return bytes.fromhex(digest(self.texts[-1]))

    @property
    def ended_at(self) -> int:
        """The time of the last entry."""
        at = self.entries[-1].get("at") if self.entries else None
        return at if isinstance(at, int) else -1

    def told(self, name: str) -> Any:
        """Return what the chain says of a fact, the last time it does, or None."""
        return next((entry[name] for entry in reversed(self.entries) if name in entry), None)

    def entry(self, state: str) -> dict[str, Any] | None:
        """Return the entry of a state."""
        return next((entry for entry in self.entries if entry.get("state") == state), None)


def digest(text: str) -> str:
    """Return the digest of an entry."""
    return hashlib.sha256(_DOMAIN + text.encode("ascii", "replace")).hexdigest()


def read_chain(line: str, where: str, report: Report) -> Chain:
    """Read a line of a period; what cannot be read of it is a finding."""
    texts, entries = line.split("\t"), []
    for number, text in enumerate(texts):
        try:
            entries.append(canonical(text))
        except Malformed as error:
            report.wrong(where, f"entry {number} {error}")
    return Chain(texts, entries)


def check_chain(chain: Chain, where: str, report: Report) -> None:
    """Check the entries, their order and their links."""
    if len(chain.entries) != len(chain.texts):
        return
    previous, state, at = "", "", 0
    for number, (text, entry) in enumerate(zip(chain.texts, chain.entries, strict=True)):
        for wrong in wrongs(entry):
            report.wrong(where, f"entry {number} {wrong}")
        wanted = {"issuance_id": chain.issuance_id, "sequence": number, "previous": previous}
        _check_place(entry, wanted, where, report)
        now = str(entry.get("state"))
        if now not in FOLLOWING.get(state, frozenset()):
            report.wrong(where, f"entry {number}: '{now}' cannot follow '{state or 'nothing'}'")
        if isinstance(entry.get("at"), int) and entry["at"] + _SKEW < at:
            report.wrong(where, f"entry {number} is older than the one before")
        previous, state, at = digest(text), now, max(at, entry["at"] if isinstance(entry.get("at"), int) else 0)
    if state not in FINAL:
        report.wrong(where, f"the chain ends with '{state}': its end is missing")
    _check_sense(chain, where, report)


def _check_place(entry: dict[str, Any], wanted: dict[str, Any], where: str, report: Report) -> None:
    number = wanted["sequence"]
    if entry.get("issuance_id") != wanted["issuance_id"]:
        report.wrong(where, f"entry {number} is of another issuance")
    if entry.get("sequence") != number:
        report.wrong(where, f"entry {number} has the number {entry.get('sequence')}: one is missing, added or moved")
    if entry.get("previous") != wanted["previous"]:
        what = f"entry {number - 1} has been changed, or is not the one that" if number else "something went before"
        report.wrong(where, f"{what} entry {number} names")


def _check_sense(chain: Chain, where: str, report: Report) -> None:
    sealed, handed_over, printed = (chain.entry(state) for state in ("sealed", "handed-over", "printed"))
    if sealed and sealed.get("subject_is_applicant") is False:
        report.wrong(where, "a certificate about somebody other than its applicant was sealed")
    if sealed and handed_over and sealed.get("fee") != handed_over.get("payment_amount"):
        report.wrong(where, "what was paid is not the fee")
    requested = chain.entry("requested") or {}
    if sealed and printed and printed.get("pages_printed") != sealed.get("pages", 0) * requested.get("copies", 0):
        report.wrong(where, "the sheets that were printed are not those that were sealed")
