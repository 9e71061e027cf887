"""What the family registers of the city record of a family: 編製 or 改製, births, marriages, deaths."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from chalicelib.registers.entries import Resident
from chalicelib.registers.family_registers import RecordEntry, RecordItem, RegisteredPerson
from infra.emulator.demo_city import names, places
from infra.emulator.demo_city.context import Context
from infra.emulator.demo_city.dice import Dice
from infra.emulator.demo_city.family import Family, given_name, surname

# Registers write foreign names in katakana, the surname first, with a comma.
_FOREIGN_SPOUSE = "レイエス、クリスティナ　デラ　クルズ"
_MARRYING_AGE, _GROWN = 26, 21
CONVERTED_ON = dt.date(1995, 10, 28)
"""The day on which the city's paper registers were replaced by those on computer (改製)."""
_CONVERTED_BY = "平成６年法務省令第５１号附則第２条第１項による改製"


def item(label: str, value: dt.date | str) -> RecordItem:
    """Return one item."""
    return RecordItem(label=label, date=value) if isinstance(value, dt.date) else RecordItem(label=label, text=value)


def matter(title: str, *items: tuple[str, dt.date | str]) -> RecordEntry:
    """Return a matter with its items."""
    return RecordEntry(title=title, items=tuple(item(label, value) for label, value in items))


def founded_on(family: Family) -> dt.date:
    """Return the day from which the family has had a register of its own: marriage, or leaving the parents'."""
    married = family.spouse is not None or family.foreign_spouse is not None or family.children
    young = family.head.birth_date + dt.timedelta(days=(_MARRYING_AGE if married else _GROWN) * 365)
    before = min((child.birth_date - dt.timedelta(days=400) for child in family.children), default=young)
    return max(min(young, before), family.head.birth_date + dt.timedelta(days=1))


def made_on(family: Family) -> dt.date:
    """Return the day on which the family's register, as it is, was made: founded, or converted from paper."""
    return max(founded_on(family), CONVERTED_ON)


def matters_of(family: Family) -> tuple[RecordEntry, ...]:
    """Return 戸籍事項: those of a converted register begin with its conversion."""
    if founded_on(family) < CONVERTED_ON:
        return (matter("戸籍改製", ("改製日", CONVERTED_ON), ("改製事由", _CONVERTED_BY)),)
    return (matter("戸籍編製", ("編製日", founded_on(family))),)


def person_of(context: Context, family: Family, member: Resident, register_id: str) -> RegisteredPerson:
    """Return a member's entry in the register."""
    is_child = member in family.children
    father, mother = _parents(family, member) if is_child else _invented_parents(context.dice, member, family)
    reading = given_name(member.furigana) if member.furigana else None
    other = None if is_child else family.other_of_couple(member)
    # 配偶者区分 of who survives is taken out (消除); the dead keep theirs.
    married = other is not None and (other.died_on is None or member.died_on is not None)
    married = married or (family.foreign_spouse is not None and member is family.head)
    number = family.members.index(member) + 1
    return RegisteredPerson(
        person_id=f"{register_id.replace('register', 'person')}-{number:02d}",
        register_id=register_id,
        resident_id=member.resident_id,
        given_name=given_name(member.name),
        given_name_furigana=reading,
        birth_date=member.birth_date,
        spouse=("夫" if member.sex == "男" else "妻") if married else None,
        father=father,
        mother=mother,
        relationship=family.relationship(member) if is_child else _drawn_relationship(context.dice, member),
        removed=member.died_on is not None,
        entries=tuple(_entries(context, family, member, is_child=is_child)),
    )


def _entries(context: Context, family: Family, member: Resident, *, is_child: bool) -> Iterator[RecordEntry]:
    yield _birth(context.dice, member)
    if not is_child:
        yield from _joining(context.dice, family, member)
        other = family.other_of_couple(member)
        if other and other.died_on and not member.died_on:
            yield matter("配偶者の死亡", ("配偶者の死亡日", other.died_on))
    if member.died_on:
        relatives = (each.name for each in reversed(family.members) if each.died_on is None)
        yield matter(
            "死亡",
            ("死亡日", member.died_on),
            ("死亡時分", "午後４時２０分"),
            ("死亡地", places.CITY),
            ("届出日", member.died_on + dt.timedelta(days=1)),
            ("届出人", f"親族　{next(relatives, f'{surname(member.name)}　進').replace('　', '')}"),
        )


def _birth(dice: Dice, member: Resident) -> RecordEntry:
    notified = member.birth_date + dt.timedelta(days=dice.below(14, f"{member.resident_id}/birth-notified"))
    return matter(
        "出生", ("出生日", member.birth_date), ("出生地", places.CITY), ("届出日", notified), ("届出人", "父")
    )


def _joining(dice: Dice, family: Family, member: Resident) -> Iterator[RecordEntry]:
    day = founded_on(family)
    before = f"{places.elsewhere(dice, member.resident_id)}　{_invented_parents(dice, member, family)[0]}"
    if family.spouse is not None:
        other = family.spouse if member is family.head else family.head
        other_name = other.name if member is not family.head else _full_maiden_name(dice, other, family)
        yield matter("婚姻", ("婚姻日", day), ("配偶者氏名", other_name.replace("　", "")), ("従前戸籍", before))
    elif family.foreign_spouse is not None:
        spouse = family.foreign_spouse
        yield matter(
            "婚姻",
            ("婚姻日", day),
            ("配偶者氏名", _FOREIGN_SPOUSE),
            ("配偶者の国籍", spouse.foreign.nationality if spouse.foreign else ""),
            ("配偶者の生年月日", _western(spouse.birth_date)),
            ("従前戸籍", before),
        )
    else:
        yield matter("分籍", ("分籍日", day), ("従前戸籍", before))


def _western(day: dt.date) -> str:
    year, month, number = map(places.full_width, (day.year, day.month, day.day))
    return f"西暦{year}年{month}月{number}日"


def _parents(family: Family, child: Resident) -> tuple[str | None, str | None]:
    couple = [each for each in (family.head, family.spouse) if each is not None]
    father = next((each for each in couple if each.sex == "男"), None)
    mother = next((each for each in couple if each.sex == "女"), None)
    absent = f"{surname(child.name)}弘"
    foreign = _FOREIGN_SPOUSE if family.foreign_spouse else None
    return (
        father.name.replace("　", "") if father else absent,
        mother.name.replace("　", "") if mother else foreign,
    )


def _invented_parents(dice: Dice, member: Resident, family: Family) -> tuple[str, str]:
    family_name = _maiden_name(dice, member, family)
    father = names.given_name(dice, f"{member.resident_id}/father", "男", 75, set())[0]
    mother = names.given_name(dice, f"{member.resident_id}/mother", "女", 75, set())[0]
    return f"{family_name}{father}", f"{family_name}{mother}"


def _maiden_name(dice: Dice, member: Resident, family: Family) -> str:
    """The head keeps the surname; the spouse had another one."""
    if member is family.head:
        return surname(member.name)
    return names.surname(dice, f"{member.resident_id}/maiden")[0]


def _full_maiden_name(dice: Dice, member: Resident, family: Family) -> str:
    return f"{_maiden_name(dice, member, family)}{given_name(member.name)}"


def _drawn_relationship(dice: Dice, member: Resident) -> str:
    return f"{dice.pick(('長', '二', '三'), f'{member.resident_id}/born-as')}{member.sex}"
