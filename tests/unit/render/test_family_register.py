"""戸籍全部事項証明書 and 戸籍個人事項証明書: order, words, lines and pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from chalicelib.protocol.errors import CannotBeRendered, InvalidOption, NotEligible, SubjectMismatch
from chalicelib.registers.entries import RegisteredDomicile
from chalicelib.registers.family_registers import FamilyRegisterRecord, RecordEntry, RecordItem
from chalicelib.render.certificates.family_register import FamilyRegisterOptions, compose, reason_against
from chalicelib.render.certificates.reasons import Obstacle
from chalicelib.render.certificates.register_pages import HEAD_ROWS, ROWS_PER_PAGE
from chalicelib.render.certificates.register_rows import LINE_CELLS
from chalicelib.render.document import Document
from tests.unit.render.factories import ISSUE, foreign_resident, municipality, resident
from tests.unit.render.further_factories import entry, person, register, register_document

BIRTH = entry("出生", ("出生日", dt.date(1985, 4, 1)))


def rows(document: Document) -> list[tuple[str, str]]:
    """Return every row of all pages below the head: what stands at the left and what at the right."""
    found = []
    for page in document.pages:
        for block in page.blocks:
            if block.kind in {"register", "register-foot"}:
                continue
            for number, field in enumerate(block.fields):
                found.append((field.label or (block.heading if number == 0 else ""), field.text))
    return found


def test_a_register_is_written_as_its_form_has_it() -> None:
    """本籍 and 氏名, 戸籍事項, then each person with 身分事項, every item as 【index】 and its text."""
    spouse = person(2, given_name="花子", spouse="妻", relationship="二女", entries=(BIRTH,))
    document = register_document(register(person(spouse="夫", given_name_furigana="イチロウ"), spouse))
    assert [(field.label, field.text) for field in document.pages[0].blocks[0].fields] == [
        ("本籍", "三重県松阪市殿町１３４０番地１"),
        ("氏名", "架空　一郎"),
    ]
    assert rows(document) == [
        ("戸籍事項", ""),
        ("戸籍編製", "【編製日】平成２２年４月１０日"),
        ("戸籍に記録されている者", "【名】一郎"),
        ("", "【名の振り仮名】イチロウ"),
        ("", "【生年月日】昭和６０年４月１日　　【配偶者区分】夫"),
        ("", "【父】架空太郎"),
        ("", "【母】架空花子"),
        ("", "【続柄】長男"),
        ("身分事項", ""),
        ("出生", "【出生日】昭和６０年４月１日"),
        ("", "【出生地】三重県松阪市"),
        ("戸籍に記録されている者", "【名】花子"),
        ("", "【生年月日】昭和６０年４月２日　　【配偶者区分】妻"),
        ("", "【父】架空太郎"),
        ("", "【母】架空花子"),
        ("", "【続柄】二女"),
        ("身分事項", ""),
        ("出生", "【出生日】昭和６０年４月１日"),
    ]


def test_the_reading_of_the_surname_stands_in_the_head_where_recorded() -> None:
    """氏の振り仮名 has a row of the head only when the register has it."""
    document = register_document(register(surname_furigana="カクウ"))
    assert document.pages[0].blocks[0].fields[-1].text == "カクウ"
    assert len(register_document(register()).pages[0].blocks[0].fields) == 2


def test_whole_and_part_certify_different_things() -> None:
    """All persons under 全部事項証明, those chosen under 個人事項証明, each with the 認証文 of its form."""
    record = register(person(1), person(2), person(3))
    whole, part = register_document(record), register_document(record, "p2")
    assert (whole.pages[0].title, part.pages[0].title) == ("全部事項証明", "個人事項証明")
    assert whole.pages[0].attestation == "これは、戸籍に記録されている事項の全部を証明した書面である。"
    assert part.pages[0].attestation == (
        "これは、戸籍中の一部の者について記録されている事項の全部を証明した書面である。"
    )
    assert [text for _, text in rows(whole) if text.startswith("【名】")] == ["【名】一郎", "【名】二郎", "【名】三郎"]
    assert [text for _, text in rows(part) if text.startswith("【名】")] == ["【名】二郎"]
    assert ("戸籍編製", "【編製日】平成２２年４月１０日") in rows(part)


def test_who_was_removed_stays_and_is_marked() -> None:
    """A removed person is printed with 除籍 beside the second row; others have no mark."""
    found = rows(register_document(register(person(1), person(2, removed=True))))
    assert [text for label, text in found if label == "除籍"] == ["【生年月日】昭和６０年４月２日"]


def test_adoptive_parents_have_their_own_relationship() -> None:
    """養父, 養母 and the second 続柄 follow those of the natural parents."""
    adopted = person(adoptive_father="養田太郎", adoptive_mother="養田花子", adoptive_relationship="養子")
    texts = [text for _, text in rows(register_document(register(adopted)))]
    start = texts.index("【父】架空太郎")
    assert texts[start : start + 6] == [
        "【父】架空太郎",
        "【母】架空花子",
        "【続柄】長男",
        "【養父】養田太郎",
        "【養母】養田花子",
        "【続柄】養子",
    ]


def test_former_records_are_indented_under_their_heading() -> None:
    """【従前の記録】 has no text of its own; what it heads is set further in."""
    items = (RecordItem(label="従前の記録"), RecordItem(label="名", text="啓次郎", nested=True))
    document = register_document(register(person(entries=(RecordEntry(title="名の変更", items=items),))))
    fields = document.pages[0].blocks[-1].fields[1:]
    assert [(field.key, field.text) for field in fields] == [("line-0", "【従前の記録】"), ("line-2", "【名】啓次郎")]


def test_a_long_item_goes_on_under_its_text() -> None:
    """No line is too long, nothing is lost, further lines are indented, none begins with 、 or a selector."""
    text = "架空、" * 40 + "辻\U000e0102" * 30
    document = register_document(register(person(entries=(entry("特記", ("特記事項", text)),))))
    fields = document.pages[0].blocks[-1].fields[1:]
    assert "".join(field.text for field in fields) == f"【特記事項】{text}"
    assert [field.key for field in fields] == ["line-0"] + ["line-12"] * (len(fields) - 1)
    assert all(2 * len(field.text.replace("\U000e0102", "")) <= LINE_CELLS - int(field.key[5:]) for field in fields)
    assert not any(field.text[0] in "、\U000e0102" for field in fields)


def test_a_line_ends_between_address_and_name_where_it_can() -> None:
    """What does not fit goes over as a whole: a name is not torn apart for its last character."""
    text = "大阪府堺市堺区南瓦町９３４５番地　長谷部亜紀"
    made = register_document(register(person(entries=(entry("未成年者の後見", ("未成年後見人の戸籍", text)),))))
    assert [field.text for field in made.pages[0].blocks[-1].fields[1:]] == [
        "【未成年後見人の戸籍】大阪府堺市堺区南瓦町９３４５番地",
        "長谷部亜紀",
    ]


def many(count: int) -> FamilyRegisterRecord:
    """Make a register of one person with so many matters of three rows."""
    items = (("縁組日", dt.date(2000, 1, 2)), ("養父氏名", "養田太郎"), ("届出人", "父母"))
    return register(person(entries=tuple(entry("養子縁組", *items) for _ in range(count))))


def test_pages_are_filled_and_no_matter_is_torn() -> None:
    """Every page but the last has no room for another matter, and begins with the first row of one."""
    document = register_document(many(60))
    counts = [sum(len(b.fields) for b in page.blocks if not b.kind.startswith("register")) for page in document.pages]
    assert counts[0] <= ROWS_PER_PAGE - HEAD_ROWS
    assert all(ROWS_PER_PAGE - 3 < count <= ROWS_PER_PAGE for count in counts[1:-1])
    assert all(page.blocks[1].fields[0].label == "養子縁組" for page in document.pages[1:])
    assert sum(text.startswith("【縁組日】") for _, text in rows(document)) == 60


def test_a_matter_longer_than_a_page_is_divided() -> None:
    """What cannot be kept together goes over as many pages as it needs, row by row."""
    long = RecordEntry(title="特記", items=tuple(RecordItem(label="行", text=str(n)) for n in range(40)))
    other = RecordEntry(title="特記", items=tuple(RecordItem(label="列", text=str(n)) for n in range(40)))
    document = register_document(register(person(entries=(long, other))))
    assert [text for _, text in rows(document) if text.startswith("【行】")] == [f"【行】{n}" for n in range(40)]
    assert [text for _, text in rows(document) if text.startswith("【列】")] == [f"【列】{n}" for n in range(40)]


def test_every_page_counts_itself_in_its_head() -> None:
    """（３の１） and so on stand beside the title; 本籍 stands on the first page alone, the 認証文 on all."""
    document = register_document(many(30))
    total = len(document.pages)
    digits = "０１２３４５６７８９"
    assert total > 2
    assert [page.marker for page in document.pages] == [f"（{digits[total]}の{digits[n + 1]}）" for n in range(total)]
    assert ["register" in {b.kind for b in page.blocks} for page in document.pages] == [True] + [False] * (total - 1)
    assert len({page.attestation for page in document.pages}) == 1
    assert [page.closing for page in document.pages] == ["以下次頁"] * (total - 1) + ["以下余白"]


def test_a_sheet_without_a_head_says_at_its_foot_whose_register_it_is_of() -> None:
    """Sheets are not stapled: each shows 本籍 and 氏名, the first in its head as on the form, the others once below."""
    document = register_document(many(30))
    shown = [
        [(block.kind, [field.text for field in block.fields[:2]]) for block in page.blocks if "register" in block.kind]
        for page in document.pages
    ]
    whose = ["三重県松阪市殿町１３４０番地１", "架空　一郎"]
    assert shown == [[("register", whose)], *([[("register-foot", whose)]] * (len(shown) - 1))]


@pytest.mark.parametrize(
    ("record", "changes", "reason"),
    [
        (register(), {}, None),
        (register(entry_in_progress=True), {}, Obstacle.ENTRY_IN_PROGRESS),
        (register(closed_on=dt.date(2026, 1, 1)), {}, Obstacle.REGISTER_CLOSED),
        (register(person(removed=True)), {}, Obstacle.NOT_IN_REGISTER),
        (register(person(resident_id=None)), {}, Obstacle.NOT_IN_REGISTER),
        (register(municipality="23201"), {}, Obstacle.NOT_REGISTERED_FOR_USE),
        (None, {}, Obstacle.REGISTER_NOT_HELD),
    ],
)
def test_what_stops_a_register(
    record: FamilyRegisterRecord | None, changes: dict[str, Any], reason: Obstacle | None
) -> None:
    """Each obstacle is named; a register elsewhere is open to those whom that municipality has registered."""
    assert reason_against(record, holder=resident(), home=municipality(), **changes) is reason


def test_without_a_register_the_domicile_says_why() -> None:
    """本籍 in another municipality, and having none as a foreign resident, are reasons of their own."""
    away = resident(domicile=RegisteredDomicile(address="愛知県豊橋市今橋町１番地", head_name="架空　一郎"))
    assert reason_against(None, holder=away, home=municipality()) is Obstacle.REGISTER_ELSEWHERE
    town, other = municipality(name="多気町", mayor_title="多気町長"), municipality(name="明和町")
    here = resident(domicile=RegisteredDomicile(address="三重県多気郡多気町相可１番地", head_name="架空　一郎"))
    assert reason_against(None, holder=here, home=town) is Obstacle.REGISTER_NOT_HELD
    assert reason_against(None, holder=here, home=other) is Obstacle.REGISTER_ELSEWHERE
    assert reason_against(None, holder=foreign_resident(), home=municipality()) is Obstacle.NO_FAMILY_REGISTER


def test_what_may_not_be_composed() -> None:
    """Another's register, another municipality, an unknown person, an unfinished register: nothing is composed."""
    with pytest.raises(SubjectMismatch):
        register_document(register(person(2)))
    with pytest.raises(SubjectMismatch):
        compose(register(), municipality(code="23201"), holder="r1", options=FamilyRegisterOptions(), issue=ISSUE)
    with pytest.raises(InvalidOption):
        register_document(register(), "p9")
    with pytest.raises(NotEligible):
        register_document(register(entry_in_progress=True))
    with pytest.raises(CannotBeRendered):
        register_document(register(person(birth_date=dt.date(1870, 1, 1))))
