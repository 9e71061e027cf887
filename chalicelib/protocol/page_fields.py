"""What a page's code says of the page's content: labelled texts, the labels as small numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from chalicelib.protocol import cbor
from chalicelib.protocol.cbor import CborMalformed


class Label(IntEnum):
    """The number of a label; a number is never used again for something else."""

    NAME = 1
    BIRTH_DATE = 2
    ADDRESS = 3
    HEAD_OF_HOUSEHOLD = 4
    DOMICILE = 5
    HEAD_OF_REGISTER = 6
    ALIAS = 7
    FORMER_NAME = 8
    FISCAL_YEAR = 9
    ADDRESS_ON_1_JANUARY = 10
    TOTAL_INCOME = 11
    NET_INCOME = 12
    DEDUCTIONS = 13
    TAXABLE_INCOME = 14
    CITY_TAX = 15
    PREFECTURE_TAX = 16
    FOREST_TAX = 17
    TOTAL_TAX = 18
    GIVEN_NAME = 19
    KATAKANA = 20
    TOWN_TAX = 21
    VILLAGE_TAX = 22
    WARD_TAX = 23
    METROPOLITAN_TAX = 24
    HOKKAIDO_TAX = 25
    URBAN_PREFECTURE_TAX = 26


LABELS: dict[Label, str] = {
    Label.NAME: "氏名",
    Label.BIRTH_DATE: "生年月日",
    Label.ADDRESS: "住所",
    Label.HEAD_OF_HOUSEHOLD: "世帯主",
    Label.DOMICILE: "本籍",
    Label.HEAD_OF_REGISTER: "筆頭者",
    Label.ALIAS: "通称",
    Label.FORMER_NAME: "旧氏",
    Label.FISCAL_YEAR: "年度",
    Label.ADDRESS_ON_1_JANUARY: "賦課期日の住所",
    Label.TOTAL_INCOME: "合計所得金額",
    Label.NET_INCOME: "総所得金額等",
    Label.DEDUCTIONS: "所得控除合計額",
    Label.TAXABLE_INCOME: "課税標準額",
    Label.CITY_TAX: "市民税",
    Label.PREFECTURE_TAX: "県民税",
    Label.FOREST_TAX: "森林環境税（国税）",
    Label.TOTAL_TAX: "年税額合計",
    Label.GIVEN_NAME: "名",
    Label.KATAKANA: "氏名の片仮名表記",
    Label.TOWN_TAX: "町民税",
    Label.VILLAGE_TAX: "村民税",
    Label.WARD_TAX: "特別区民税",
    Label.METROPOLITAN_TAX: "都民税",
    Label.HOKKAIDO_TAX: "道民税",
    Label.URBAN_PREFECTURE_TAX: "府民税",
}


@dataclass(frozen=True, slots=True)
class PageField:
    """A labelled text, folded (see `page_text.folded`)."""

    label: Label
    text: str = field(repr=False)


def to_list(fields: tuple[PageField, ...]) -> cbor.Value:
    """Write fields as label, text, label, text."""
    return [part for each in fields for part in (int(each.label), each.text)]


def from_list(parts: list[cbor.Value]) -> tuple[PageField, ...]:
    """Read what `to_list` wrote.

    Raises:
        CborMalformed: It is something else, or a label is unknown.
    """
    if len(parts) % 2:
        raise CborMalformed
    return tuple(_field(label, text) for label, text in zip(parts[::2], parts[1::2], strict=True))


def _field(label: cbor.Value, text: cbor.Value) -> PageField:
    if not isinstance(text, str) or isinstance(label, bool) or label not in set(Label):
        raise CborMalformed
    return PageField(Label(label), text)
