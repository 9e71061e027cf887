"""Which certificates the gallery shows: every type, every option, every hard case of the demo city."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.render.certificate_request import Options

SEED = 24204
TODAY = dt.date(2026, 11, 23)
FIRST_JUNE_OF_REIWA = dt.date(2019, 6, 17)
"""A day on which the newest fiscal year is still named after 平成."""

_T = CertificateType
_RECORD = ("relationship", "domicile", "individual_number", "resident_record_code", "foreign_items")
_ENTRIES = (*_RECORD, "residence", "notes")
_SUPPLEMENT = ("domicile", "resident_record_code", "overseas_voter")
_HARD_RECORDS = (
    "nine-in-household", "mixed-household", "former-name", "former-name-no-furigana", "no-furigana",
    "partial-furigana", "living-alone", "centenarian", "era-changes", "leap-day", "unregistered-partner",
    "tsuji-ivs", "kuzu-ivs", "watanabe-ivs", "watanabe-variant", "taka-ladder", "saki-standing", "yoshi-earth",
    "long-name", "long-address", "foreign-alias", "special-permanent-resident", "temporary-refuge",
    "provisional-stay", "newborn-child", "nationality-lost", "long-latin-name", "head-replaced",
    "never-moved-inside",
)  # fmt: skip
_SEALS = (
    "ordinary", "former-name", "twin-first", "twin-second", "living-alone", "taka-ladder", "yoshi-earth", "long-name",
    "foreign-alias", "mixed-household-wife", "special-permanent-resident", "seal-smallest", "seal-largest",
)  # fmt: skip
_LONG_SUPPLEMENTS = (
    "nine-in-register", "many-addresses", "long-address", "long-name", "head-replaced", "adoptive-father",
)  # fmt: skip
_REGISTERS = (
    "ordinary", "mixed-household", "head-replaced", "divorced", "adoptive-father", "era-changes",
    "supplement-protected", "nine-in-register", "long-name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One certificate of the gallery: its type, the persona who asks, what they choose, and on which day.

    `acting` says that somebody acts for the mayor.
    """

    kind: CertificateType
    label: str
    choice: str
    options: Options = field(default_factory=dict)
    today: dt.date = TODAY
    acting: bool = False

    @property
    def name(self) -> str:
        """A name for files."""
        return f"{self.kind}.{self.label}.{self.choice}"


def cases() -> Iterator[Case]:
    """Yield every case, in the order of the types."""
    yield from _resident_records()
    yield from _entries()
    for label in _SEALS:
        yield Case(_T.SEAL_REGISTRATION, label, "seal")
    yield Case(_T.SEAL_REGISTRATION, "ordinary", "acting-mayor", acting=True)
    for label in _REGISTERS:
        yield Case(_T.FAMILY_REGISTER, label, "whole")
    for label in ("ordinary-spouse", "tsuji-ivs", "divorced"):
        yield Case(_T.FAMILY_REGISTER, label, "individual", {"scope": "holder"})
    yield from _supplements()
    for kind, label in (
        (_T.INCOME_TAXATION, "ordinary"),
        (_T.INCOME_TAXATION, "tax-every-income"),
        (_T.INCOME_TAXATION, "tax-dependents"),
        (_T.INCOME_TAXATION, "long-latin-name"),
        (_T.TAXATION, "ordinary"),
        (_T.TAXATION, "tax-zero"),
        (_T.TAXATION, "long-name"),
        (_T.TAXATION, "special-permanent-resident"),
        (_T.NON_TAXATION, "tax-zero"),
        (_T.NON_TAXATION, "tax-dependent"),
    ):
        yield Case(kind, label, "newest")
    yield Case(_T.INCOME_TAXATION, "ordinary", "fiscal-2019", today=FIRST_JUNE_OF_REIWA)


def _switched_on(*names: str) -> Options:
    return dict.fromkeys(names, True)


def _resident_records() -> Iterator[Case]:
    whole: Options = {"scope": "household"}
    for option in ("", *_RECORD):
        chosen = whole | (_switched_on(option) if option else {})
        yield Case(_T.RESIDENT_RECORD, "mixed-household", option or "nothing", chosen)
    for label in _HARD_RECORDS:
        yield Case(_T.RESIDENT_RECORD, label, "everything", whole | _switched_on(*_RECORD))
    for label in ("ordinary-spouse", "foreign-alias", "departure-in-household", "fifteen-today"):
        yield Case(_T.RESIDENT_RECORD, label, "holder", {"scope": "holder"})
    yield Case(_T.RESIDENT_RECORD, "ordinary", "acting-mayor", whole, acting=True)


def _entries() -> Iterator[Case]:
    whole: Options = {"scope": "household"}
    yield Case(_T.RESIDENT_RECORD_ENTRIES, "ordinary", "holder")
    for option in _ENTRIES:
        yield Case(_T.RESIDENT_RECORD_ENTRIES, "mixed-household", option, whole | _switched_on(option))
    for label in ("no-furigana", "foreign-alias", "nine-in-household"):
        yield Case(_T.RESIDENT_RECORD_ENTRIES, label, "everything", whole | _switched_on(*_ENTRIES))


def _supplements() -> Iterator[Case]:
    yield Case(_T.FAMILY_REGISTER_SUPPLEMENT, "ordinary", "nothing")
    yield Case(_T.FAMILY_REGISTER_SUPPLEMENT, "ordinary", "holder", {"scope": "holder"})
    for option in _SUPPLEMENT:
        yield Case(_T.FAMILY_REGISTER_SUPPLEMENT, "ordinary", option, _switched_on(option))
    for label in _LONG_SUPPLEMENTS:
        yield Case(_T.FAMILY_REGISTER_SUPPLEMENT, label, "everything", _switched_on(*_SUPPLEMENT))
