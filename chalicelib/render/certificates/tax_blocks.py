"""What stands on a tax certificate: whose it is, income, deductions, dependents, tax."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import get_args

from chalicelib.protocol.errors import CannotBeRendered
from chalicelib.registers.entries import Municipality, Resident
from chalicelib.registers.taxation import Assessment, DeductionKind, Dependents, IncomeKind, TaxRecord
from chalicelib.render.certificates.era import era_date, plain_era_date, western_date
from chalicelib.render.certificates.fiscal_year import fiscal_year_name, income_year_name
from chalicelib.render.certificates.resident_block import name_with_alias
from chalicelib.render.certificates.sheets import LAST
from chalicelib.render.document import Block, Field

UNDECLARED = "＊"
_LEGEND = "「＊」は、申告がないため金額等が不明であることを示す。"
_SPACE = "\N{IDEOGRAPHIC SPACE}"
# These rows are always there; further kinds of income, taxed separately, only where there is one.
_ALWAYS = ("給与", "公的年金等", "営業等", "農業", "不動産", "利子", "配当", "業務", "その他", "総合譲渡・一時")
_WITH_RECEIPTS = ("給与", "公的年金等")
_NAMES = {"業務": "雑（業務）", "その他": "雑（その他）"}
_DEDUCTION_SINCE = {"特定親族特別": 2026, "ひとり親": 2021}
_FOREST_TAX_SINCE = 2024
_DEPENDENTS = (
    ("specific", "特定扶養"),
    ("elderly", "老人扶養"),
    ("elderly_at_home", "うち同居老親等"),
    ("other", "その他の扶養"),
    ("under_16", "１６歳未満"),
    ("disabled", "普通障害"),
    ("specially_disabled", "特別障害"),
    ("specially_disabled_at_home", "うち同居特別障害"),
)


class NoTax(CannotBeRendered):
    """A place is called neither 市, 町, 村 or 区 nor 都, 道, 府 or 県: whose tax it would be is not known."""


def tax_blocks(record: TaxRecord, resident: Resident, municipality: Municipality) -> tuple[Block, ...]:
    """Compose the blocks of the one sheet: amounts in yen, grouped by thousands, losses with △.

    Raises:
        NoTax: See there.
        DateBeforeGregorianCalendar: The birth date cannot be written in an era.
    """
    incomes, deductions = tuple(_incomes(record.assessment)), tuple(_deductions(record))
    return (
        _taxpayer(record, resident),
        Block("incomes", "所得の内訳（単位：円）", incomes),
        *_end("incomes-end", incomes, deductions),
        Block("deductions", "所得控除の内訳（単位：円）", deductions),
        *_end("deductions-end", deductions, incomes),
        _totals(record.assessment),
        _dependents(record.assessment),
        *_levies(record, municipality),
        Block("tax-notes", "", (Field("notes", "備考", _SPACE.join(_notes(record))),)),
    )


def amount(value: int) -> str:
    """Write yen: 1,234,567, a loss as △1,234,567."""
    return f"△{-value:,}" if value < 0 else f"{value:,}"


def _taxpayer(record: TaxRecord, resident: Resident) -> Block:
    year = record.fiscal_year
    birth = era_date(resident.birth_date) if resident.foreign is None else western_date(resident.birth_date)
    fields = (
        Field("fiscal_year", "年度", f"{fiscal_year_name(year)}（{income_year_name(year)}）"),
        Field("assessed_on", "賦課期日", plain_era_date(dt.date(year, 1, 1))),
        Field("address", "賦課期日の住所", record.address_on_1_january),
        Field("name", "氏名", name_with_alias(resident)),
        Field("birth_date", "生年月日", birth),
    )
    return Block("taxpayer", "", fields)


def _incomes(assessment: Assessment | None) -> Iterator[Field]:
    found = {income.name: income for income in assessment.incomes} if assessment else {}
    further = tuple(kind for kind in get_args(IncomeKind) if kind in found and kind not in _ALWAYS)
    for kind in (*_ALWAYS, *further):
        income = found.get(kind)
        if kind in _WITH_RECEIPTS:
            receipts = income.receipts or 0 if income else 0
            yield Field("receipts", f"{kind}（収入金額）", _shown(receipts, assessment))
        label = f"{kind}（所得金額）" if kind in _WITH_RECEIPTS else _NAMES.get(kind, kind)
        yield Field("income", label, _shown(income.amount if income else 0, assessment))


def _deductions(record: TaxRecord) -> Iterator[Field]:
    found = {each.name: each.amount for each in record.assessment.deductions} if record.assessment else {}
    for kind in get_args(DeductionKind):
        if record.fiscal_year >= _DEDUCTION_SINCE.get(kind, 0) or kind in found:
            yield Field("deduction", f"{kind}控除", _shown(found.get(kind, 0), record.assessment))


def _end(kind: str, rows: tuple[Field, ...], beside: tuple[Field, ...]) -> Iterator[Block]:
    """The shorter of two lists side by side says where it ends: nothing can be written in below."""
    if len(rows) < len(beside):
        yield Block(kind, LAST, ())


def _totals(assessment: Assessment | None) -> Block:
    deducted = sum(each.amount for each in assessment.deductions) if assessment else 0
    fields = (
        Field("total_income", "合計所得金額", _shown(assessment.total_income if assessment else 0, assessment)),
        Field("net_income", "総所得金額等", _shown(assessment.net_income if assessment else 0, assessment)),
        Field("deducted", "所得控除合計額", _shown(deducted, assessment)),
        Field("taxable_income", "課税標準額", _shown(assessment.taxable_income if assessment else 0, assessment)),
    )
    return Block("totals", "", fields)


def _dependents(assessment: Assessment | None) -> Block:
    dependents = assessment.dependents if assessment else Dependents()
    fields = (
        Field("spouse", "控除対象配偶者", dependents.spouse if assessment else UNDECLARED),
        *(Field(key, label, str(getattr(dependents, key)) if assessment else UNDECLARED) for key, label in _DEPENDENTS),
        Field("standings", "本人該当", _standings(assessment)),
    )
    return Block("dependents", "扶養の状況（単位：人）", fields)


def _standings(assessment: Assessment | None) -> str:
    if assessment is None:
        return UNDECLARED
    return "、".join(assessment.standings) or "該当なし"


def _levies(record: TaxRecord, municipality: Municipality) -> Iterator[Block]:
    levies = record.levies
    columns = (Field("income", "", "所得割額"), Field("per_capita", "", "均等割額"), Field("sum", "", "計"))
    yield Block("levy-columns", "税額（単位：円）", columns)
    yield _levy(tax_name(municipality.name), levies.municipal_income, levies.municipal_per_capita)
    yield _levy(tax_name(municipality.prefecture), levies.prefectural_income, levies.prefectural_per_capita)
    if record.fiscal_year >= _FOREST_TAX_SINCE:
        yield Block("levy-sum", "森林環境税（国税）", (Field("sum", "", amount(levies.forest)),))
    yield Block("levy-sum", "年税額合計", (Field("sum", "", amount(levies.total)),))


def _levy(name: str, income: int, per_capita: int) -> Block:
    fields = (
        Field("income", "", amount(income)),
        Field("per_capita", "", amount(per_capita)),
        Field("sum", "", amount(income + per_capita)),
    )
    return Block("levy", name, fields)


def tax_name(place: str) -> str:
    """Name the resident tax of a municipality or prefecture: 市民税, 町民税, 特別区民税, 県民税 and so on.

    地方税法 第1条, 第4条, 第5条, and 第736条 for the special wards.

    Raises:
        NoTax: No place of that kind levies one.
    """
    kind = place[-1:]
    if not kind or kind not in "市町村区都道府県":
        raise NoTax("neither a municipality nor a prefecture")
    return f"{'特別区' if kind == '区' else kind}民税"


def _notes(record: TaxRecord) -> tuple[str, ...]:
    return record.notes if record.assessment else (_LEGEND, *record.notes)


def _shown(value: int, assessment: Assessment | None) -> str:
    return amount(value) if assessment else UNDECLARED
