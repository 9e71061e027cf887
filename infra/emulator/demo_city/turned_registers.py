"""Family registers in which a divorce or an adoption is recorded: what is put in place of the drawn matters.

Items and their order follow the 記載例 of 戸籍法施行規則 付録第24号 as far as they are known from published samples.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from chalicelib.registers.family_registers import FamilyRegisterRecord, RecordEntry, RegisteredPerson
from infra.emulator.demo_city.matters import matter

_FORMER_HUSBAND, _FORMER_REGISTER = "柳原航平", "愛知県豊橋市今橋町９２０７番地　柳原航平"


def divorced(record: FamilyRegisterRecord) -> FamilyRegisterRecord:
    """Return the register of who left her husband's by divorce, and of her child who followed."""
    mother, child = record.persons
    parted = dt.date(child.birth_date.year + 4, 6, 10)
    followed = parted + dt.timedelta(days=45)
    made = matter("戸籍編製", ("編製日", parted))
    divorce = matter(
        "離婚",
        ("離婚日", parted),
        ("配偶者氏名", _FORMER_HUSBAND),
        ("送付を受けた日", parted + dt.timedelta(days=6)),
        ("受理者", "愛知県豊橋市長"),
        ("従前戸籍", _FORMER_REGISTER),
    )
    custody = matter("親権", ("親権者を定めた日", parted), ("親権者", "母"), ("届出人", "父母"))
    entry = matter(
        "入籍",
        ("届出日", followed),
        ("入籍事由", "母の氏を称する入籍"),
        ("届出人", "親権者母"),
        ("従前戸籍", _FORMER_REGISTER),
    )
    own = msgspec.structs.replace(mother, entries=(_birth(mother), divorce))
    own_child = msgspec.structs.replace(child, father=_FORMER_HUSBAND, entries=(_birth(child), custody, entry))
    register = msgspec.structs.replace(record.register, matters=(made,))
    return FamilyRegisterRecord(register=register, persons=(own, own_child))


def adoptive(record: FamilyRegisterRecord) -> FamilyRegisterRecord:
    """Return the register of a couple with a daughter who left by marriage and the child whom they adopted."""
    father, mother, child = record.persons
    couple = tuple(f"白鳥{each.given_name}" for each in (father, mother))
    adopted_on = dt.date(child.birth_date.year + 6, 9, 3)
    name = f"宮崎{child.given_name}"
    adopted = msgspec.structs.replace(
        child,
        father="宮崎淳",
        mother="宮崎ひかり",
        relationship="二男",
        adoptive_father=couple[0],
        adoptive_mother=couple[1],
        adoptive_relationship="養子",
        entries=(
            _birth(child),
            matter(
                "養子縁組",
                ("縁組日", adopted_on),
                ("養父氏名", couple[0]),
                ("養母氏名", couple[1]),
                ("代諾者", "親権者父母"),
                ("従前戸籍", "滋賀県甲賀市水口町水口９５１８番地　宮崎淳"),
            ),
        ),
    )
    parents = tuple(
        msgspec.structs.replace(
            each,
            entries=(
                *each.entries,
                matter("養子縁組", ("縁組日", adopted_on), ("共同縁組者", other), ("養子氏名", name)),
            ),
        )
        for each, other in ((father, "妻"), (mother, "夫"))
    )
    return FamilyRegisterRecord(
        register=record.register, persons=(*parents, _married_daughter(father, couple), adopted)
    )


def _birth(person: RegisteredPerson) -> RecordEntry:
    return person.entries[0]


def _married_daughter(father: RegisteredPerson, couple: tuple[str, ...]) -> RegisteredPerson:
    birth = dt.date(father.birth_date.year + 30, 4, 18)
    married = dt.date(birth.year + 26, 11, 2)
    return RegisteredPerson(
        person_id=f"{father.person_id.removesuffix('01')}04",
        register_id=father.register_id,
        given_name="結",
        given_name_furigana="ユイ",
        birth_date=birth,
        father=couple[0],
        mother=couple[1],
        relationship="長女",
        removed=True,
        entries=(
            matter(
                "出生",
                ("出生日", birth),
                ("出生地", "三重県松阪市"),
                ("届出日", birth + dt.timedelta(days=8)),
                ("届出人", "父"),
            ),
            matter(
                "婚姻",
                ("婚姻日", married),
                ("配偶者氏名", "岸本蓮"),
                ("送付を受けた日", married + dt.timedelta(days=4)),
                ("受理者", "愛知県豊橋市長"),
                ("新本籍", "愛知県豊橋市今橋町９３３１番地"),
                ("称する氏", "夫の氏"),
            ),
        ),
    )
