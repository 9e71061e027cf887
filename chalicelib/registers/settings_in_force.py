"""What of a municipality's settings holds at one moment: a pure function of settings, time and kiosk.

Times are Japan's, without zone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.protocol.errors import ServiceSuspended
from chalicelib.registers.dated import holding, holds
from chalicelib.registers.municipality_entry import (
    Channel,
    MunicipalitySettings,
    OfferedCertificate,
    Reduction,
    TaxCertificates,
)
from chalicelib.registers.opening_hours import is_open
from chalicelib.registers.seals import Imprint

_CHANNEL: Channel = "kiosk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """Who issues, as a certificate names them."""

    code: str
    prefecture: str
    name: str
    mayor_title: str
    mayor_name: str
    seal_text: str
    seal_imprint: Imprint | None = None
    tax_certificates: TaxCertificates | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On which terms a certificate is issued: the fee in yen a copy, and the options that cannot be chosen."""

    fee: int
    is_open: bool
    switched_off: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """The settings at one moment, for one kiosk. `terms` has the certificates that are offered, closed ones too."""

    municipality: Municipality
    terms: Mapping[CertificateType, Terms]

    @property
    def is_open(self) -> bool:
        """Whether any certificate is issued now."""
        return any(terms.is_open for terms in self.terms.values())


class NobodyCertifies(ServiceSuspended):
    """No mayor or no seal yet on that day: the check of the settings lets nothing else without one pass (R7)."""


def at(settings: MunicipalitySettings, when: dt.datetime, kiosk: str) -> InForce:
    """Return what holds at a time in Japan at a kiosk.

    Raises:
        NobodyCertifies: The day is before the first mayor's or seal's.
    """
    day = when.date()
    mayor, seal = holding(settings.mayors, day), holding(settings.seals, day)
    if mayor is None or seal is None:
        raise NobodyCertifies
    municipality = Municipality(
        code=settings.code,
        prefecture=settings.prefecture,
        name=settings.name,
        mayor_title=mayor.title,
        mayor_name=mayor.name,
        seal_text=seal.text,
        seal_imprint=seal.imprint,
        tax_certificates=settings.tax_certificates,
    )
    terms = {
        certificate.type: Terms(
            fee=fee,
            is_open=is_open(settings, certificate, when, kiosk),
            switched_off=switched_off(certificate, day),
        )
        for certificate in settings.certificates
        if holds(certificate, day) and (fee := fee_of(settings, certificate, day)) is not None
    }
    return InForce(municipality=municipality, terms=terms)


def fee_of(settings: MunicipalitySettings, certificate: OfferedCertificate, day: dt.date) -> int | None:
    """Return the fee at a kiosk in yen a copy, reduced as on that day, or None where there is none."""
    fee = holding(certificate.fees, day)
    if fee is None:
        return None
    reduction = holding(reductions_of(settings, certificate.type), day)
    return fee.amount if reduction is None else reduced(fee.amount, reduction)


def reduced(amount: int, reduction: Reduction) -> int:
    """Return a fee after a reduction; never less than nothing."""
    return reduction.amount if reduction.amount is not None else max(0, amount - (reduction.minus or 0))


def reductions_of(
    settings: MunicipalitySettings, kind: CertificateType, channel: Channel = _CHANNEL
) -> tuple[Reduction, ...]:
    """Return the reductions of a certificate's fee at a channel, on whatever days."""
    return tuple(
        each
        for each in settings.reductions
        if each.channel == channel and (not each.certificates or kind in each.certificates)
    )


def switched_off(certificate: OfferedCertificate, day: dt.date) -> frozenset[str]:
    """Return the options that cannot be chosen on that day."""
    return frozenset(each.option for each in certificate.switched_off if holds(each, day))
