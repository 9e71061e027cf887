"""Synthetic entries of the books beside the resident records, and the certificates made of them."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.registers.entries import HouseholdRecord, Municipality
from chalicelib.registers.family_registers import (
    FamilyRegister,
    FamilyRegisterRecord,
    RecordEntry,
    RecordItem,
    RegisteredPerson,
)
from chalicelib.registers.seals import Imprint, SealRegistration
from chalicelib.registers.supplements import AddressEntry, Supplement, SupplementPerson, SupplementRecord
from chalicelib.registers.taxation import Assessment, Deduction, Income, Levies, TaxRecord
from chalicelib.render.certificates import (
    family_register,
    family_register_supplement,
    seal_registration,
    tax_certificate,
)
from chalicelib.render.certificates.family_register import FamilyRegisterOptions
from chalicelib.render.certificates.family_register_supplement import SupplementOptions
from chalicelib.render.certificates.seal_registration import SealRegistrationOptions
from chalicelib.render.certificates.sheets import Issue
from chalicelib.render.certificates.tax_certificate import TaxCertificateOptions, TaxCertificateType
from chalicelib.render.document import Document
from infra.emulator.demo_city.imprints import imprint
from tests.unit.render.factories import ISSUE, household, municipality, resident

TAXED = Levies(municipal_income=152_700, municipal_per_capita=3000, prefectural_income=101_800,
               prefectural_per_capita=2000, forest=1000)  # fmt: skip
INCOME_TAXATION: Final = CertificateType.INCOME_TAXATION
TAXATION: Final = CertificateType.TAXATION
NON_TAXATION: Final = CertificateType.NON_TAXATION


def seal(cut: Imprint | None = None, **changes: Any) -> SealRegistration:
    """Make the registration of r1."""
    values: dict[str, Any] = {
        "registration_id": "s1",
        "resident_id": "r1",
        "number": "0012345",
        "registered_on": dt.date(2020, 1, 2),
        "imprint": cut or imprint(("架空", "一郎"), 180),
    }
    return SealRegistration(**values | changes)


def seal_document(
    registration: SealRegistration, record: HouseholdRecord | None = None, issue: Issue = ISSUE
) -> Document:
    """Compose the certificate of a seal for its owner."""
    return seal_registration.compose(
        registration,
        record or household(resident()),
        municipality(),
        holder="r1",
        options=SealRegistrationOptions(),
        issue=issue,
    )


def assessment(**changes: Any) -> Assessment:
    """Make what somebody with wages declared."""
    values: dict[str, Any] = {
        "total_income": 3_560_000,
        "net_income": 3_560_000,
        "incomes": (Income(name="給与", amount=3_560_000, receipts=5_000_000),),
        "deductions": (Deduction(name="社会保険料", amount=720_000), Deduction(name="基礎", amount=430_000)),
        "taxable_income": 2_410_000,
    }
    return Assessment(**values | changes)


def tax(**changes: Any) -> TaxRecord:
    """Make the record of r1 of the newest fiscal year on the day of issue."""
    values: dict[str, Any] = {
        "resident_id": "r1",
        "fiscal_year": 2026,
        "address_on_1_january": "三重県松阪市日野町１番地",
        "basis": "declared",
        "assessment": assessment(),
        "levies": TAXED,
    }
    return TaxRecord(**values | changes)


def dependent() -> TaxRecord:
    """Make the record of r1 who filed nothing and is somebody's dependent."""
    return tax(basis="dependent", assessment=None, levies=Levies())


def tax_document(
    record: TaxRecord,
    kind: TaxCertificateType = INCOME_TAXATION,
    city: Municipality | None = None,
    issue: Issue = ISSUE,
) -> Document:
    """Compose a tax certificate for r1."""
    return tax_certificate.compose(
        record,
        household(resident()),
        city or municipality(),
        kind=kind,
        holder="r1",
        options=TaxCertificateOptions(),
        issue=issue,
    )


def entry(title: str, *items: tuple[str, dt.date | str]) -> RecordEntry:
    """Make a recorded matter."""
    return RecordEntry(
        title=title,
        items=tuple(
            RecordItem(label=label, date=value) if isinstance(value, dt.date) else RecordItem(label=label, text=value)
            for label, value in items
        ),
    )


def person(number: int = 1, **changes: Any) -> RegisteredPerson:
    """Make a person of a register; the first is r1."""
    values: dict[str, Any] = {
        "person_id": f"p{number}",
        "register_id": "f1",
        "resident_id": f"r{number}",
        "given_name": f"{'一二三四五六七八九'[number - 1]}郎",
        "birth_date": dt.date(1985, 4, number),
        "father": "架空太郎",
        "mother": "架空花子",
        "relationship": "長男",
        "entries": (entry("出生", ("出生日", dt.date(1985, 4, number)), ("出生地", "三重県松阪市")),),
    }
    return RegisteredPerson(**values | changes)


def register(*persons: RegisteredPerson, **changes: Any) -> FamilyRegisterRecord:
    """Make a register of these persons."""
    values: dict[str, Any] = {
        "register_id": "f1",
        "municipality": "24204",
        "domicile": "三重県松阪市殿町１３４０番地１",
        "head_name": "架空　一郎",
        "matters": (entry("戸籍編製", ("編製日", dt.date(2010, 4, 10))),),
    }
    return FamilyRegisterRecord(register=FamilyRegister(**values | changes), persons=persons or (person(),))


def register_document(record: FamilyRegisterRecord, *persons: str) -> Document:
    """Compose the certificate of a register, or of these persons of it, for r1."""
    return family_register.compose(
        record, municipality(), holder="r1", options=FamilyRegisterOptions(persons=persons), issue=ISSUE
    )


def supplement_person(number: int = 1, moves: int = 1, **changes: Any) -> SupplementPerson:
    """Make a person of a supplement who has had so many addresses."""
    values: dict[str, Any] = {
        "register_id": "f1",
        "person_id": f"p{number}",
        "resident_id": f"r{number}",
        "name": f"架空　{'一二三四五六七八九'[number - 1]}郎",
        "given_name": f"{'一二三四五六七八九'[number - 1]}郎",
        "birth_date": dt.date(1985, 4, number),
        "sex": "男",
        "resident_record_code": "12345678903",
        "addresses": tuple(
            AddressEntry(address=f"三重県津市架空町{place}番地", since=dt.date(1990 + place, 1, 1))
            for place in range(moves)
        ),
    }
    return SupplementPerson(**values | changes)


def supplement(*persons: SupplementPerson, **changes: Any) -> SupplementRecord:
    """Make a supplement of these persons."""
    values: dict[str, Any] = {"register_id": "f1", "made_on": dt.date(2010, 4, 10), "made_by": "編製"}
    return SupplementRecord(
        register=register().register,
        supplement=Supplement(**values | changes),
        persons=persons or (supplement_person(),),
    )


def supplement_document(record: SupplementRecord, **options: Any) -> Document:
    """Compose the copy of a supplement for r1."""
    return family_register_supplement.compose(
        record, municipality(), holder="r1", options=SupplementOptions(**options), issue=ISSUE
    )
