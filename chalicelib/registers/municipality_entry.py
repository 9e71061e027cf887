"""The municipality's settings: its entry in the books.

What changes on a day that is known before carries its days, first and last, both included; which of it holds at a
moment says `chalicelib.registers.settings_in_force`. All times are those of Japan.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

import msgspec

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.registers.entry_base import (
    Entry,
    EntryId,
    MonthDay,
    MunicipalityCode,
    Part,
    SettingsVersion,
    Text,
    Yen,
)
from chalicelib.registers.seals import Imprint

LocalTime = Annotated[dt.datetime, msgspec.Meta(tz=False)]
"""An instant in Japan Standard Time, written without zone."""
TimeOfDay = Annotated[dt.time, msgspec.Meta(tz=False)]
Channel = Literal["kiosk", "counter"]
"""Where a fee is taken: this service takes it at kiosks only."""


class Mayor(Part, frozen=True, kw_only=True):
    """Who certifies on these days. `acting` is set for a 職務代理者 (地方自治法 第152条), whose title says so."""

    title: Text
    name: Text
    acting: bool = False
    first: dt.date | None = None
    last: dt.date | None = None


class OfficialSeal(Part, frozen=True, kw_only=True):
    """公印: the seal on these days, by its text, and the imprint that is printed; without one the text is drawn."""

    text: Text
    imprint: Imprint | None = None
    first: dt.date | None = None
    last: dt.date | None = None


class ServiceHours(Part, frozen=True, kw_only=True):
    """From `open` (inclusive) to `close` (exclusive), where midnight is the end of the day."""

    open: TimeOfDay
    close: TimeOfDay


class WeekHours(Part, frozen=True, kw_only=True):
    """Hours by kind of day; a kind without hours is closed. A holiday is one of the settings' `holidays`."""

    weekday: ServiceHours | None = None
    saturday: ServiceHours | None = None
    sunday: ServiceHours | None = None
    holiday: ServiceHours | None = None


class CertificateFee(Part, frozen=True, kw_only=True):
    """手数料 on these days, yen a copy, before reductions."""

    amount: Yen
    first: dt.date | None = None
    last: dt.date | None = None


class SwitchedOff(Part, frozen=True, kw_only=True):
    """An option that cannot be chosen on these days: its name, or `scope:` and one of the scopes."""

    option: Text
    first: dt.date | None = None
    last: dt.date | None = None


class OfferedCertificate(Part, frozen=True, kw_only=True):
    """A certificate that is issued on these days. Its hours are the municipality's where it has none of its own."""

    type: CertificateType
    fees: tuple[CertificateFee, ...]
    hours: WeekHours | None = None
    switched_off: tuple[SwitchedOff, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None


class Reduction(Part, frozen=True, kw_only=True):
    """A fee that differs on these days: `amount` instead of it, or `minus` off it; for all certificates if none."""

    certificates: tuple[CertificateType, ...] = ()
    channel: Channel = "kiosk"
    amount: Yen | None = None
    minus: Yen | None = None
    first: dt.date | None = None
    last: dt.date | None = None


class Closure(Part, frozen=True, kw_only=True):
    """No service from `begins` (inclusive) to `ends` (exclusive): of these certificates, or of all if none."""

    certificates: tuple[CertificateType, ...] = ()
    begins: LocalTime
    ends: LocalTime


class TerminalHours(Part, frozen=True, kw_only=True):
    """Hours of one kiosk, such as one inside the town hall: they narrow those of the certificates."""

    kiosk: EntryId
    hours: WeekHours


class TaxCertificates(Part, frozen=True, kw_only=True):
    """How the municipality names tax certificates (its 税条例 decides; 地方税法 has no form of them).

    `retitle_untaxed`: 課税証明書 of somebody who owes no tax is headed 非課税証明書, as the standardised form has it;
    otherwise it is refused, and 非課税証明書 is asked for by its own name. `year_from` is the month and day, written
    MM-DD, from which a new fiscal year is issued: 06-01 where it is absent.
    """

    retitle_untaxed: bool = True
    year_from: MonthDay | None = None


class MunicipalitySettings(Entry, tag="municipality", frozen=True, kw_only=True):
    """Who issues what, when, and for how much.

    Of two versions the higher one holds: a file of the books that repeats an older one does not undo a change.
    """

    code: MunicipalityCode
    version: SettingsVersion
    prefecture: Text
    name: Text
    mayors: tuple[Mayor, ...]
    seals: tuple[OfficialSeal, ...]
    certificates: tuple[OfferedCertificate, ...]
    reductions: tuple[Reduction, ...] = ()
    hours: WeekHours
    terminals: tuple[TerminalHours, ...] = ()
    holidays: tuple[dt.date, ...] = ()
    closures: tuple[Closure, ...] = ()
    tax_certificates: TaxCertificates | None = None
