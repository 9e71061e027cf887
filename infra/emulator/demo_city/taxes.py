"""Resident tax of the city: assessed by rough but consistent rules, of the newest fiscal year and the one before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec

from chalicelib.registers.entries import HouseholdRecord, Resident
from chalicelib.registers.register_file import is_current
from chalicelib.registers.taxation import Assessment, Dependents, Income, TaxRecord
from infra.emulator.demo_city.assessing import age_at, deducted, every_kind, levied, pension_income, wage_income
from infra.emulator.demo_city.context import HEAD, Context
from infra.emulator.demo_city.dice import Dice
from infra.emulator.demo_city.model import Persona

_SPOUSES = {"妻", "夫"}
_LITTLE = 960_000
_RETIRED, _GRADUATED, _TAXABLE_AGE, _OLD = 66, 22, 16, 70
_PUPILS, _STUDENTS = range(16, 19), range(19, 22)
_JUNE = 6


def tax_records(
    context: Context, records: Iterable[HouseholdRecord], personas: Iterable[Persona]
) -> tuple[TaxRecord, ...]:
    """Return the records of everybody who was a resident of 16 or more on 1 January of those years."""
    office = _TaxOffice(context.dice, {persona.resident_id: persona.label for persona in personas})
    newest = newest_year(context.today)
    return tuple(
        office.record(resident, record, year)
        for record in records
        for resident in record.residents
        for year in (newest - 1, newest)
        if _assessed(resident, year, context.today)
    )


def newest_year(today: dt.date) -> int:
    """Return the newest fiscal year that is assessed on a day."""
    return today.year if today.month >= _JUNE else today.year - 1


def _assessed(resident: Resident, year: int, today: dt.date) -> bool:
    here = resident.became_resident.date <= dt.date(year, 1, 1)
    return here and is_current(resident, today) and age_at(resident, year) >= _TAXABLE_AGE


class _TaxOffice:
    """Assesses one person after the other; `labels` are those of the personas, by resident id."""

    def __init__(self, dice: Dice, labels: dict[str, str]) -> None:
        self._dice = dice
        self._labels = labels

    def record(self, resident: Resident, record: HouseholdRecord, year: int) -> TaxRecord:
        """Return a person's record of a fiscal year."""
        label = self._labels.get(resident.resident_id, "")
        found = TaxRecord(
            resident_id=resident.resident_id,
            fiscal_year=year,
            address_on_1_january=record.household.address,
            basis="undeclared" if label == "tax-undeclared" else "dependent",
            issue_stopped=label == "tax-stopped",
        )
        if label == "tax-undeclared" or self._is_dependent(resident, year):
            return found
        assessment = every_kind() if label == "tax-every-income" else self._assess(resident, record, year)
        return msgspec.structs.replace(found, basis="declared", assessment=assessment, levies=levied(assessment, year))

    def _is_dependent(self, resident: Resident, year: int) -> bool:
        if self._labels.get(resident.resident_id) == "tax-dependent":
            return True
        if resident.relationship in _SPOUSES:
            return bool(self._dice.below(2, f"{resident.resident_id}/works"))
        return resident.relationship == "子" and age_at(resident, year) < _GRADUATED

    def _assess(self, resident: Resident, record: HouseholdRecord, year: int) -> Assessment:
        income = self._income(resident, year)
        dependents = self._dependents(resident, record, year)
        deductions = tuple(deducted(income, dependents, year))
        return Assessment(
            total_income=income.amount,
            net_income=income.amount,
            incomes=(income,),
            deductions=deductions,
            dependents=dependents,
            taxable_income=max(income.amount - sum(each.amount for each in deductions), 0) // 1000 * 1000,
        )

    def _income(self, resident: Resident, year: int) -> Income:
        if self._labels.get(resident.resident_id) == "tax-zero":
            return Income(name="給与", amount=wage_income(_LITTLE, year), receipts=_LITTLE)
        if age_at(resident, year) >= _RETIRED:
            receipts = self._dice.between(900, 2600, f"{resident.resident_id}/pension") * 1000
            return Income(name="公的年金等", amount=pension_income(receipts, year), receipts=receipts)
        receipts = self._dice.between(1800, 8200, f"{resident.resident_id}/wages") * 1000
        return Income(name="給与", amount=wage_income(receipts, year), receipts=receipts)

    def _dependents(self, resident: Resident, record: HouseholdRecord, year: int) -> Dependents:
        if resident.relationship != HEAD:
            return Dependents()
        spouses = (each for each in record.residents if each.relationship in _SPOUSES)
        children = [age_at(each, year) for each in record.residents if each.relationship == "子"]
        parents = [age_at(each, year) for each in record.residents if each.relationship in {"父", "母"}]
        old = sum(age >= _OLD for age in parents)
        return Dependents(
            spouse="有" if any(self._is_dependent(each, year) for each in spouses) else "無",
            specific=sum(age in _STUDENTS for age in children),
            other=sum(age in _PUPILS for age in children),
            under_16=sum(age < _TAXABLE_AGE for age in children),
            elderly=old,
            elderly_at_home=old,
        )
