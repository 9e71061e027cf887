"""Which certificates the gallery shows, and which refusals: every type, every option, every hard case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.render.certificates.family_register_supplement import SupplementOptions
from chalicelib.render.certificates.resident_record import ResidentRecordOptions
from chalicelib.render.certificates.resident_record_entries import ResidentRecordEntriesOptions

_T = CertificateType
_RECORD = ("relationship", "domicile", "individual_number", "resident_record_code", "foreign_items")
_ENTRIES = (*_RECORD, "residence", "notes")
_SUPPLEMENT = ("domicile", "resident_record_code", "overseas_voter")
_HARD_RECORDS = (
    "nine-in-household", "mixed-household", "former-name", "former-name-no-furigana", "no-furigana", "living-alone",
    "centenarian", "unregistered-partner", "tsuji-ivs", "kuzu-ivs", "watanabe-ivs", "watanabe-variant", "taka-ladder",
    "saki-standing", "yoshi-earth", "long-name", "long-address", "foreign-alias", "special-permanent-resident",
    "long-latin-name", "head-replaced",
)  # fmt: skip
_SEALS = (
    "ordinary", "former-name", "twin-first", "twin-second", "living-alone", "taka-ladder", "yoshi-earth", "long-name",
    "foreign-alias", "mixed-household-wife", "special-permanent-resident", "seal-smallest", "seal-largest",
)  # fmt: skip
REFUSED = (
    (_T.SEAL_REGISTRATION, "tsuji-ivs"),
    (_T.SEAL_REGISTRATION, "seal-abolished"),
    (_T.SEAL_REGISTRATION, "seal-suspended"),
    (_T.FAMILY_REGISTER, "foreign-alias"),
    (_T.FAMILY_REGISTER, "register-elsewhere"),
    (_T.FAMILY_REGISTER, "register-not-held"),
    (_T.FAMILY_REGISTER, "register-in-progress"),
    (_T.FAMILY_REGISTER_SUPPLEMENT, "supplement-protected"),
    (_T.FAMILY_REGISTER_SUPPLEMENT, "register-elsewhere"),
    (_T.INCOME_TAXATION, "tax-undeclared"),
    (_T.INCOME_TAXATION, "tax-stopped"),
    (_T.TAXATION, "tax-elsewhere"),
    (_T.NON_TAXATION, "tax-dependents"),
)
"""Certificates that the personas cannot have."""


@dataclass(frozen=True, slots=True)
class Case:
    """One certificate of the gallery: its type, the persona who asks, what they choose."""

    kind: CertificateType
    label: str
    choice: str
    options: Any = None

    @property
    def name(self) -> str:
        """A name for files."""
        return f"{self.kind}.{self.label}.{self.choice}"


def cases() -> Iterator[Case]:
    """Yield every case, in the order of the types."""
    yield from _resident_records()
    for label in _SEALS:
        yield Case(_T.SEAL_REGISTRATION, label, "seal")
    for label in ("ordinary", "mixed-household", "head-replaced", "supplement-protected", "nine-in-register"):
        yield Case(_T.FAMILY_REGISTER, label, "whole")
    for label in ("ordinary-spouse", "tsuji-ivs"):
        yield Case(_T.FAMILY_REGISTER, label, "individual", "individual")
    yield from _supplements()
    for kind, label in (
        (_T.INCOME_TAXATION, "ordinary"),
        (_T.INCOME_TAXATION, "tax-every-income"),
        (_T.INCOME_TAXATION, "tax-dependents"),
        (_T.TAXATION, "ordinary"),
        (_T.TAXATION, "tax-zero"),
        (_T.TAXATION, "special-permanent-resident"),
        (_T.NON_TAXATION, "tax-zero"),
        (_T.NON_TAXATION, "tax-dependent"),
    ):
        yield Case(kind, label, "newest")


def _resident_records() -> Iterator[Case]:
    everything = ResidentRecordOptions(**dict.fromkeys(_RECORD, True))
    for option in ("", *_RECORD):
        chosen = ResidentRecordOptions(**({option: True} if option else {}))
        yield Case(_T.RESIDENT_RECORD, "mixed-household", option or "nothing", chosen)
    for label in _HARD_RECORDS:
        yield Case(_T.RESIDENT_RECORD, label, "everything", everything)
    yield Case(_T.RESIDENT_RECORD_ENTRIES, "ordinary", "holder")
    for option in _ENTRIES:
        yield Case(
            _T.RESIDENT_RECORD_ENTRIES, "mixed-household", option, ResidentRecordEntriesOptions(**{option: True})
        )
    for label in ("no-furigana", "foreign-alias", "nine-in-household"):
        chosen = ResidentRecordEntriesOptions(**dict.fromkeys(_ENTRIES, True))
        yield Case(_T.RESIDENT_RECORD_ENTRIES, label, "everything", chosen)


def _supplements() -> Iterator[Case]:
    everything = SupplementOptions(domicile=True, resident_record_code=True, overseas_voter=True)
    yield Case(_T.FAMILY_REGISTER_SUPPLEMENT, "ordinary", "nothing")
    for option in _SUPPLEMENT:
        chosen = SupplementOptions(
            domicile=option == "domicile",
            resident_record_code=option == "resident_record_code",
            overseas_voter=option == "overseas_voter",
        )
        yield Case(_T.FAMILY_REGISTER_SUPPLEMENT, "ordinary", option, chosen)
    for label in ("nine-in-register", "many-addresses", "long-address"):
        yield Case(_T.FAMILY_REGISTER_SUPPLEMENT, label, "everything", everything)
