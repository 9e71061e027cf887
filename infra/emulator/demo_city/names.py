"""Surnames and given names with their readings, combined at random into people who do not exist."""

from __future__ import annotations

from infra.emulator.demo_city.dice import Dice
from infra.emulator.demo_city.model import Sex

Reading = tuple[str, str]
"""A name and how it is read, in katakana."""

SURNAMES: tuple[Reading, ...] = (
    ("中村", "ナカムラ"), ("山本", "ヤマモト"), ("小林", "コバヤシ"), ("田中", "タナカ"), ("伊藤", "イトウ"),
    ("鈴木", "スズキ"), ("西村", "ニシムラ"), ("中川", "ナカガワ"), ("前川", "マエガワ"), ("岡田", "オカダ"),
    ("奥田", "オクダ"), ("北村", "キタムラ"), ("青木", "アオキ"), ("世古", "セコ"), ("大西", "オオニシ"),
    ("長谷川", "ハセガワ"), ("山口", "ヤマグチ"), ("野呂", "ノロ"), ("田畑", "タバタ"), ("濱口", "ハマグチ"),
    ("瀬古", "セコ"), ("森本", "モリモト"), ("上田", "ウエダ"), ("東", "ヒガシ"), ("宇野", "ウノ"),
    ("坂口", "サカグチ"), ("池田", "イケダ"), ("服部", "ハットリ"), ("橋本", "ハシモト"), ("杉山", "スギヤマ"),
    ("竹内", "タケウチ"), ("谷口", "タニグチ"), ("三宅", "ミヤケ"), ("松田", "マツダ"), ("久世", "クゼ"),
    ("水谷", "ミズタニ"), ("村田", "ムラタ"), ("逵", "ツジ"), ("紀平", "キヒラ"), ("刀根", "トネ"),
)  # fmt: skip

_OLD: dict[Sex, tuple[Reading, ...]] = {
    "男": (("正一", "ショウイチ"), ("清", "キヨシ"), ("茂", "シゲル"), ("武雄", "タケオ"), ("実", "ミノル"),
           ("栄次郎", "エイジロウ"), ("久雄", "ヒサオ"), ("善吉", "ゼンキチ")),
    "女": (("フミ", "フミ"), ("ちよ", "チヨ"), ("キヌ", "キヌ"), ("静江", "シズエ"), ("トシ子", "トシコ"),
           ("八重", "ヤエ"), ("はつゑ", "ハツエ"), ("光枝", "ミツエ")),
}  # fmt: skip
_MIDDLE: dict[Sex, tuple[Reading, ...]] = {
    "男": (("和彦", "カズヒコ"), ("浩", "ヒロシ"), ("誠", "マコト"), ("隆司", "タカシ"), ("健二", "ケンジ"),
           ("修", "オサム"), ("哲也", "テツヤ"), ("博文", "ヒロフミ")),
    "女": (("由美子", "ユミコ"), ("恵子", "ケイコ"), ("真理", "マリ"), ("久美", "クミ"), ("幸代", "サチヨ"),
           ("明美", "アケミ"), ("典子", "ノリコ"), ("智子", "トモコ")),
}  # fmt: skip
_YOUNG: dict[Sex, tuple[Reading, ...]] = {
    "男": (("大輝", "ダイキ"), ("翔", "ショウ"), ("拓海", "タクミ"), ("蓮", "レン"), ("悠真", "ユウマ"),
           ("陽向", "ヒナタ"), ("樹", "イツキ"), ("朝陽", "アサヒ")),
    "女": (("美咲", "ミサキ"), ("さくら", "サクラ"), ("葵", "アオイ"), ("結衣", "ユイ"), ("凜", "リン"),
           ("陽菜", "ヒナ"), ("紬", "ツムギ"), ("心春", "コハル")),
}  # fmt: skip

_OLD_FROM = 70
_MIDDLE_FROM = 35


def surname(dice: Dice, name: str) -> Reading:
    """Return a surname and its reading."""
    return dice.pick(SURNAMES, f"{name}/surname")


def given_name(dice: Dice, name: str, sex: Sex, age: int, taken: set[str]) -> Reading:
    """Return a given name that people of this age have, and its reading; none of `taken`, to which it is added."""
    generation = _OLD if age >= _OLD_FROM else _MIDDLE if age >= _MIDDLE_FROM else _YOUNG
    free = [reading for reading in generation[sex] if reading[0] not in taken]
    found = dice.pick(free, f"{name}/given")
    taken.add(found[0])
    return found


def full_name(family: Reading, given: Reading) -> Reading:
    """Return surname and given name with a full-width blank between them, as the register has it."""
    return f"{family[0]}　{given[0]}", f"{family[1]}　{given[1]}"
