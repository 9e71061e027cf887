"""A residents' desk without a kiosk: any certificate of any persona of the demo city, or the reason why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.registers.entries import Resident
from chalicelib.render.certificates import (
    family_register,
    family_register_supplement,
    resident_record,
    resident_record_entries,
    seal_registration,
    tax_certificate,
)
from chalicelib.render.certificates.family_register import FamilyRegisterOptions
from chalicelib.render.certificates.family_register_supplement import SupplementOptions
from chalicelib.render.certificates.reasons import Obstacle
from chalicelib.render.certificates.resident_record import ResidentRecordOptions
from chalicelib.render.certificates.resident_record_entries import ResidentRecordEntriesOptions
from chalicelib.render.certificates.seal_registration import SealRegistrationOptions
from chalicelib.render.certificates.sheets import Issue
from chalicelib.render.certificates.tax_certificate import TaxCertificateOptions, TaxCertificateType
from chalicelib.render.document import Document
from infra.emulator.demo_city import DemoCity

ISSUANCE_ID = "00000000000000000000SPEC0M"
_T = CertificateType


class Refused(Exception):
    """The certificate cannot be made; `reason` says why."""

    def __init__(self, reason: Obstacle) -> None:
        super().__init__(reason)
        self.reason = reason


class Desk:
    """Makes documents from the books of a city, all on the city's day."""

    def __init__(self, city: DemoCity) -> None:
        self._city = city
        self._issue = Issue(ISSUANCE_ID, city.today)

    def document(self, kind: CertificateType, label: str, options: Any = None) -> Document:
        """Make a certificate that a persona asks for, with the given options or those that choose nothing.

        Raises:
            Refused: With the reason.
            CannotBeRendered: As the certificate.
        """
        makers: dict[CertificateType, Callable[[Resident, str, Any], Document]] = {
            _T.RESIDENT_RECORD: self._resident_record,
            _T.RESIDENT_RECORD_ENTRIES: self._entries,
            _T.SEAL_REGISTRATION: self._seal,
            _T.FAMILY_REGISTER: self._family_register,
            _T.FAMILY_REGISTER_SUPPLEMENT: self._supplement,
        }
        holder = self._city.resident_of(label)
        if kind in makers:
            return makers[kind](holder, label, options)
        if kind in {_T.INCOME_TAXATION, _T.TAXATION, _T.NON_TAXATION}:
            return self._tax(holder, label, kind)
        raise ValueError(kind)

    def _resident_record(self, holder: Resident, label: str, options: Any) -> Document:
        record = self._city.record_of(label)
        return resident_record.compose(
            record,
            self._city.municipality,
            holder=holder.resident_id,
            members=tuple(each.resident_id for each in record.residents),
            options=options or ResidentRecordOptions(),
            issue=self._issue,
        )

    def _entries(self, holder: Resident, label: str, options: Any) -> Document:
        record = self._city.record_of(label)
        _refuse(resident_record_entries.reason_against(record, holder=holder, on=self._city.today))
        return resident_record_entries.compose(
            record,
            self._city.municipality,
            holder=holder.resident_id,
            members=tuple(each.resident_id for each in record.residents) if options else (holder.resident_id,),
            options=options or ResidentRecordEntriesOptions(),
            issue=self._issue,
        )

    def _seal(self, holder: Resident, label: str, options: Any) -> Document:
        found = [seal for seal in self._city.seals if seal.resident_id == holder.resident_id]
        registration = found[-1] if found else None
        _refuse(seal_registration.reason_against(registration, on=self._city.today))
        return seal_registration.compose(
            found[-1],
            self._city.record_of(label),
            self._city.municipality,
            holder=holder.resident_id,
            options=options or SealRegistrationOptions(),
            issue=self._issue,
        )

    def _family_register(self, holder: Resident, _label: str, options: Any) -> Document:
        held = [each for each in self._city.family_registers if each.person_of(holder.resident_id)]
        record = held[0] if held else None
        _refuse(family_register.reason_against(record, holder=holder, home=self._city.municipality))
        person = held[0].person_of(holder.resident_id)
        chosen = FamilyRegisterOptions(persons=(person.person_id,) if options == "individual" and person else ())
        return family_register.compose(
            held[0], self._city.municipality, holder=holder.resident_id, options=chosen, issue=self._issue
        )

    def _supplement(self, holder: Resident, _label: str, options: Any) -> Document:
        held = [each for each in self._city.supplements if each.person_of(holder.resident_id)]
        record = held[0] if held else None
        _refuse(family_register_supplement.reason_against(record, holder=holder, home=self._city.municipality))
        return family_register_supplement.compose(
            held[0],
            self._city.municipality,
            holder=holder.resident_id,
            options=options or SupplementOptions(),
            issue=self._issue,
        )

    def _tax(self, holder: Resident, label: str, kind: TaxCertificateType) -> Document:
        city = self._city
        own = (record for record in city.taxation if record.resident_id == holder.resident_id)
        record = tax_certificate.newest_record(own, city.municipality, city.today)
        _refuse(tax_certificate.reason_against(record, kind, city.municipality, on=city.today))
        if record is None:  # cannot be: it was refused
            raise AssertionError
        return tax_certificate.compose(
            record,
            city.record_of(label),
            city.municipality,
            kind=kind,
            holder=holder.resident_id,
            options=TaxCertificateOptions(),
            issue=self._issue,
        )


def _refuse(reason: Obstacle | None) -> None:
    if reason is not None:
        raise Refused(reason)
