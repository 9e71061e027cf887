"""A small register file that is right, and ways to make it wrong."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from chalicelib.registers.file_format import RegisterFileError, read_register

Line = dict[str, Any]

HEADER: Line = {
    "kind": "register-file",
    "format": 1,
    "municipality": "24204",
    "exported_at": "2026-11-22T15:00:00Z",
}
MUNICIPALITY: Line = {
    "kind": "municipality",
    "code": "24204",
    "prefecture": "三重県",
    "name": "松阪市",
    "version": 1,
    "mayors": [{"title": "松阪市長", "name": "架空　市長"}],
    "seals": [{"text": "松阪市長之印"}],
    "certificates": [{"type": "resident-record", "fees": [{"amount": 300}]}],
    "hours": {"weekday": {"open": "06:30:00", "close": "23:00:00"}},
    "closures": [{"begins": "2026-12-29T00:00:00", "ends": "2027-01-04T00:00:00"}],
}
HOUSEHOLD: Line = {
    "kind": "household",
    "household_id": "h-1",
    "municipality": "24204",
    "address": "三重県松阪市殿町９１０１番地",
    "head": "r-1",
}
HEAD: Line = {
    "kind": "resident",
    "resident_id": "r-1",
    "household_id": "h-1",
    "name": "松浦　健一",
    "furigana": "マツウラ　ケンイチ",
    "former_name": {"name": "野呂", "furigana": "ノロ"},
    "birth_date": "1983-04-05",
    "sex": "男",
    "relationship": "世帯主",
    "became_resident": {"date": "2012-03-01", "reason": "転入"},
    "address_since": "2020-06-07",
    "notified_on": "2020-06-10",
    "previous_address": "三重県津市丸之内９２０１番地",
    "domicile": {"address": "三重県松阪市本町９３０１番地", "head_name": "松浦　健一"},
    "individual_number": "123456789018",
    "resident_record_code": "12345678903",
    "notes": ["職権により氏名の文字を訂正"],
    "departure": {"notified_on": "2026-11-20", "leaves_on": "2026-12-01"},
    "protection": {"since": "2026-01-01", "until": "2026-12-31"},
}
SPOUSE: Line = {
    "kind": "resident",
    "resident_id": "r-2",
    "household_id": "h-1",
    "name": "REYES CRISTINA",
    "birth_date": "1985-06-07",
    "sex": "女",
    "relationship": "妻",
    "became_resident": {"date": "2012-07-09", "reason": "転入"},
    "foreign": {
        "nationality": "フィリピン",
        "residence_class": "中長期在留者",
        "residence_status": "定住者",
        "period_of_stay": "３年",
        "expires_on": "2028-01-02",
        "card_number": "AB12345678CD",
        "alias": "松浦　クリスティナ",
    },
    "individual_number": "023456789013",
    "resident_record_code": "98765432103",
}
LINK: Line = {
    "kind": "card-link",
    "generation": "g2",
    "serial": "123456789012345678901234567890",
    "certificate_kind": "card",
    "resident_id": "r-1",
    "linked_on": "2024-05-06",
    "source": "office counter",
}

HEADER_LINE, MUNICIPALITY_LINE, HOUSEHOLD_LINE, HEAD_LINE, SPOUSE_LINE, LINK_LINE = range(1, 7)

Change = Callable[[list[Line]], object]


def sample() -> list[Line]:
    """Return the objects of a file that is right, free to be changed."""
    return copy.deepcopy([HEADER, MUNICIPALITY, HOUSEHOLD, HEAD, SPOUSE, LINK])


def encode(objects: Iterable[Any]) -> list[bytes]:
    """Return the objects as lines of a file; ASCII only, so that lone surrogates can be written."""
    return [json.dumps(each).encode() + b"\n" for each in objects]


def refused(lines: Iterable[bytes]) -> RegisterFileError:
    """Return the error with which these lines are refused."""
    with pytest.raises(RegisterFileError) as caught:
        read_register(lines)
    return caught.value


def problems(lines: Iterable[bytes]) -> set[tuple[int, str]]:
    """Return line and field of every error with which these lines are refused."""
    return {(error.line, error.field) for error in refused(lines).errors}
