"""What must hold of tax records: in each, and towards the residents."""

from __future__ import annotations

import datetime as dt

from chalicelib.registers.books import Books, check_unique
from chalicelib.registers.date_checks import Problems
from chalicelib.registers.file_errors import ErrorLog
from chalicelib.registers.taxation import Assessment, TaxRecord

FOREST_TAX_FROM = 2024
"""森林環境税 is levied from this fiscal year on (令和6年度)."""


def tax_problems(record: TaxRecord, day: dt.date) -> Problems:
    """Yield field and message of everything wrong inside a record, in books exported on `day`."""
    if record.fiscal_year > day.year:
        yield "fiscal_year", "expected a year not after that of the day of the export"
    if (record.basis == "declared") != (record.assessment is not None):
        yield "assessment", "expected exactly where basis is declared"
    levies = record.levies
    if min(getattr(levies, name) for name in levies.__struct_fields__) < 0:
        yield "levies", "expected amounts that are not negative"
    if record.basis != "declared" and levies.total:
        yield "levies", "expected none where basis is not declared"
    if levies.forest and record.fiscal_year < FOREST_TAX_FROM:
        yield "levies.forest", "expected none before the fiscal year 2024"
    if record.assessment:
        yield from _assessment_problems(record.assessment)


def _assessment_problems(assessment: Assessment) -> Problems:
    incomes = [income.name for income in assessment.incomes]
    if len(set(incomes)) < len(incomes):
        yield "assessment.incomes", "expected each kind of income once"
    deductions = [deduction.name for deduction in assessment.deductions]
    if len(set(deductions)) < len(deductions):
        yield "assessment.deductions", "expected each deduction once"
    if any(deduction.amount < 0 for deduction in assessment.deductions):
        yield "assessment.deductions", "expected amounts that are not negative"
    if assessment.taxable_income < 0:
        yield "assessment.taxable_income", "expected an amount that is not negative"


def check_taxation(books: Books, log: ErrorLog) -> None:
    """Add to `log` what does not hold between tax records and the residents."""
    check_unique(books.taxation, "fiscal_year", lambda each: (each.resident_id, each.fiscal_year), log)
    resident_ids = {each.entry.resident_id for each in books.residents}
    for record in books.taxation:
        resident_id = record.entry.resident_id
        if resident_id not in resident_ids and not books.may_hold(resident_id):
            log.add(record.line, "resident_id", "expected a resident of this file")
