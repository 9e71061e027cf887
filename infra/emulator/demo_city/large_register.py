"""A family register as long as they come: nine persons, many adopted children, many guardians one after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import msgspec

from chalicelib.registers.family_registers import FamilyRegisterRecord, RecordEntry, RecordItem, RegisteredPerson
from infra.emulator.demo_city.matters import CONVERTED_ON, item, matter

_ADDED = (
    ("洋一", "男", True), ("美津子", "女", True), ("健二", "男", False), ("三恵", "女", True), ("四郎", "男", False),
    ("五月", "女", False),
)  # fmt: skip
_GUARDIANS = ("川瀬文哉", "野田清美", "蛭田一馬", "長谷部亜紀", "倉持孝", "榎本千里", "古賀文雄", "真野律子")
_ADOPTED = ("片山実里", "今井大地", "野田春香", "蛭田陸", "長谷部葉", "倉持新", "榎本直", "古賀ゆり")
_SPOUSES = ("早瀬千明", "根岸隼人", "", "久我亮太")
_BIRTH_PARENTS, _BIRTH_DOMICILE = ("川瀬晴彦", "川瀬里"), "滋賀県甲賀市水口町水口９６０３番地　川瀬晴彦"
_GUARDIANS_DOMICILE = "大阪府堺市堺区南瓦町９３４５番地　"
_CITY = "三重県松阪市"
# What a register on computer records was entered into it after its conversion.
_FIRST_YEAR = CONVERTED_ON.year + 1


def enlarged(record: FamilyRegisterRecord) -> FamilyRegisterRecord:
    """Return the register with persons and matters added; its own persons stay as they are but for the matters."""
    register = msgspec.structs.replace(record.register, matters=(*record.register.matters, *_register_matters()))
    own = tuple(_with_more(person, record.persons[0]) for person in record.persons)
    added = tuple(_added(record, own[0], number) for number in range(len(_ADDED)))
    return FamilyRegisterRecord(register=register, persons=(*own, *added))


def daughter(record: FamilyRegisterRecord) -> RegisteredPerson:
    """Return a daughter who lives elsewhere, to be protected."""
    father = record.persons[0]
    number = record.register.register_id.replace("register", "person")
    birth = dt.date(father.birth_date.year + 31, 5, 6)
    return RegisteredPerson(
        person_id=f"{number}-protected",
        register_id=record.register.register_id,
        given_name="彩",
        given_name_furigana="アヤ",
        birth_date=birth,
        father=f"{record.register.head_name.replace('　', '')}",
        mother="笠井佳代",
        relationship="長女",
        entries=(matter("出生", ("出生日", birth), ("出生地", "三重県松阪市"), ("届出日", birth), ("届出人", "父")),),
    )


def _with_more(person: RegisteredPerson, head: RegisteredPerson) -> RegisteredPerson:
    more = _adoptions(head.birth_date.year + 36, person) if person.spouse else _guardians(person.birth_date.year)
    return msgspec.structs.replace(person, entries=(*person.entries, *more))


def _added(record: FamilyRegisterRecord, head: RegisteredPerson, number: int) -> RegisteredPerson:
    given, sex, removed = _ADDED[number]
    birth = dt.date(head.birth_date.year + 33 + number, 1 + number, 10 + number)
    prefix = record.register.register_id.replace("register", "person")
    adopted = number % 2 == 0
    # The sons were adopted, the daughters born to the couple: each is counted among those of the same parents.
    place = number // 2
    father = record.register.head_name.replace("　", "")
    return RegisteredPerson(
        person_id=f"{prefix}-{len(record.persons) + number + 1:02d}",
        register_id=record.register.register_id,
        given_name=given,
        birth_date=birth,
        father=_BIRTH_PARENTS[0] if adopted else father,
        mother=_BIRTH_PARENTS[1] if adopted else "須賀登志子",
        relationship=f"{'長二三'[place]}{sex}",
        adoptive_father=father if adopted else None,
        adoptive_mother="須賀登志子" if adopted else None,
        adoptive_relationship="養子" if adopted else None,
        removed=removed,
        entries=(
            matter("出生", ("出生日", birth), ("出生地", _CITY), ("届出日", birth), ("届出人", "父")),
            *((_adopted(father),) if adopted else ()),
            *_guardians(birth.year),
            *((_leaving(birth.year + 29, _SPOUSES[number], sex),) if removed else ()),
        ),
    )


def _register_matters() -> Iterator[RecordEntry]:
    # Within the city the register stays the same one: what it said before is recorded (管内転籍).
    yield RecordEntry(
        title="転籍",
        items=(
            item("転籍日", dt.date(1996, 8, 2)),
            RecordItem(label="従前の記録"),
            RecordItem(label="本籍", text=f"{_CITY}櫛田町９１０７番地", nested=True),
        ),
    )
    yield RecordEntry(
        title="訂正",
        items=(
            item("訂正日", dt.date(2001, 2, 26)),
            item("訂正事項", "転籍日"),
            item("訂正事由", "誤記"),
            RecordItem(label="従前の記録"),
            RecordItem(label="転籍日", text="平成８年８月３日", nested=True),
        ),
    )


def _adoptions(year: int, person: RegisteredPerson) -> Iterator[RecordEntry]:
    """Yield the couple's adoptions and, years later, the end of each."""
    other = "妻" if person.spouse == "夫" else "夫"
    first = max(year, _FIRST_YEAR)
    for number, child in enumerate(_ADOPTED):
        day = dt.date(first + 2 * number, 3, 4)
        yield matter("養子縁組", ("縁組日", day), ("共同縁組者", other), ("養子氏名", child))
        yield matter(
            "養子離縁",
            ("離縁日", dt.date(first + 2 * number + 1, 7, 8)),
            ("共同離縁者", other),
            ("養子氏名", child),
            ("送付を受けた日", dt.date(first + 2 * number + 1, 7, 15)),
            ("受理者", "滋賀県甲賀市長"),
        )


def _guardians(born: int) -> Iterator[RecordEntry]:
    """Yield what is recorded of one guardian after the other (戸籍法 第81条, 第82条)."""
    for number, guardian in enumerate(_GUARDIANS):
        day = dt.date(max(born + 2, _FIRST_YEAR) + number, 5, 1)
        reason = "親権を行う者がないため" if number == 0 else "前任者の辞任により未成年後見人が選任されたため、同日就職"
        yield matter(
            "未成年者の後見",
            ("未成年後見人就職日", day),
            ("未成年者の後見開始事由", reason),
            ("未成年後見人", guardian),
            ("未成年後見人の戸籍", f"{_GUARDIANS_DOMICILE}{guardian}"),
            ("届出日", day + dt.timedelta(days=6)),
            ("記録日", day + dt.timedelta(days=8)),
        )


def _adopted(father: str) -> RecordEntry:
    return matter(
        "養子縁組",
        ("縁組日", dt.date(_FIRST_YEAR, 2, 9)),
        ("養父氏名", father),
        ("養母氏名", "須賀登志子"),
        ("代諾者", "親権者父母"),
        ("従前戸籍", _BIRTH_DOMICILE),
    )


def _leaving(year: int, spouse: str, sex: str) -> RecordEntry:
    day = dt.date(year, 10, 20)
    return matter(
        "婚姻",
        ("婚姻日", day),
        ("配偶者氏名", spouse),
        ("送付を受けた日", day + dt.timedelta(days=5)),
        ("受理者", "愛知県豊橋市長"),
        ("新本籍", "愛知県豊橋市今橋町９１２３番地"),
        ("称する氏", "妻の氏" if sex == "男" else "夫の氏"),
    )
