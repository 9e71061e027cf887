"""A different household on every page: names, addresses and numbers by chance.

Kanji are the 2,965 of the first level of JIS X 0208 and some variants, drawn as unevenly as in real text: the n-th most
frequent n times as rarely as the first (Zipf), so that every page has some that the process has not drawn before.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Iterator

from chalicelib.registers.entries import (
    BecameResident,
    Household,
    HouseholdRecord,
    Municipality,
    RegisteredDomicile,
    Resident,
)
from chalicelib.render.certificates.resident_record import ResidentRecordOptions, compose
from chalicelib.render.certificates.sheets import Issue
from chalicelib.render.document import Document

_EVERYTHING = ResidentRecordOptions(
    relationship=True, domicile=True, individual_number=True, resident_record_code=True, foreign_items=True
)
# The first level of JIS X 0208: rows 16 to 47.
_KANJI = "".join(
    bytes((row + 0xA0, column + 0xA0)).decode("euc_jp")
    for row, column in itertools.product(range(16, 48), range(1, 95))
    if (row, column) <= (47, 51)
)
_WEIGHTS = tuple(itertools.accumulate(1 / rank for rank in range(1, len(_KANJI) + 1)))
_VARIANTS = ("辻\U000e0102", "葛\U000e0103", "邊\U000e0109", "邉\U000e0110", "髙", "﨑", "𠮷")
_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン"
_DIGITS = "０１２３４５６７８９"
_TODAY = dt.date(2026, 11, 23)
_CITY = Municipality(
    code="24204",
    prefecture="三重県",
    name="松阪市",
    mayor_title="松阪市長",
    mayor_name="山室　一郎",
    seal_text="松阪市長之印",
)
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def documents(seed: int, members: int = 2) -> Iterator[Document]:
    """Yield certificates of one page without end, of a household of so many that no other shares."""
    dice = random.Random(seed)  # noqa: S311 - invents people, no secrets
    while True:
        record = _household(dice, members)
        everybody = tuple(resident.resident_id for resident in record.residents)
        issue = Issue("".join(dice.choices(_CROCKFORD, k=26)), _TODAY)
        yield compose(record, _CITY, holder=everybody[0], members=everybody, options=_EVERYTHING, issue=issue)


def _household(dice: random.Random, members: int) -> HouseholdRecord:
    family, domicile = _name_part(dice), _address(dice)
    residents = tuple(_resident(dice, number, family, domicile) for number in range(members))
    household = Household(household_id="h", municipality="24204", address=_address(dice), head=residents[0].resident_id)
    return HouseholdRecord(household=household, residents=residents)


def _resident(dice: random.Random, number: int, family: str, domicile: str) -> Resident:
    return Resident(
        resident_id=f"r{number}",
        household_id="h",
        name=f"{family}　{_kanji(dice, 2)}",
        furigana=f"{_kana(dice)}　{_kana(dice)}",
        birth_date=dt.date(1950, 1, 1) + dt.timedelta(days=dice.randrange(25000)),
        sex="男" if number % 2 else "女",
        relationship="世帯主" if number == 0 else "子",
        became_resident=BecameResident(date=_day(dice), reason="転入"),
        address_since=_day(dice),
        notified_on=_day(dice),
        previous_address=_address(dice),
        domicile=RegisteredDomicile(address=domicile, head_name=f"{family}　{_kanji(dice, 2)}"),
        individual_number=_number(dice, 12),
        resident_record_code=_number(dice, 11),
    )


def _name_part(dice: random.Random) -> str:
    return str(dice.choice([*_VARIANTS, *_kanji(dice, len(_VARIANTS))])) + _kanji(dice, 1)


def _address(dice: random.Random) -> str:
    place = f"{_kanji(dice, 2)}県{_kanji(dice, 2)}市{_kanji(dice, 3)}町"
    return f"{place}{dice.choice(_DIGITS[1:])}丁目{dice.choice(_DIGITS[1:])}番{dice.choice(_DIGITS[1:])}号"


def _kanji(dice: random.Random, count: int) -> str:
    return "".join(dice.choices(_KANJI, cum_weights=_WEIGHTS, k=count))


def _kana(dice: random.Random) -> str:
    return "".join(dice.choices(_KANA, k=4))


def _number(dice: random.Random, digits: int) -> str:
    return "".join(dice.choices("0123456789", k=digits))


def _day(dice: random.Random) -> dt.date:
    return dt.date(1990, 1, 1) + dt.timedelta(days=dice.randrange(13000))
