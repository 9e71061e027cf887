"""The lists and numbers of a tax certificate: in which order, and where they end."""

from __future__ import annotations

import pytest

from chalicelib.registers.taxation import Income, IncomeKind
from tests.unit.render.further_factories import assessment, tax, tax_document


def test_who_is_counted_twice_stands_behind_the_wider_number() -> None:
    """同居老親等 are among 老人扶養, 同居特別障害 among 特別障害: the labels say うち and follow what they are of."""
    (dependents,) = (each for each in tax_document(tax()).pages[0].blocks if each.kind == "dependents")
    labels = [field.label for field in dependents.fields]
    for part, whole in (("うち同居老親等", "老人扶養"), ("うち同居特別障害", "特別障害")):
        assert labels.index(part) == labels.index(whole) + 1


@pytest.mark.parametrize(
    ("further", "ends"),
    [
        ((), ["incomes-end"]),
        (("短期譲渡", "長期譲渡", "先物取引"), []),
        (("短期譲渡", "長期譲渡", "先物取引", "山林"), ["deductions-end"]),
    ],
)
def test_the_shorter_list_says_where_it_ends(further: tuple[IncomeKind, ...], ends: list[str]) -> None:
    """Incomes stand beside deductions: 以下余白 follows the last row of the list that is shorter, if one is."""
    incomes = tuple(Income(name=name, amount=1) for name in further)
    document = tax_document(tax(assessment=assessment(incomes=incomes)))
    found = [(each.kind, each.heading) for each in document.pages[0].blocks if each.kind.endswith("-end")]
    assert found == [(kind, "以下余白") for kind in ends]
