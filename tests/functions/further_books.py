"""Entries of the books beside the resident records, about residents of these tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from chalicelib.registers.entries import Resident
from chalicelib.registers.family_registers import FamilyRegister, FamilyRegisterRecord, RegisteredPerson
from chalicelib.registers.seals import Imprint, SealRegistration
from chalicelib.registers.supplements import AddressEntry, Supplement, SupplementPerson, SupplementRecord
from chalicelib.registers.taxation import Assessment, Income, Levies, TaxRecord
from infra.emulator.demo_city.imprints import imprint

IMPRINT: Imprint = imprint(("架空", "一郎"), 180)
ADDRESS = "三重県松阪市殿町１３４０番地１"
TAXED = Levies(municipal_income=152_700, municipal_per_capita=3000)


def seal(holder: Resident, **changes: Any) -> SealRegistration:
    """Make a resident's registered seal."""
    values: dict[str, Any] = {
        "registration_id": f"seal-{holder.resident_id}",
        "resident_id": holder.resident_id,
        "number": holder.resident_id,
        "registered_on": dt.date(2020, 1, 6),
        "imprint": IMPRINT,
    }
    return SealRegistration(**values | changes)


def tax(holder: Resident, **changes: Any) -> TaxRecord:
    """Make a resident's taxes of the newest fiscal year."""
    incomes = (Income(name="給与", amount=3_000_000, receipts=4_300_000),)
    values: dict[str, Any] = {
        "resident_id": holder.resident_id,
        "fiscal_year": 2026,
        "address_on_1_january": ADDRESS,
        "basis": "declared",
        "assessment": Assessment(total_income=3_000_000, net_income=3_000_000, incomes=incomes),
        "levies": TAXED,
    }
    return TaxRecord(**values | changes)


def person(holder: Resident, number: int = 1, **changes: Any) -> RegisteredPerson:
    """Make a resident's entry in a family register."""
    values: dict[str, Any] = {
        "person_id": f"person-{number}",
        "register_id": "register-1",
        "resident_id": holder.resident_id,
        "given_name": holder.name.partition("　")[2],
        "birth_date": holder.birth_date,
        "relationship": "長男",
    }
    return RegisteredPerson(**values | changes)


def family_register(code: str, *persons: RegisteredPerson, **changes: Any) -> FamilyRegisterRecord:
    """Make a family register of these persons, kept by a municipality."""
    values: dict[str, Any] = {
        "register_id": "register-1",
        "municipality": code,
        "domicile": ADDRESS,
        "head_name": "架空　一郎",
    }
    return FamilyRegisterRecord(register=FamilyRegister(**values | changes), persons=persons)


def supplement_person(holder: Resident, number: int = 1, **changes: Any) -> SupplementPerson:
    """Make a resident's entry in the supplement of a family register."""
    values: dict[str, Any] = {
        "register_id": "register-1",
        "person_id": f"person-{number}",
        "resident_id": holder.resident_id,
        "name": holder.name,
        "given_name": holder.name.partition("　")[2],
        "birth_date": holder.birth_date,
        "sex": holder.sex,
        "addresses": (AddressEntry(address=ADDRESS, since=dt.date(2013, 6, 10)),),
    }
    return SupplementPerson(**values | changes)


def supplement(code: str, *persons: SupplementPerson, **changes: Any) -> SupplementRecord:
    """Make the supplement of the family register, kept by a municipality."""
    return SupplementRecord(
        register=family_register(code).register,
        supplement=Supplement(**{"register_id": "register-1"} | changes),
        persons=persons,
    )
