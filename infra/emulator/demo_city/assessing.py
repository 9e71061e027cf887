"""Rough rules of assessment, near enough to the law for the sums on a certificate to fit each other.

地方税法 第313条 to 第314条の6: wages and pensions less their standard deductions, 10 % of what is taxable, a flat sum.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import get_args

from chalicelib.registers.entries import Resident
from chalicelib.registers.taxation import (
    Assessment,
    Deduction,
    DeductionKind,
    Dependents,
    Income,
    IncomeKind,
    Levies,
)

_WAGES = (
    (1_625_000, 0, 550_000),
    (1_800_000, 40, -100_000),
    (3_600_000, 30, 80_000),
    (6_600_000, 20, 440_000),
    (8_500_000, 10, 1_100_000),
)
"""Receipts up to which a rule holds, percent of them, and yen that are taken off."""
_MOST_OFF_WAGES = 1_950_000
_STEP, _GRADED_FROM, _GRADED_UP_TO = 4_000, 1_628_000, 6_600_000
_OFF_PENSIONS = 1_100_000
_SHIFTED, _SHIFTED_SINCE = 100_000, 2021
_HIGHER_MINIMUM, _MINIMUM_UP_TO, _HIGHER_MINIMUM_SINCE = 650_000, 1_900_000, 2026
_UNTAXED_INCOME, _UNTAXED_FOR_EACH = 450_000, 350_000
_FOREST_TAX_SINCE = 2024


def age_at(resident: Resident, year: int) -> int:
    """Return the age on the last day of the year before a fiscal year, by which dependents are counted."""
    last = dt.date(year - 1, 12, 31)
    born = resident.birth_date
    return last.year - born.year - ((last.month, last.day) < (born.month, born.day))


def wage_income(receipts: int, year: int) -> int:
    """Return 給与所得金額 that a fiscal year is assessed on."""
    if year >= _HIGHER_MINIMUM_SINCE and receipts <= _MINIMUM_UP_TO:
        return max(receipts - _HIGHER_MINIMUM, 0)
    if _GRADED_FROM <= receipts < _GRADED_UP_TO:
        # 所得税法 別表第五: in its steps of 4,000 yen the income is that of the lowest receipts of the step.
        receipts = receipts // _STEP * _STEP
    off = next(
        (receipts * percent // 100 + more for limit, percent, more in _WAGES if receipts <= limit), _MOST_OFF_WAGES
    )
    return max(receipts - off - _shifted(year), 0)


def pension_income(receipts: int, year: int) -> int:
    """Return 公的年金等に係る雑所得, of somebody of 65 or more."""
    return max(receipts - _OFF_PENSIONS - _shifted(year), 0)


def _shifted(year: int) -> int:
    """Return what moved from the deductions of wages and pensions to 基礎控除 with the fiscal year 2021."""
    return 0 if year >= _SHIFTED_SINCE else _SHIFTED


def deducted(income: Income, dependents: Dependents, year: int) -> Iterator[Deduction]:
    """Yield 所得控除."""
    yield Deduction(name="社会保険料", amount=(income.receipts or 0) * 15 // 100 // 1000 * 1000)
    yield Deduction(name="生命保険料", amount=28_000)
    if dependents.spouse == "有":
        yield Deduction(name="配偶者", amount=330_000)
    family = 450_000 * (dependents.specific + dependents.elderly_at_home) + 330_000 * dependents.other
    if family:
        yield Deduction(name="扶養", amount=family)
    yield Deduction(name="基礎", amount=430_000 - _shifted(year))


def every_kind() -> Assessment:
    """Return an assessment with every kind of income and deduction, a loss among them."""
    incomes = tuple(_income(kind, number) for number, kind in enumerate(get_args(IncomeKind), start=1))
    deductions = tuple(
        Deduction(name=kind, amount=10_000 * number) for number, kind in enumerate(get_args(DeductionKind), start=1)
    )
    total = sum(income.amount for income in incomes)
    net = total - 200_000
    return Assessment(
        total_income=total,
        net_income=net,
        incomes=incomes,
        deductions=deductions,
        dependents=Dependents(spouse="老人", disabled=1, specially_disabled=1, specially_disabled_at_home=1),
        standings=("障害者", "ひとり親"),
        taxable_income=(net - sum(each.amount for each in deductions)) // 1000 * 1000,
    )


def _income(kind: IncomeKind, number: int) -> Income:
    receipts = 220_000 * number if kind in {"給与", "公的年金等"} else None
    return Income(name=kind, amount=-350_000 if kind == "不動産" else 120_000 * number, receipts=receipts)


def levied(assessment: Assessment, year: int) -> Levies:
    """Return the tax; who has little income pays none."""
    dependents = assessment.dependents
    heads = (dependents.spouse == "有") + dependents.specific + dependents.other + dependents.under_16
    heads += dependents.elderly
    if assessment.total_income <= _UNTAXED_INCOME + _UNTAXED_FOR_EACH * heads:
        return Levies()
    forest = year >= _FOREST_TAX_SINCE
    return Levies(
        municipal_income=_floor(assessment.taxable_income * 6 // 100 - 1500),
        municipal_per_capita=3000 if forest else 3500,
        prefectural_income=_floor(assessment.taxable_income * 4 // 100 - 1000),
        prefectural_per_capita=2000 if forest else 2500,
        forest=1000 if forest else 0,
    )


def _floor(amount: int) -> int:
    return max(amount, 0) // 100 * 100
