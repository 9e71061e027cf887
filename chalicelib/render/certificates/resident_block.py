"""One member's place on 世帯連記式: which items, under which labels, in which words.

Names are printed exactly as recorded. An item that was not asked for reads 省略, so that nobody takes it for an
empty one; when and from where somebody came reads 【空欄】 where the books have nothing to say, as on the forms of
standardised systems; other items that the books do not have stay empty. A reading is printed only where it is
certified (公証); where it is not, asterisks take its place, so that nobody writes one in by hand.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chalicelib.registers.entries import ForeignResident, RegisteredDomicile, Resident
from chalicelib.render.certificates.digits import full_width
from chalicelib.render.certificates.era import era_date, western_date
from chalicelib.render.document import Block, Field

OMITTED = "省略"
NOT_ATTESTED = "＊" * 8
"""No reading is certified; since 26 May 2025 those in a family register are (住民基本台帳法 第7条 第1号の2)."""
NOTHING_ON_RECORD = "【空欄】"
"""Somebody who has not moved inside the municipality has no 住所を定めた年月日, who was born here no 転入前住所."""
_SPACE = "\N{IDEOGRAPHIC SPACE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentRecordOptions:
    """Which items the applicant asked for; 住民基本台帳法 第12条 第5項 leaves them out otherwise.

    Attributes:
        relationship: 世帯主 and 続柄.
        domicile: 本籍 and 筆頭者, of Japanese nationals.
        individual_number: 個人番号.
        resident_record_code: 住民票コード.
        foreign_items: 国籍・地域, 第30条の45の区分, 在留資格, 在留期間, its end, and the card's number.
    """

    relationship: bool = False
    domicile: bool = False
    individual_number: bool = False
    resident_record_code: bool = False
    foreign_items: bool = False

    @property
    def omitted(self) -> frozenset[str]:
        """Keys of further fields that read 省略; 住民票の写し has none."""
        return frozenset()


def resident_block(heading: str, resident: Resident, options: ResidentRecordOptions) -> Block:
    """Compose a member's block; its kind is `resident` or `foreign-resident`."""
    foreign = resident.foreign
    fields = (
        *_name_fields(resident),
        *_number_fields(resident, options),
        *_residence_fields(resident),
        *_person_fields(resident, options),
        *(_domicile_fields(resident.domicile, options) if foreign is None else _foreign_fields(foreign, options)),
        Field("notes", "備考", _SPACE.join(resident.notes)),
    )
    shown = tuple(Field(item.key, item.label, OMITTED) if item.key in options.omitted else item for item in fields)
    return Block("resident" if foreign is None else "foreign-resident", heading, shown)


def blank_block() -> Block:
    """Compose a place that nobody fills: the labels of the form with empty cells."""
    labels = (*_FORM_LABELS, ("domicile", "本籍"), ("domicile_head", "筆頭者"), ("notes", "備考"))
    return Block("blank", "", tuple(Field(key, label, "") for key, label in labels))


def name_with_alias(resident: Resident) -> str:
    """Return the name, with the 通称 where there is one: it may not be left out where the name stands."""
    if resident.foreign is None or resident.foreign.alias is None:
        return resident.name
    return f"{resident.name}（通称{_SPACE}{resident.foreign.alias}）"


_FORM_LABELS = (
    ("furigana", "氏名の振り仮名"),
    ("name", "氏名"),
    ("former_name_furigana", "旧氏の振り仮名"),
    ("former_name", "旧氏"),
    ("individual_number", "個人番号"),
    ("resident_record_code", "住民票コード"),
    ("became_resident", "住民となった年月日"),
    ("address_since", "住所を定めた年月日"),
    ("notified_on", "届出日"),
    ("previous_address", "転入前住所"),
    ("birth_date", "生年月日"),
    ("sex", "性別"),
    ("relationship", "続柄"),
)
_LABEL = dict(_FORM_LABELS)


def _field(key: str, text: str | None) -> Field:
    return Field(key, _LABEL[key], text or "")


def _name_fields(resident: Resident) -> tuple[Field, ...]:
    names = (_field("furigana", resident.furigana or NOT_ATTESTED), _field("name", resident.name))
    if resident.foreign is not None:
        return (*names, Field("alias", "通称", resident.foreign.alias or ""))
    former = resident.former_name
    return (
        *names,
        _field("former_name_furigana", (former.furigana or NOT_ATTESTED) if former else None),
        _field("former_name", former.name if former else None),
    )


def _number_fields(resident: Resident, options: ResidentRecordOptions) -> tuple[Field, ...]:
    return (
        _field("individual_number", _shown(full_width(resident.individual_number), asked=options.individual_number)),
        _field(
            "resident_record_code",
            _shown(full_width(resident.resident_record_code), asked=options.resident_record_code),
        ),
    )


def _residence_fields(resident: Resident) -> tuple[Field, ...]:
    became = resident.became_resident
    since = f"{era_date(became.date)}{_SPACE}{became.reason}"
    return (
        # 第30条の45: foreign residents have this date in the place of 住民となった年月日 (第7条 第6号).
        Field("became_resident", f"{'外国人' if resident.foreign else ''}{_LABEL['became_resident']}", since),
        _field("address_since", _era(resident.address_since)),
        _field("notified_on", _era(resident.notified_on)),
        _field("previous_address", resident.previous_address or NOTHING_ON_RECORD),
    )


def _person_fields(resident: Resident, options: ResidentRecordOptions) -> tuple[Field, ...]:
    # 外国人住民の生年月日は西暦: as passports and residence cards have it.
    birth = era_date(resident.birth_date) if resident.foreign is None else western_date(resident.birth_date)
    return (
        _field("birth_date", birth),
        _field("sex", resident.sex),
        _field("relationship", _shown(resident.relationship, asked=options.relationship)),
    )


def _domicile_fields(domicile: RegisteredDomicile | None, options: ResidentRecordOptions) -> tuple[Field, ...]:
    address, head = (domicile.address, domicile.head_name) if domicile else ("", "")
    return (
        Field("domicile", "本籍", _shown(address, asked=options.domicile)),
        Field("domicile_head", "筆頭者", _shown(head, asked=options.domicile)),
    )


def _foreign_fields(foreign: ForeignResident, options: ResidentRecordOptions) -> tuple[Field, ...]:
    expiry = western_date(foreign.expires_on) if foreign.expires_on else ""
    items = (
        ("nationality", "国籍・地域", foreign.nationality),
        ("residence_class", "第３０条の４５に規定する区分", foreign.residence_class),
        ("residence_status", "在留資格", foreign.residence_status),
        ("period_of_stay", "在留期間等", foreign.period_of_stay),
        ("expires_on", "在留期間等の満了の日", expiry),
        ("card_number", "在留カード等の番号", foreign.card_number),
    )
    return tuple(Field(key, label, _shown(text or "", asked=options.foreign_items)) for key, label, text in items)


def _shown(text: str, *, asked: bool) -> str:
    return text if asked else OMITTED


def _era(day: dt.date | None) -> str:
    return era_date(day) if day else NOTHING_ON_RECORD
