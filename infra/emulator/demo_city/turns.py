"""People who are hard cases by their dates, readings, class or family register: new eras, divorce, adoption."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from chalicelib.registers.entries import BecameResident, ForeignResident
from infra.emulator.demo_city import places
from infra.emulator.demo_city.context import Context
from infra.emulator.demo_city.foreign_residents import LONG_LATIN_NAME
from infra.emulator.demo_city.model import Home, Member, Sex

_DOMICILE = f"{places.CITY}殿町９２３４番地"
_Class = Literal["一時庇護許可者", "仮滞在許可者", "国籍喪失による経過滞在者"]
TOO_LONG_NAME = f"{LONG_LATIN_NAME} {LONG_LATIN_NAME} {LONG_LATIN_NAME}"


def homes(context: Context) -> Iterator[Home]:
    """Yield their households; they come last, so that nobody else's ids depend on them."""
    yield _eras(context)
    yield _leap_day(context)
    yield _partial_reading(context)
    yield from _passing(context)
    yield _born_to_foreigners(context)
    yield _divorced(context)
    yield _adoptive(context)
    yield _too_long(context)


def _home(context: Context, *members: Member) -> Home:
    name = members[0].name
    return Home(address=context.address(name), register_head=name, members=members, domicile=_DOMICILE)


def _eras(context: Context) -> Home:
    note = "born on the last day of 昭和, in a household with births on the first or last day of every era since"
    head = context.member("境　昭人", "サカイ　アキヒト", "男", 37, label="era-changes", note=note)
    others = (
        (context.member("境　成美", "サカイ　ナルミ", "女", 37, "妻"), dt.date(1989, 1, 8)),
        (context.member("境　和真", "サカイ　カズマ", "男", 7, "子"), dt.date(2019, 4, 30)),
        (context.member("境　令奈", "サカイ　レイナ", "女", 7, "子"), dt.date(2019, 5, 1)),
        (context.member("境　ハツ", "サカイ　ハツ", "女", 99, "祖母"), dt.date(1926, 12, 25)),
    )
    members = (replace(member, birth_date=born) for member, born in others)
    return _home(context, replace(head, birth_date=dt.date(1989, 1, 7)), *members)


def _leap_day(context: Context) -> Home:
    note = "born on 29 February"
    man = context.member("閏間　賢人", "ウルマ　ケント", "男", 22, label="leap-day", note=note)
    return _home(context, replace(man, birth_date=dt.date(2004, 2, 29)))


def _partial_reading(context: Context) -> Home:
    note = "the reading of the surname is certified, that of the given name is not"
    return _home(
        context, context.member("中川　祥", "ナカガワ　【名空欄】", "女", 55, label="partial-furigana", note=note)
    )


def _passing(context: Context) -> Iterator[Home]:
    """Adults of the classes who have no residence card."""
    people: tuple[tuple[str, str, Sex, str, _Class, str | None], ...] = (
        ("temporary-refuge", "NGUYEN THI LAN", "女", "ベトナム", "一時庇護許可者", "６月"),
        ("provisional-stay", "HASSAN OMAR ABDI", "男", "ソマリア", "仮滞在許可者", "６月"),
        ("nationality-lost", "高瀬　ミゲル", "男", "ペルー", "国籍喪失による経過滞在者", None),
    )
    for number, (label, name, sex, nationality, residence_class, period) in enumerate(people):
        foreign = ForeignResident(
            nationality=nationality,
            residence_class=residence_class,
            period_of_stay=period,
            expires_on=context.ago(-120 - number) if period else None,
        )
        note = f"a foreign resident of the class {residence_class}, who has no residence card"
        person = replace(context.member(name, None, sex, 34, label=label, note=note), foreign=foreign)
        came = context.ago(40 + number)
        if period:
            yield replace(_home(context, person), arrived_on=came, previous_address="国外")
        else:
            yield _home(context, replace(person, became_resident=BecameResident(date=came, reason="国籍喪失")))


def _born_to_foreigners(context: Context) -> Home:
    note = "a foreign resident whose child was born three weeks ago (出生による経過滞在者)"
    mother = context.member("LI XIAOMEI", None, "女", 30, label="newborn-child", note=note)
    status = ForeignResident(
        nationality="中国",
        residence_class="中長期在留者",
        residence_status="技術・人文知識・国際業務",
        period_of_stay="５年",
        expires_on=context.ago(-700),
        card_number="UX93458127GA",
    )
    child = replace(context.member("LI MEILING", None, "女", 0, "子"), birth_date=context.ago(21))
    born = ForeignResident(nationality="中国", residence_class="出生による経過滞在者")
    home = _home(context, replace(mother, foreign=status), replace(child, foreign=born))
    return replace(home, arrived_on=context.ago(900), previous_address=context.elsewhere("newborn-child"))


def _divorced(context: Context) -> Home:
    note = "divorced, with a family register of her own into which her child has come"
    mother = context.member("瀬戸内　梢", "セトウチ　コズエ", "女", 38, label="divorced", note=note)
    child = context.member("瀬戸内　灯", "セトウチ　アカリ", "女", 10, "子")
    return _home(context, mother, child)


def _adoptive(context: Context) -> Home:
    note = "an adopted child in the family register, and a daughter who left it by marriage"
    father = context.member("白鳥　徹", "シラトリ　トオル", "男", 59, label="adoptive-father", note=note)
    mother = context.member("白鳥　泉", "シラトリ　イズミ", "女", 57, "妻")
    child = context.member("白鳥　陽", "シラトリ　ハル", "男", 16, "子")
    return _home(context, father, mother, child)


def _too_long(context: Context) -> Home:
    note = (
        f"a name of {len(TOO_LONG_NAME)} Latin letters, which no field takes: must be refused with cannot-be-rendered"
    )
    person = context.member(TOO_LONG_NAME, None, "男", 41, label="name-too-long", note=note)
    foreign = ForeignResident(
        nationality="ブラジル",
        residence_class="中長期在留者",
        residence_status="永住者",
        period_of_stay="無期限",
        card_number="KT55820146LM",
    )
    became = BecameResident(date=context.ago(3000), reason="転入")
    return _home(context, replace(person, foreign=foreign, became_resident=became))
