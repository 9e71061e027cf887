"""What must hold of a municipality's settings: at every moment exactly one value of each of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from chalicelib.protocol.certificate_options import OPTIONS
from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.registers.date_checks import Problems
from chalicelib.registers.dated import Dated, day_problems, gapless_problems, holding, holds, overlap
from chalicelib.registers.imprint_checks import image_problems
from chalicelib.registers.municipality_entry import MunicipalitySettings, OfferedCertificate, Reduction, WeekHours
from chalicelib.registers.seals import Imprint
from chalicelib.registers.settings_in_force import switched_off

_ACTING = "職務代理者"
_MIDNIGHT = dt.time(0)
_SMALLEST_SEAL, _LARGEST_SEAL = 150, 240
"""Tenths of a millimetre, of the longer side."""
_KINDS_OF_DAY = ("weekday", "saturday", "sunday", "holiday")


def settings_problems(settings: MunicipalitySettings, day: dt.date) -> Problems:
    """Yield field and message of everything wrong in settings that are to hold from `day` on."""
    yield from gapless_problems("mayors", settings.mayors, day, None)
    for index, mayor in enumerate(settings.mayors):
        if mayor.acting != (_ACTING in mayor.title):
            yield f"mayors[{index}].acting", f"expected true exactly where the title has {_ACTING}"
    yield from gapless_problems("seals", settings.seals, day, None)
    for index, seal in enumerate(settings.seals):
        if seal.imprint is not None:
            yield from _imprint_problems(f"seals[{index}].imprint", seal.imprint)
    yield from _certificate_problems(settings, day)
    yield from _reduction_problems(settings, day)
    yield from _hours_problems("hours", settings.hours)
    for index, terminal in enumerate(settings.terminals):
        yield from _hours_problems(f"terminals[{index}].hours", terminal.hours)
    yield from _unique("terminals", [each.kiosk for each in settings.terminals], ".kiosk")
    yield from _unique("holidays", settings.holidays)
    yield from _closure_problems(settings)


def _imprint_problems(field: str, imprint: Imprint) -> Problems:
    if not _SMALLEST_SEAL <= max(imprint.width, imprint.height) <= _LARGEST_SEAL:
        yield f"{field}.width", "expected an imprint of 15 to 24 mm: forms have room for a square of 24 mm"
    yield from image_problems(f"{field}.png", imprint)


def _certificate_problems(settings: MunicipalitySettings, day: dt.date) -> Problems:
    yield from _unique("certificates", [each.type for each in settings.certificates], ".type")
    for index, certificate in enumerate(settings.certificates):
        field = f"certificates[{index}]"
        yield from day_problems(field, certificate)
        yield from gapless_problems(f"{field}.fees", certificate.fees, certificate.first or day, certificate.last)
        if certificate.hours is not None:
            yield from _hours_problems(f"{field}.hours", certificate.hours)
        yield from _option_problems(field, certificate)


def _option_problems(field: str, certificate: OfferedCertificate) -> Problems:
    options = OPTIONS[certificate.type]
    for index, each in enumerate(certificate.switched_off):
        yield from day_problems(f"{field}.switched_off[{index}]", each)
        if each.option not in options.can_be_switched_off:
            known = ", ".join(sorted(options.can_be_switched_off)) or "none: it has no options"
            yield f"{field}.switched_off[{index}].option", f"expected one of {known}"
    for day in _turning_points(certificate.switched_off):
        if options.scopes and not options.offered(switched_off(certificate, day))["scope"]:
            yield f"{field}.switched_off", "expected one scope at least that can be chosen, on every day"
            return


def _reduction_problems(settings: MunicipalitySettings, day: dt.date) -> Problems:
    offered = {each.type for each in settings.certificates}
    for index, reduction in enumerate(settings.reductions):
        field = f"reductions[{index}]"
        yield from day_problems(field, reduction)
        yield from _offered_problems(field, reduction.certificates, offered)
        if (reduction.amount is None) == (reduction.minus is None):
            yield f"{field}.amount", "expected either amount or minus, not both, not none"
        if any(_compete(reduction, earlier) for earlier in settings.reductions[:index]):
            yield f"{field}.first", "expected no day on which another reduction of the same fee holds"
        if any(_exceeds(reduction, each, day) for each in settings.certificates):
            yield f"{field}.{'minus' if reduction.amount is None else 'amount'}", "expected not more than the fee"


def _compete(one: Reduction, other: Reduction) -> bool:
    shared = not one.certificates or not other.certificates or set(one.certificates) & set(other.certificates)
    return bool(shared) and one.channel == other.channel and overlap(one, other)


def _exceeds(reduction: Reduction, certificate: OfferedCertificate, day: dt.date) -> bool:
    """Whether a reduction is more than a fee on a day on which both hold."""
    if reduction.certificates and certificate.type not in reduction.certificates:
        return False
    amount = reduction.minus if reduction.amount is None else reduction.amount
    days = [each for each in _turning_points((reduction, *certificate.fees), day) if holds(reduction, each)]
    fees = (holding(certificate.fees, each) for each in days)
    return any(fee is not None and (amount or 0) > fee.amount for fee in fees)


def _closure_problems(settings: MunicipalitySettings) -> Problems:
    offered = {each.type for each in settings.certificates}
    for index, closure in enumerate(settings.closures):
        if closure.ends <= closure.begins:
            yield f"closures[{index}].ends", "expected a time after begins"
        yield from _offered_problems(f"closures[{index}]", closure.certificates, offered)


def _offered_problems(field: str, named: Sequence[CertificateType], offered: set[CertificateType]) -> Problems:
    if not set(named) <= offered:
        yield f"{field}.certificates", "expected certificates of this municipality only"
    elif len(set(named)) < len(named):
        yield f"{field}.certificates", "expected each certificate once"


def _hours_problems(field: str, hours: WeekHours) -> Problems:
    for kind in _KINDS_OF_DAY:
        window = getattr(hours, kind)
        if window is not None and window.close != _MIDNIGHT and window.close <= window.open:
            yield f"{field}.{kind}.close", "expected a time after open, or 00:00:00 for the end of the day"
    if all(getattr(hours, kind) is None for kind in _KINDS_OF_DAY):
        yield field, "expected hours on some kind of day"


def _turning_points(parts: Iterable[Dated], *further: dt.date) -> Iterator[dt.date]:
    """Yield the days on which one of `parts` begins to hold: between them, parts only cease to."""
    yield from (dt.date.min, *further)
    yield from (part.first for part in parts if part.first is not None)


def _unique(field: str, values: Sequence[object], name: str = "") -> Problems:
    for index, value in enumerate(values):
        if value in values[:index]:
            yield f"{field}[{index}]{name}", "expected to be unique"
