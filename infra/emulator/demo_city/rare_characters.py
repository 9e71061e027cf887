"""People whose names and addresses are hard to print.

The variation sequences are those of the Moji_Joho collection, which IPAmj Mincho has; written as escapes because an
editor shows them as the plain character.
"""

from __future__ import annotations

from collections.abc import Iterator

from infra.emulator.demo_city.context import Context
from infra.emulator.demo_city.model import Home, Sex

VS17 = "\U000e0100"
VS19 = "\U000e0102"
VS20 = "\U000e0103"
VS26 = "\U000e0109"
VS33 = "\U000e0110"

_ALONE: tuple[tuple[str, str, str, Sex, int, str], ...] = (
    ("tsuji-ivs", f"辻{VS19}　弘子", "ツジ　ヒロコ", "女", 44, "辻 as U+8FBB U+E0102 (one dot or two: a variation)"),
    ("kuzu-ivs", f"葛{VS20}西　善行", "カサイ　ヨシユキ", "男", 51, "葛 as U+845B U+E0103"),
    ("watanabe-ivs", f"渡邊{VS26}　千鶴", "ワタナベ　チヅル", "女", 38, "邊 as U+908A U+E0109"),
    ("watanabe-variant", f"渡邉{VS33}　征四郎", "ワタナベ　セイシロウ", "男", 67, "邉 as U+9089 U+E0110"),
    ("taka-ladder", "髙柳　俊", "タカヤナギ　シュン", "男", 29, "髙 U+9AD9, which normalisation must not make 高"),
    ("saki-standing", "山﨑　藍", "ヤマサキ　アイ", "女", 33, "﨑 U+FA11, in the block of compatibility ideographs"),
    ("yoshi-earth", "𠮷野　源太", "ヨシノ　ゲンタ", "男", 58, "𠮷 U+20BB7, outside the basic plane"),
    (
        "missing-glyph",
        f"辻{VS17}　剛志",
        "ツジ　ツヨシ",
        "男",
        47,
        "辻 as U+8FBB U+E0100, which the font lacks: must be refused with cannot-be-rendered, not printed as plain 辻",
    ),
)

_LONG_NAME = "勅使河原田小路左衛門尉　寿限無五劫之擦切海砂利水魚水行末雲来末風来末長久命長助"
_LONG_READING = (
    "テシガワラダコウジサエモンノジョウ　"
    "ジュゲムゴコウノスリキレカイジャリスイギョスイギョウマツウンライマツフウライマツチョウキュウメイチョウスケ"
)
_LONG_ADDRESS = (
    "三重県松阪市飯高町波瀬９８７６番地の５４３　"
    "グランドレジデンス・ザ・パークサイドテラス飯高香肌峡セントラルガーデンズ・ノースウエストウイング"
    "アネックスタワー別館第二期分譲棟１２０５号室　飯高香肌峡地域振興協議会気付"
)


def homes(context: Context) -> Iterator[Home]:
    """Yield a household for each hard name, one with a very long name, one with a very long address."""
    for label, name, furigana, sex, age, note in _ALONE:
        person = context.member(name, furigana, sex, age, label=label, note=note)
        yield Home(address=context.address(label), register_head=name, members=(person,))
    note = f"a name of {len(_LONG_NAME)} characters"
    person = context.member(_LONG_NAME, _LONG_READING, "男", 36, label="long-name", note=note)
    yield Home(address=context.address("long-name"), register_head=_LONG_NAME, members=(person,))
    note = f"an address of {len(_LONG_ADDRESS)} characters"
    person = context.member("三輪　朔", "ミワ　サク", "男", 41, label="long-address", note=note)
    yield Home(address=_LONG_ADDRESS, register_head=person.name, members=(person,))
