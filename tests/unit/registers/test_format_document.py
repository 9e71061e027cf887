"""The documentation of the register file says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.registers import (
    entries,
    family_registers,
    municipality_entry,
    seals,
    supplements,
    taxation,
    use_registrations,
)
from chalicelib.registers.field_forms import describe
from chalicelib.registers.file_errors import MAX_ERRORS
from chalicelib.registers.file_format import MAX_LINE_BYTES, read_register, write_register
from chalicelib.registers.register_file import KINDS, Header

_DOCUMENT = (Path(__file__).parents[3] / "docs" / "register-format.md").read_text(encoding="utf-8")
_ROW = re.compile(r"\| `(\w+)` \| ([^|]+) \| (yes|no) \|")

_SECTIONS: dict[str, type[msgspec.Struct]] = {
    "register-file": Header,
    "municipality": municipality_entry.MunicipalitySettings,
    "municipality.mayors[]": municipality_entry.Mayor,
    "municipality.seals[]": municipality_entry.OfficialSeal,
    "municipality.certificates[]": municipality_entry.OfferedCertificate,
    "municipality.certificates[].fees[]": municipality_entry.CertificateFee,
    "municipality.certificates[].switched_off[]": municipality_entry.SwitchedOff,
    "municipality.reductions[]": municipality_entry.Reduction,
    "municipality.hours": municipality_entry.WeekHours,
    "municipality.hours.weekday": municipality_entry.ServiceHours,
    "municipality.terminals[]": municipality_entry.TerminalHours,
    "municipality.closures[]": municipality_entry.Closure,
    "municipality.tax_certificates": municipality_entry.TaxCertificates,
    "household": entries.Household,
    "resident": entries.Resident,
    "resident.former_name": entries.FormerName,
    "resident.became_resident": entries.BecameResident,
    "resident.domicile": entries.RegisteredDomicile,
    "resident.foreign": entries.ForeignResident,
    "resident.departure": entries.Departure,
    "resident.protection": entries.Protection,
    "seal-registration": seals.SealRegistration,
    "seal-registration.imprint": seals.Imprint,
    "seal-registration.abolished": seals.SealAbolition,
    "family-register": family_registers.FamilyRegister,
    "registered-person": family_registers.RegisteredPerson,
    "registered-person.entries[]": family_registers.RecordEntry,
    "registered-person.entries[].items[]": family_registers.RecordItem,
    "family-register-supplement": supplements.Supplement,
    "supplement-person": supplements.SupplementPerson,
    "supplement-person.addresses[]": supplements.AddressEntry,
    "taxation": taxation.TaxRecord,
    "taxation.assessment": taxation.Assessment,
    "taxation.assessment.incomes[]": taxation.Income,
    "taxation.assessment.deductions[]": taxation.Deduction,
    "taxation.assessment.dependents": taxation.Dependents,
    "taxation.levies": taxation.Levies,
    "card-link": entries.CardLink,
    "use-registration": use_registrations.UseRegistration,
}


def _sections() -> dict[str, str]:
    """The text of each section whose heading begins with a name in backquotes, by that name."""
    parts = re.split(r"^##+ ", _DOCUMENT, flags=re.MULTILINE)
    return {part[1:].partition("`")[0]: part for part in parts if part.startswith("`")}


@pytest.mark.parametrize("name", _SECTIONS)
def test_the_document_lists_the_fields_of_the_code(name: str) -> None:
    """Each table has exactly the fields of its kind, in their order, with their form and whether they are required."""
    fields = [
        (field.encode_name, describe(field.type), "yes" if field.required else "no")
        for field in msgspec.structs.fields(_SECTIONS[name])
    ]
    assert _ROW.findall(_sections()[name]) == fields


def test_the_document_has_a_section_for_every_kind() -> None:
    """No kind and no group of fields is left out, and none is invented."""
    assert list(_sections()) == list(_SECTIONS)
    assert set(KINDS) <= set(_SECTIONS)


def test_the_example_is_a_file_that_is_right() -> None:
    """The example has a line of every kind, is accepted, and is written back byte for byte."""
    example = re.search(r"```jsonl\n(.*?)```", _DOCUMENT, re.DOTALL)
    assert example is not None
    lines = example[1].encode().splitlines(keepends=True)
    assert list(write_register(read_register(lines))) == lines
    assert {msgspec.json.decode(line)["kind"] for line in lines} == {"register-file", *KINDS}


def test_the_document_names_types_and_limits() -> None:
    """The types of certificate and the numbers in the prose are those of the code."""
    assert all(f"`{each}`" in _DOCUMENT for each in CertificateType)
    assert f"{MAX_LINE_BYTES:,} bytes" in _DOCUMENT
    assert f"up to {MAX_ERRORS:,};" in _DOCUMENT
