"""The books beside the resident records, right, and appended to the small register file that is right."""

from __future__ import annotations

import base64
import copy
import struct
import zlib

from .samples import LINK_LINE, Line, sample

SEAL_LINE, REGISTER_LINE, PERSON_LINE, SUPPLEMENT_LINE, SUPPLEMENT_PERSON_LINE, TAX_LINE = range(
    LINK_LINE + 1, LINK_LINE + 7
)
SEAL, REGISTER, PERSON, SUPPLEMENT, SUPPLEMENT_PERSON, TAX = range(6, 12)


def png(width: int = 142, height: int = 142, *, depth: int = 1, rows: bytes | None = None) -> bytes:
    """Make a PNG of one bit whose left half is ink."""
    stride = -(-width // 8)
    row = b"\0" + b"\0" * (stride // 2) + b"\xff" * (stride - stride // 2)
    data = zlib.compress(row * height if rows is None else rows)
    header = struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )


def text(data: bytes) -> str:
    """Write bytes as the file does."""
    return base64.b64encode(data).decode()


_FURTHER: list[Line] = [
    {
        "kind": "seal-registration",
        "registration_id": "s-1",
        "resident_id": "r-1",
        "number": "0012345",
        "registered_on": "2012-03-05",
        "imprint": {"png": text(png()), "width": 120, "height": 120},
    },
    {
        "kind": "family-register",
        "register_id": "f-1",
        "municipality": "24204",
        "domicile": "三重県松阪市本町９３０１番地",
        "head_name": "松浦　健一",
        "matters": [{"title": "戸籍編製", "items": [{"label": "編製日", "date": "2010-04-10"}]}],
    },
    {
        "kind": "registered-person",
        "person_id": "p-1",
        "register_id": "f-1",
        "resident_id": "r-1",
        "given_name": "健一",
        "birth_date": "1983-04-05",
        "relationship": "長男",
        "entries": [{"title": "出生", "items": [{"label": "出生地", "text": "三重県津市"}]}],
    },
    {"kind": "family-register-supplement", "register_id": "f-1", "made_on": "2010-04-10", "made_by": "編製"},
    {
        "kind": "supplement-person",
        "register_id": "f-1",
        "person_id": "p-1",
        "resident_id": "r-1",
        "name": "松浦　健一",
        "given_name": "健一",
        "birth_date": "1983-04-05",
        "sex": "男",
        "resident_record_code": "12345678903",
        "addresses": [
            {"address": "三重県津市丸之内９２０１番地", "since": "2010-04-10"},
            {"address": "三重県松阪市殿町９１０１番地", "since": "2020-06-07"},
        ],
    },
    {
        "kind": "taxation",
        "resident_id": "r-1",
        "fiscal_year": 2026,
        "address_on_1_january": "三重県松阪市殿町９１０１番地",
        "basis": "declared",
        "assessment": {
            "total_income": 3_000_000,
            "net_income": 3_000_000,
            "incomes": [{"name": "給与", "amount": 3_000_000, "receipts": 4_300_000}],
            "deductions": [{"name": "基礎", "amount": 430_000}],
            "taxable_income": 2_570_000,
        },
        "levies": {"municipal_income": 152_700, "municipal_per_capita": 3000, "forest": 1000},
    },
]


def further() -> list[Line]:
    """Return the objects of a file that is right and has every book, free to be changed."""
    return [*sample(), *copy.deepcopy(_FURTHER)]
