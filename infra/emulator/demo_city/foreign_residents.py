"""Foreign residents (住民基本台帳法 第30条の45) and the people they live with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import msgspec

from chalicelib.registers.entries import ForeignResident
from infra.emulator.demo_city.context import Context
from infra.emulator.demo_city.model import Home

LONG_LATIN_NAME = (
    "ALBUQUERQUE CAVALCANTI DE VASCONCELOS MONTENEGRO MARIA FERNANDA APARECIDA DOS SANTOS "
    "GUIMARAES DE OLIVEIRA FIGUEIREDO"
)


def homes(context: Context) -> Iterator[Home]:
    """Yield the households in which foreign residents live."""
    yield _with_alias(context)
    yield _mixed(context)
    yield _special_permanent(context)
    yield _long_latin_name(context)


def _with_alias(context: Context) -> Home:
    woman = context.member(
        "SILVA SANTOS MARIA APARECIDA",
        None,
        "女",
        39,
        label="foreign-alias",
        note="a foreign resident with 通称, which may not be left out, and 在留資格 定住者",
    )
    foreign = _long_term(context, "ブラジル", "定住者", "３年", "foreign-alias")
    woman = replace(woman, foreign=msgspec.structs.replace(foreign, alias="山下　マリア"))
    arrived = context.ago(5 * 365)
    return Home(
        address=context.address("foreign-alias"),
        register_head=woman.name,
        members=(woman,),
        arrived_on=arrived,
        previous_address="愛知県豊橋市今橋町９１０２番地",
    )


def _mixed(context: Context) -> Home:
    name = "西井　直樹"
    head = context.member(
        name,
        "ニシイ　ナオキ",
        "男",
        46,
        label="mixed-household",
        note="Japanese head of a household with foreign members",
    )
    wife = context.member(
        "REYES CRISTINA DELA CRUZ",
        None,
        "女",
        42,
        "妻",
        label="mixed-household-wife",
        note="永住者 in a mixed household",
    )
    wife = replace(wife, foreign=_long_term(context, "フィリピン", "永住者", "無期限", "mixed-household-wife"))
    child = context.member("西井　海里", "ニシイ　カイリ", "男", 12, "子")
    step = context.member("REYES ANGELICA", None, "女", 19, "妻の子")
    step = replace(step, foreign=_long_term(context, "フィリピン", "定住者", "１年", "mixed-household-step"))
    return Home(
        address=context.address("mixed-household"),
        register_head=name,
        members=(head, wife, child, step),
        arrived_on=context.ago(16 * 365),
        previous_address=context.elsewhere("mixed-household"),
        moved_inside_on=context.ago(6 * 365),
    )


def _special_permanent(context: Context) -> Home:
    man = context.member(
        "朴　正浩",
        None,
        "男",
        71,
        label="special-permanent-resident",
        note="特別永住者 with 通称; lived here before resident records of foreign residents existed",
    )
    card = _card_number(context, "special-permanent-resident")
    foreign = ForeignResident(nationality="韓国", residence_class="特別永住者", card_number=card, alias="木下　正浩")
    man = replace(man, foreign=foreign)
    return Home(address=context.address("special"), register_head=man.name, members=(man,))


def _long_latin_name(context: Context) -> Home:
    note = f"a name of {len(LONG_LATIN_NAME)} Latin letters, to be broken over lines"
    woman = context.member(LONG_LATIN_NAME, None, "女", 27, label="long-latin-name", note=note)
    woman = replace(woman, foreign=_long_term(context, "ブラジル", "技能実習２号ロ", "１年", "long-latin-name"))
    return Home(
        address=context.address("long-latin-name"),
        register_head=woman.name,
        members=(woman,),
        arrived_on=context.ago(400),
        previous_address="国外",
    )


def _long_term(context: Context, nationality: str, status: str, period: str, name: str) -> ForeignResident:
    return ForeignResident(
        nationality=nationality,
        residence_class="中長期在留者",
        residence_status=status,
        period_of_stay=period,
        expires_on=None if period == "無期限" else context.ago(-context.dice.between(60, 360, f"{name}/expires")),
        card_number=_card_number(context, name),
    )


def _card_number(context: Context, name: str) -> str:
    letters = "".join(context.dice.pick("ABCDEFGHJKLMNPQRSTUVWXYZ", f"{name}/letter-{index}") for index in range(4))
    return f"{letters[:2]}{context.dice.digits(8, f'{name}/card')}{letters[2:]}"
