"""One issuance as the look-back shows it: what its audit entries say, and the pseudonyms of the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from chalicelib.protocol import audit_entries
from chalicelib.protocol.audit_entries import AuditEntry
from chalicelib.protocol.states import OPEN_STATES, IssuanceState
from chalicelib.storage.items import Row

_S = IssuanceState


@dataclass(frozen=True)
class Record:
    """An issuance. `applicant` and `subject` are pseudonyms, None where the books had none."""

    entries: tuple[AuditEntry, ...]
    applicant: str | None
    subject: str | None

    @classmethod
    def from_row(cls, row: Row) -> Record:
        """Read a row of the ledger, or of its index of finished issuances."""
        return cls(tuple(map(audit_entries.read, row["chain"])), row.get("applicant"), row.get("subject"))

    @property
    def first(self) -> AuditEntry:
        """The request."""
        return self.entries[0]

    @property
    def issuance_id(self) -> str:
        """Its id, as it is printed on the paper."""
        return self.first.issuance_id

    @property
    def state(self) -> IssuanceState:
        """Where it stands."""
        return IssuanceState(self.entries[-1].state)

    @cached_property
    def _by_state(self) -> dict[str, AuditEntry]:
        return {entry.state: entry for entry in self.entries}

    def entry(self, state: IssuanceState) -> AuditEntry | None:
        """Return the entry of a state, if it was in it."""
        return self._by_state.get(state)

    @property
    def was_handed_over(self) -> bool:
        """Whether a paper may be in somebody's hands: handed over, or a hand-over that was interrupted."""
        return self.entry(_S.HANDED_OVER) is not None or self.entry(_S.UNCONFIRMED) is not None

    @property
    def fee(self) -> int:
        """Yen: the final fee, or what was asked at first."""
        sealed = self.entry(_S.SEALED)
        return (sealed or self.first).fee or 0

    @property
    def concerns_its_applicant(self) -> bool:
        """Whether the sealed page is about the resident whose card was authenticated (R14); so if none was sealed."""
        sealed = self.entry(_S.SEALED)
        return sealed is None or (bool(sealed.subject_is_applicant) and self.applicant == self.subject)

    def shown(self) -> dict[str, Any]:
        """Return what is shown of it, by column."""
        first, last = self.first, self.entries[-1]
        return {
            "issuance_id": self.issuance_id,
            "municipality": first.municipality,
            "kiosk": first.kiosk_id,
            "type": first.certificate_type,
            "copies": first.copies,
            "fee": self.fee,
            "state": last.state,
            "reason": last.reason,
            "requested_at": first.at,
            "sealed_at": _at(self.entry(_S.SEALED)),
            "handed_over_at": _at(self.entry(_S.HANDED_OVER)),
            "ended_at": None if self.state in OPEN_STATES else last.at,
            "replaces": first.replaces,
            "applicant": self.applicant,
            "subject": self.subject,
        }


def _at(entry: AuditEntry | None) -> int | None:
    return entry.at if entry else None
