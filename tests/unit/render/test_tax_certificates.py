"""所得課税証明書, 課税証明書, 非課税証明書: names, years, amounts, reasons."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from chalicelib.protocol.errors import NotEligible, SubjectMismatch
from chalicelib.registers.entries import TaxCertificates
from chalicelib.registers.taxation import Dependents, Income, Levies
from chalicelib.render.certificates.fiscal_year import fiscal_year_name, income_year_name, newest_fiscal_year
from chalicelib.render.certificates.reasons import Obstacle
from chalicelib.render.certificates.sheets import Issue
from chalicelib.render.certificates.tax_blocks import NoTax, amount, tax_name
from chalicelib.render.certificates.tax_certificate import TaxCertificateType, newest_record, reason_against
from chalicelib.render.document import Block, Document
from tests.unit.render.factories import ISSUANCE_ID, ISSUE, municipality
from tests.unit.render.further_factories import (
    INCOME_TAXATION,
    NON_TAXATION,
    TAXATION,
    assessment,
    dependent,
    tax,
    tax_document,
)

STRICT = municipality(tax_certificates=TaxCertificates(retitle_untaxed=False))
UNTAXED = {"levies": Levies()}


def block(document: Document, kind: str) -> Block:
    """Return the block of this kind."""
    return next(each for each in document.pages[0].blocks if each.kind == kind)


def texts(document: Document, kind: str) -> dict[str, str]:
    """Return what stands beside each label of a block."""
    return {field.label: field.text for field in block(document, kind).fields}


@pytest.mark.parametrize(
    ("year", "name", "income"),
    [
        (2018, "平成３０年度", "平成２９年分"),
        (2019, "平成３１年度", "平成３０年分"),
        (2020, "令和２年度", "令和元年分"),
        (2026, "令和８年度", "令和７年分"),
    ],
)
def test_a_fiscal_year_is_named_by_its_first_day(year: int, name: str, income: str) -> None:
    """The fiscal year of 2019 is 平成31年度, not 令和元年度; the income of 2019 is 令和元年分."""
    assert (fiscal_year_name(year), income_year_name(year)) == (name, income)


@pytest.mark.parametrize(
    ("day", "begins", "year"),
    [
        ("2026-03-31", None, 2025),
        ("2026-04-01", None, 2025),
        ("2026-05-31", None, 2025),
        ("2026-06-01", None, 2026),
        ("2027-01-01", None, 2026),
        ("2026-06-09", "06-10", 2025),
        ("2026-06-10", "06-10", 2026),
    ],
)
def test_the_newest_year_changes_in_june(day: str, begins: str | None, year: int) -> None:
    """In April and May the fiscal year before is the newest; a municipality may say another day."""
    city = municipality(tax_certificates=TaxCertificates(year_from=begins))
    assert newest_fiscal_year(dt.date.fromisoformat(day), city) == year


@pytest.mark.parametrize(
    ("kind", "changes", "title"),
    [
        (INCOME_TAXATION, {}, "令和８年度　所得課税証明書"),
        (INCOME_TAXATION, UNTAXED, "令和８年度　所得課税証明書"),
        (TAXATION, {}, "令和８年度　課税証明書"),
        (TAXATION, UNTAXED, "令和８年度　非課税証明書"),
        (NON_TAXATION, UNTAXED, "令和８年度　非課税証明書"),
    ],
)
def test_the_title_follows_type_and_tax(kind: TaxCertificateType, changes: dict[str, Any], title: str) -> None:
    """課税証明書 of somebody without tax is headed 非課税証明書, as the standardised form has it."""
    document = tax_document(tax(**changes), kind)
    assert document.pages[0].title == title
    assert document.certificate_type == kind


@pytest.mark.parametrize(
    ("kind", "changes", "city", "reason"),
    [
        (INCOME_TAXATION, {}, municipality(), None),
        (NON_TAXATION, {}, municipality(), Obstacle.TAXED),
        (NON_TAXATION, {"levies": Levies(forest=1000)}, municipality(), Obstacle.TAXED),
        (TAXATION, UNTAXED, STRICT, Obstacle.UNTAXED),
        (TAXATION, {}, STRICT, None),
        (INCOME_TAXATION, {"fiscal_year": 2025}, municipality(), Obstacle.NOT_TAXED_HERE),
        (INCOME_TAXATION, {"entry_in_progress": True}, municipality(), Obstacle.ENTRY_IN_PROGRESS),
        (INCOME_TAXATION, {"issue_stopped": True}, municipality(), Obstacle.ISSUE_STOPPED),
        (NON_TAXATION, {"basis": "undeclared", "assessment": None, **UNTAXED}, municipality(), Obstacle.UNDECLARED),
    ],
)
def test_what_stops_a_tax_certificate(
    kind: TaxCertificateType, changes: dict[str, Any], city: Any, reason: Obstacle | None
) -> None:
    """Each obstacle is named, and with it nothing is composed."""
    assert reason_against(tax(**changes), kind, city, on=ISSUE.issued_on) is reason
    if reason is not None:
        with pytest.raises(NotEligible) as refused:
            tax_document(tax(**changes), kind, city)
        assert refused.value.reason == reason


def test_who_came_after_1_january_is_not_taxed_here() -> None:
    """Without a record of the newest year there is nothing to certify; the newest record is that year's alone."""
    on = ISSUE.issued_on
    assert reason_against(None, TAXATION, municipality(), on=on) is Obstacle.NOT_TAXED_HERE
    records = [tax(fiscal_year=2025), tax(fiscal_year=2026)]
    assert newest_record(records, municipality(), on) is records[1]
    assert newest_record(records[:1], municipality(), on) is None


