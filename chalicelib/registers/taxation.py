"""個人住民税課税台帳: what a person's resident tax of one fiscal year was assessed on.

地方税法 第24条, 第294条, 第318条: the municipality where somebody has their address on 1 January assesses the fiscal
year that begins in April, on the income of the year before. Kinds of income: 所得税法 第23条 to 第35条; deductions:
地方税法 第314条の2; 森林環境税: since the fiscal year 2024 (森林環境税及び森林環境譲与税に関する法律).
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from chalicelib.registers.entry_base import Amount, Entry, EntryId, Part, Text

FiscalYear = Annotated[int, msgspec.Meta(ge=2000, le=2100)]
"""By the Gregorian year in which it begins."""
Persons = Annotated[int, msgspec.Meta(ge=0, le=99)]

IncomeKind = Literal[
    "営業等", "農業", "不動産", "利子", "配当", "給与", "公的年金等", "業務", "その他", "総合譲渡・一時",
    "土地等の事業・雑", "短期譲渡", "長期譲渡", "一般株式等の譲渡", "上場株式等の譲渡", "上場株式等の配当等",
    "先物取引", "山林", "退職",
]  # fmt: skip
DeductionKind = Literal[
    "雑損", "医療費", "社会保険料", "小規模企業共済等掛金", "生命保険料", "地震保険料", "障害者", "寡婦", "ひとり親",
    "勤労学生", "配偶者", "配偶者特別", "扶養", "特定親族特別", "基礎",
]  # fmt: skip
Standing = Literal["障害者", "特別障害者", "寡婦", "ひとり親", "勤労学生", "未成年者"]


class Income(Part, frozen=True, kw_only=True):
    """One kind of income. `receipts` is 収入金額, where it is printed: of wages and public pensions."""

    name: IncomeKind
    amount: Amount
    receipts: Amount | None = None


class Deduction(Part, frozen=True, kw_only=True):
    """One 所得控除."""

    name: DeductionKind
    amount: Amount


class Dependents(Part, frozen=True, kw_only=True):
    """扶養の状況, in numbers of persons; those living with the person are counted in the wider number too.

    `spouse`: 同一生計配偶者 or 控除対象配偶者. `disabled`, `specially_disabled`, `specially_disabled_at_home`: of
    spouse and dependents.
    """

    spouse: Literal["無", "有", "老人"] = "無"
    specific: Persons = 0
    elderly_at_home: Persons = 0
    elderly: Persons = 0
    other: Persons = 0
    under_16: Persons = 0
    disabled: Persons = 0
    specially_disabled: Persons = 0
    specially_disabled_at_home: Persons = 0


class Levies(Part, frozen=True, kw_only=True):
    """税額 a year after all credits: 所得割 and 均等割 of municipality and prefecture, and 森林環境税."""

    municipal_income: Amount = 0
    municipal_per_capita: Amount = 0
    prefectural_income: Amount = 0
    prefectural_per_capita: Amount = 0
    forest: Amount = 0

    @property
    def total(self) -> int:
        """年税額."""
        return (
            self.municipal_income
            + self.municipal_per_capita
            + self.prefectural_income
            + self.prefectural_per_capita
            + self.forest
        )


class Assessment(Part, frozen=True, kw_only=True):
    """What was declared and assessed. `total_income` is 合計所得金額, `net_income` 総所得金額等 (losses off)."""

    total_income: Amount
    net_income: Amount
    incomes: tuple[Income, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    dependents: Dependents = Dependents()
    standings: tuple[Standing, ...] = ()
    taxable_income: Amount = 0


class TaxRecord(Entry, tag="taxation", frozen=True, kw_only=True):
    """One person's resident tax of one fiscal year.

    `basis`: `declared` (a return or an employer's report is there, and an `assessment`), `dependent` (none is, but the
    person is somebody's dependent, so that there is no tax: amounts are printed as ＊), `undeclared` (nothing is
    known: no certificate). `address_on_1_january` is the address on the day of assessment (賦課期日, 地方税法 第318条).
    `issue_stopped` is a stop by the tax office.
    """

    resident_id: EntryId
    fiscal_year: FiscalYear
    address_on_1_january: Text
    basis: Literal["declared", "dependent", "undeclared"]
    assessment: Assessment | None = None
    levies: Levies = Levies()
    notes: Annotated[tuple[Text, ...], msgspec.Meta(max_length=4)] = ()
    issue_stopped: bool = False
    entry_in_progress: bool = False
