"""The municipality that issues: its entry in the books."""

from __future__ import annotations

import datetime as dt

from chalicelib.registers.entry_base import Entry, MonthDay, MunicipalityCode, Part, Text, Yen


class ServiceHours(Part, frozen=True, kw_only=True):
    """Daily hours in Japan Standard Time, from `open` (inclusive) to `close` (exclusive); 24:00 is `close` = open."""

    open: dt.time
    close: dt.time


class Closure(Part, frozen=True, kw_only=True):
    """Days without service, both inclusive: maintenance, year's end."""

    first: dt.date
    last: dt.date


class TaxCertificates(Part, frozen=True, kw_only=True):
    """How the municipality names tax certificates (its 税条例 decides; 地方税法 has no form of them).

    `retitle_untaxed`: 課税証明書 of somebody who owes no tax is headed 非課税証明書, as the standardised form has it;
    otherwise it is refused, and 非課税証明書 is asked for by its own name. `year_from` is the month and day, written
    MM-DD, from which a new fiscal year is issued: 06-01 where it is absent.
    """

    retitle_untaxed: bool = True
    year_from: MonthDay | None = None


class Municipality(Entry, tag="municipality", frozen=True, kw_only=True):
    """Who issues: printed on every certificate, and what is offered at which fee in yen."""

    code: MunicipalityCode
    prefecture: Text
    name: Text
    mayor_title: Text
    mayor_name: Text
    seal_text: Text
    fees: dict[str, Yen]
    hours: ServiceHours
    closures: tuple[Closure, ...] = ()
    tax_certificates: TaxCertificates | None = None
