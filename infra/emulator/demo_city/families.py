"""People who are ordinary but for one thing in their record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chalicelib.registers.entries import BecameResident, FormerName
from infra.emulator.demo_city.context import Context
from infra.emulator.demo_city.model import Home, Member


def homes(context: Context) -> Iterator[Home]:
    """Yield the households whose members are personas for what their record holds or lacks."""
    yield _ordinary(context)
    yield _nine(context)
    yield _twins(context)
    yield _former_names(context)
    yield _without_furigana(context)
    yield _living_alone(context)
    yield _centenarian(context)
    yield _unregistered_partner(context)
    yield _others(context)


def _home(context: Context, *members: Member) -> Home:
    """A household that never moved."""
    name = members[0].name
    return Home(address=context.address(name), register_head=name, members=members)


def _moved(context: Context, *members: Member, arrived: int, moved: int) -> Home:
    """A household that came to the city and moved inside it, so many years ago."""
    home = _home(context, *members)
    name = members[0].name
    arrived_on, moved_on = context.ago(arrived * 365), context.ago(moved * 365)
    return replace(home, arrived_on=arrived_on, previous_address=context.elsewhere(name), moved_inside_on=moved_on)


def _ordinary(context: Context) -> Home:
    note = "an ordinary resident with spouse and two children: everything can be issued"
    head = context.member("松浦　健一", "マツウラ　ケンイチ", "男", 43, label="ordinary", note=note)
    note = "the spouse of the ordinary resident: same household, own certificates"
    wife = context.member("松浦　奈緒", "マツウラ　ナオ", "女", 41, "妻", label="ordinary-spouse", note=note)
    children = (
        context.member("松浦　千尋", "マツウラ　チヒロ", "女", 16, "子"),
        context.member("松浦　航", "マツウラ　ワタル", "男", 9, "子"),
    )
    return _moved(context, head, wife, *children, arrived=14, moved=5)


def _nine(context: Context) -> Home:
    note = "nine people in one household: three sheets of four"
    return _moved(
        context,
        context.member("大世古　辰巳", "オオゼコ　タツミ", "男", 47, label="nine-in-household", note=note),
        context.member("大世古　恵", "オオゼコ　メグミ", "女", 45, "妻"),
        context.member("大世古　瑞希", "オオゼコ　ミズキ", "女", 20, "子"),
        context.member("大世古　律", "オオゼコ　リツ", "男", 17, "子"),
        context.member("大世古　杏", "オオゼコ　アン", "女", 13, "子"),
        context.member("大世古　湊人", "オオゼコ　ミナト", "男", 6, "子"),
        context.member("大世古　寅雄", "オオゼコ　トラオ", "男", 76, "父"),
        context.member("大世古　スミ子", "オオゼコ　スミコ", "女", 74, "母"),
        context.member("大世古　小夜", "オオゼコ　サヨ", "女", 42, "妹"),
        arrived=24,
        moved=10,
    )


def _twins(context: Context) -> Home:
    mother = context.member("喜多　洋子", "キタ　ヨウコ", "女", 49)
    note = "twin: same birth date, sex and address, names that differ in one character"
    first = context.member("喜多　翔太", "キタ　ショウタ", "男", 21, "子", label="twin-first", note=note)
    second = context.member("喜多　翔大", "キタ　ショウタ", "男", 21, "子", label="twin-second", note=note)
    return _home(context, mother, first, replace(second, birth_date=first.birth_date))


def _former_names(context: Context) -> Home:
    note = "旧氏 with its furigana"
    wife = context.member("伊吹　沙織", "イブキ　サオリ", "女", 35, label="former-name", note=note)
    wife = replace(wife, former_name=FormerName(name="服部", furigana="ハットリ"))
    note = "旧氏 whose furigana is not attested"
    husband = context.member("伊吹　圭", "イブキ　ケイ", "男", 36, "夫", label="former-name-no-furigana", note=note)
    husband = replace(husband, former_name=FormerName(name="神谷"))
    return _moved(context, wife, husband, arrived=7, moved=2)


def _without_furigana(context: Context) -> Home:
    note = "furigana not attested yet; four notes (備考) and a move inside the city"
    man = context.member("東海　昴", None, "男", 62, label="no-furigana", note=note)
    notes = ("職権により氏名の文字を訂正", "職権により住所の表示を訂正", "職権により続柄を訂正", "職権により本籍を訂正")
    return _moved(context, replace(man, notes=notes), arrived=30, moved=8)


def _living_alone(context: Context) -> Home:
    note = "lives alone; born here and never moved inside the city: 住所を定めた年月日 reads 【空欄】"
    return _home(context, context.member("樋口　栞", "ヒグチ　シオリ", "女", 28, label="living-alone", note=note))


def _centenarian(context: Context) -> Home:
    son = context.member("阪内　義男", "サカナイ　ヨシオ", "男", 78)
    note = "104 years old: an era before 昭和, or the first years of it"
    mother = context.member("阪内　ヨネ", "サカナイ　ヨネ", "女", 104, "母", label="centenarian", note=note)
    return _home(context, son, mother)


def _unregistered_partner(context: Context) -> Home:
    woman = context.member("宮前　理沙", "ミヤマエ　リサ", "女", 34)
    note = "relationship 夫（未届）, with a family register of his own"
    man = context.member(
        "茶与　大悟", "チャヨ　ダイゴ", "男", 37, "夫（未届）", label="unregistered-partner", note=note
    )
    return _moved(context, woman, man, arrived=4, moved=1)


def _others(context: Context) -> Home:
    head = context.member("射和　文吾", "イザワ　ブンゴ", "男", 66)
    note = "joined the household after its move inside the city: 住所を定めた年月日 reads 【空欄】"
    ward = context.member("櫛田　薫", "クシダ　カオル", "女", 23, "縁故者", label="never-moved-inside", note=note)
    joined = BecameResident(date=context.ago(2 * 365), reason="転入")
    ward = replace(ward, became_resident=joined)
    lodger = context.member("射場　洋平", "イバ　ヨウヘイ", "男", 30, "同居人")
    return _moved(context, head, ward, lodger, arrived=26, moved=12)