def test_in_may_the_year_before_is_certified() -> None:
    """On 31 May 2026 the certificate is of 令和７年度, with the address of 1 January 2025."""
    may = Issue(ISSUANCE_ID, dt.date(2026, 5, 31))
    document = tax_document(tax(fiscal_year=2025), issue=may)
    assert document.pages[0].title.startswith("令和７年度")
    assert texts(document, "taxpayer")["賦課期日"] == "令和７年１月１日"


def test_the_address_is_that_of_1_january() -> None:
    """住所 is the one on the day of assessment, whatever it is now."""
    found = texts(tax_document(tax()), "taxpayer")
    assert found == {
        "年度": "令和８年度（令和７年分）",
        "賦課期日": "令和８年１月１日",
        "賦課期日の住所": "三重県松阪市日野町１番地",
        "氏名": "架空　一郎",
        "生年月日": "昭和６０年　４月　１日",
    }


def test_amounts_are_grouped_and_losses_marked() -> None:
    """Amounts have thousands separators, losses △, and what there is none of reads 0."""
    record = tax(
        assessment=assessment(
            incomes=(
                Income(name="給与", amount=3_560_000, receipts=5_000_000),
                Income(name="不動産", amount=-120_000),
            )
        )
    )
    found = texts(tax_document(record), "incomes")
    assert found["給与（収入金額）"] == "5,000,000"
    assert found["給与（所得金額）"] == "3,560,000"
    assert (found["不動産"], found["農業"]) == ("△120,000", "0")
    assert amount(0) == "0"


def test_sums_fit_their_parts() -> None:
    """The sum of deductions, of each tax and of the year's tax are those of the amounts above them."""
    document = tax_document(tax())
    assert texts(document, "totals")["所得控除合計額"] == "1,150,000"
    rows = {each.heading: each.fields[-1].text for each in document.pages[0].blocks if each.kind.startswith("levy")}
    assert rows == {
        "税額（単位：円）": "計",
        "市民税": "155,700",
        "県民税": "103,800",
        "森林環境税（国税）": "1,000",
        "年税額合計": "260,500",
    }


def test_who_declared_nothing_has_asterisks_and_no_tax() -> None:
    """A dependent's incomes, deductions and numbers of dependents read ＊, taxes 0, and the paper explains ＊."""
    document = tax_document(dependent(), NON_TAXATION)
    for kind in ("incomes", "deductions", "totals", "dependents"):
        assert set(texts(document, kind).values()) == {"＊"}, kind
    levies = [each for each in document.pages[0].blocks if each.kind in {"levy", "levy-sum"}]
    assert {field.text for each in levies for field in each.fields} == {"0"}
    assert "「＊」" in texts(document, "tax-notes")["備考"]


def test_separately_taxed_income_is_there_when_there_is_some() -> None:
    """Kinds that few people have get a row only for those who have them; a dependent's number is counted."""
    plain = tax_document(tax())
    assert "長期譲渡" not in texts(plain, "incomes")
    record = tax(assessment=assessment(incomes=(Income(name="長期譲渡", amount=1),), dependents=Dependents(under_16=3)))
    document = tax_document(record)
    assert texts(document, "incomes")["長期譲渡"] == "1"
    assert texts(document, "dependents")["１６歳未満"] == "3"


@pytest.mark.parametrize(
    ("year", "forest", "relative"), [(2023, False, False), (2024, True, False), (2025, True, False), (2026, True, True)]
)
def test_the_form_follows_the_years_law(year: int, *, forest: bool, relative: bool) -> None:
    """森林環境税 is on the form since 2024, 特定親族特別控除 since 2026."""
    issue = Issue(ISSUANCE_ID, dt.date(year, 7, 1))
    document = tax_document(tax(fiscal_year=year, levies=Levies()), issue=issue)
    headings = {each.heading for each in document.pages[0].blocks}
    assert ("森林環境税（国税）" in headings) is forest
    assert ("特定親族特別控除" in texts(document, "deductions")) is relative


@pytest.mark.parametrize(
    ("place", "name"),
    [("松阪市", "市民税"), ("菰野町", "町民税"), ("大衡村", "村民税"), ("足立区", "特別区民税"), ("三重県", "県民税"),
     ("東京都", "都民税"), ("大阪府", "府民税"), ("北海道", "道民税")],
)  # fmt: skip
def test_the_tax_has_the_name_of_its_place(place: str, name: str) -> None:
    """市民税, 特別区民税, 都民税 and so on follow from who levies it."""
    assert tax_name(place) == name


@pytest.mark.parametrize("place", ["", "松阪", "津市役所"])
def test_a_place_of_no_known_kind_levies_no_tax(place: str) -> None:
    """Whose tax it would be is not guessed from a name's last character: nothing is issued."""
    with pytest.raises(NoTax):
        tax_document(tax(), city=municipality(name=place))


def test_nobody_gets_the_tax_record_of_another() -> None:
    """A record of another resident is refused."""
    with pytest.raises(SubjectMismatch):
        tax_document(tax(resident_id="r2"))
