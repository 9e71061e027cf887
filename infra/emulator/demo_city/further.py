"""People who are in the city for what the other books say of them: seals, family registers, addresses, taxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from infra.emulator.demo_city import places
from infra.emulator.demo_city.context import Context
from infra.emulator.demo_city.model import Home, Member, Sex

ELSEWHERE = "愛知県豊橋市今橋町９１２３番地"
_HERE = f"{places.CITY}殿町９２３４番地"


def homes(context: Context) -> Iterator[Home]:
    """Yield their households; they come last, so that nobody else's ids depend on them."""
    yield from _seals(context)
    yield from _registers(context)
    yield from _taxes(context)


def _seals(context: Context) -> Iterator[Home]:
    alone = (
        ("seal-abolished", "鎌田　宗一", "カマタ　ソウイチ", "registered a seal and had it abolished: none is issued"),
        ("seal-suspended", "笹川　涼子", "ササガワ　リョウコ", "seal certificates stopped at the holder's request"),
        ("seal-smallest", "乙部　一", "オトベ　ハジメ", "a seal of 8.1 mm, the smallest that may be registered"),
        ("seal-largest", "豊原　嘉右衛門", "トヨハラ　カエモン", "a seal of 25 mm, the largest that may be registered"),
    )
    for label, name, furigana, note in alone:
        sex: Sex = "女" if label == "seal-suspended" else "男"
        yield _home(context, context.member(name, furigana, sex, 52, label=label, note=note))


def _registers(context: Context) -> Iterator[Home]:
    note = "family register in another municipality, without 利用登録 there"
    yield replace(
        _home(context, context.member("尾崎　美帆", "オザキ　ミホ", "女", 30, label="register-elsewhere", note=note)),
        domicile=ELSEWHERE,
    )
    note = "family register kept on paper (改製不適合戸籍): not in the books"
    yield _home(context, context.member("三井　榮", "ミツイ　サカエ", "男", 91, label="register-not-held", note=note))
    note = "a notification to the family register is being worked on"
    yield _home(
        context, context.member("植松　拓", "ウエマツ　タク", "男", 29, label="register-in-progress", note=note)
    )
    note = "a daughter who lives elsewhere is under protection: no supplement is issued to anybody in the register"
    yield _home(
        context, context.member("笠井　繁", "カサイ　シゲル", "男", 63, label="supplement-protected", note=note)
    )
    note = "thirty addresses since the register was made: two sheets of the supplement"
    man = context.member("旅川　渡", "タビカワ　ワタル", "男", 58, label="many-addresses", note=note)
    moved = replace(_home(context, man), arrived_on=context.ago(500))
    yield replace(moved, previous_address=context.elsewhere("many-addresses"))
    yield _nine_in_register(context)


def _nine_in_register(context: Context) -> Home:
    note = "a family register with nine persons and many entries: some twenty sheets"
    head = context.member("須賀　作右衛門", "スガ　サクエモン", "男", 69, label="nine-in-register", note=note)
    wife = context.member("須賀　登志子", "スガ　トシコ", "女", 66, "妻")
    child = context.member("須賀　耕平", "スガ　コウヘイ", "男", 38, "子")
    return _home(context, head, wife, child)


def _taxes(context: Context) -> Iterator[Home]:
    people = (
        (
            "tax-undeclared",
            "中山　順",
            "ナカヤマ　ジュン",
            33,
            "no return, and nobody's dependent: none is issued",
        ),
        ("tax-zero", "生川　里奈", "ナルカワ　リナ", 24, "filed a return, owes no tax: 非課税証明書 with amounts"),
        ("tax-stopped", "舟木　亘", "フナキ　ワタル", 49, "the tax office has stopped certificates"),
        (
            "tax-every-income",
            "金児　満",
            "カネコ　ミツル",
            57,
            "every kind of income and deduction, and a loss",
        ),
    )
    for label, name, furigana, age, note in people:
        sex: Sex = "女" if label == "tax-zero" else "男"
        yield _home(context, context.member(name, furigana, sex, age, label=label, note=note))
    note = "came after 1 January: the former municipality certifies the newest fiscal year"
    newcomer = context.member("江川　光", "エガワ　ヒカル", "男", 27, label="tax-elsewhere", note=note)
    arrived = replace(_home(context, newcomer), arrived_on=context.ago(20))
    yield replace(arrived, previous_address=context.elsewhere("tax-elsewhere"))
    yield _large_family(context)


def _large_family(context: Context) -> Home:
    note = "spouse, mother and three children as dependents"
    head = context.member("出口　守", "デグチ　マモル", "男", 48, label="tax-dependents", note=note)
    note = "no return filed, dependent of a taxpayer: 非課税証明書 with ＊"
    wife = context.member("出口　千春", "デグチ　チハル", "女", 47, "妻", label="tax-dependent", note=note)
    children = (
        context.member("出口　空", "デグチ　ソラ", "男", 20, "子"),
        context.member("出口　花", "デグチ　ハナ", "女", 17, "子"),
        context.member("出口　陸", "デグチ　リク", "男", 11, "子"),
    )
    mother = context.member("出口　ヨシ", "デグチ　ヨシ", "女", 78, "母")
    return _home(context, head, wife, *children, mother)


def _home(context: Context, *members: Member) -> Home:
    """A household that never moved, with its family register in the city."""
    name = members[0].name
    return Home(address=context.address(name), register_head=name, members=members, domicile=_HERE)
