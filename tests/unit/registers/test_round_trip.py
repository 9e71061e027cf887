"""Writing and reading are inverse, and no bytes break the reader."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import string

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.registers.check_digits import modulus_11_digit
from chalicelib.registers.entries import (
    BecameResident,
    CardLink,
    Household,
    HouseholdRecord,
    MunicipalitySettings,
    RegisteredDomicile,
    Resident,
)
from chalicelib.registers.file_format import RegisterFileError, read_register, write_register
from chalicelib.registers.municipality_entry import (
    CertificateFee,
    Mayor,
    OfferedCertificate,
    OfficialSeal,
    ServiceHours,
    WeekHours,
)
from chalicelib.registers.register_file import Header, RegisterFile

from .samples import encode, sample

_DAY = dt.date(2026, 11, 23)
_LETTERS = st.characters(exclude_categories=["Cc", "Cf", "Cn", "Cs", "Zl", "Zp", "Zs"], exclude_characters="\ufffd")
_TEXT = st.lists(st.text(_LETTERS, min_size=1, max_size=15), min_size=1, max_size=2).map("　".join)
_ID = st.text(string.ascii_letters + string.digits + "-_", min_size=1, max_size=64)
_DATES = st.dates(dt.date(1900, 1, 1), _DAY)
# A loaded machine is no failure.
_UNHURRIED = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def _residents(draw: st.DrawFn, resident_id: str, household_id: str, number: int, relationship: str) -> Resident:
    born, became, since = sorted(draw(st.tuples(_DATES, _DATES, _DATES)))
    individual, record = f"{number:011d}", f"{number:010d}"
    return Resident(
        resident_id=resident_id,
        household_id=household_id,
        name=draw(_TEXT),
        furigana=draw(st.none() | _TEXT),
        birth_date=born,
        sex=draw(st.sampled_from(["男", "女"])),
        relationship=relationship,
        became_resident=BecameResident(date=became, reason=draw(_TEXT)),
        address_since=draw(st.none() | st.just(since)),
        domicile=RegisteredDomicile(address=draw(_TEXT), head_name=draw(_TEXT)),
        individual_number=individual + modulus_11_digit(individual),
        resident_record_code=record + modulus_11_digit(record),
        notes=tuple(draw(st.lists(_TEXT, max_size=4))),
        entry_in_progress=draw(st.booleans()),
    )


@st.composite
def _register_files(draw: st.DrawFn) -> RegisterFile:
    records: list[HouseholdRecord] = []
    links: list[CardLink] = []
    for household_id in draw(st.lists(_ID, unique=True, max_size=3)):
        residents = []
        for index in range(draw(st.integers(1, 3))):
            number = len(links) + 1
            relationship = "子" if index else "世帯主"
            residents.append(draw(_residents(f"r-{number}", household_id, number, relationship)))
            links.append(_link(f"r-{number}", number, draw(st.none() | st.just(_DAY))))
        household = Household(
            household_id=household_id, municipality="24204", address=draw(_TEXT), head=residents[0].resident_id
        )
        records.append(HouseholdRecord(household=household, residents=tuple(residents)))
    header = Header(format=1, municipality="24204", exported_at=draw(_instants()))
    return RegisterFile(header=header, settings=draw(_settings()), households=tuple(records), card_links=tuple(links))


def _link(resident_id: str, number: int, ended_on: dt.date | None) -> CardLink:
    return CardLink(
        generation="g1",
        serial=str(number),
        certificate_kind="card",
        resident_id=resident_id,
        linked_on=_DAY,
        source="counter",
        ended_on=ended_on,
    )


def _instants() -> st.SearchStrategy[dt.datetime]:
    return st.datetimes(dt.datetime(2026, 11, 23), dt.datetime(2030, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001


def _settings() -> st.SearchStrategy[MunicipalitySettings]:
    amounts = st.integers(0, 100_000)
    offered = st.builds(
        OfferedCertificate,
        type=st.sampled_from(CertificateType),
        fees=st.tuples(st.builds(CertificateFee, amount=amounts)),
    )
    return st.builds(
        MunicipalitySettings,
        code=st.just("24204"),
        version=st.integers(1, 9),
        prefecture=_TEXT,
        name=_TEXT,
        mayors=st.tuples(st.builds(Mayor, title=st.just("松阪市長"), name=_TEXT)),
        seals=st.tuples(st.builds(OfficialSeal, text=_TEXT)),
        certificates=st.lists(offered, unique_by=lambda each: each.type).map(tuple),
        hours=st.just(WeekHours(sunday=ServiceHours(open=dt.time(0), close=dt.time(0)))),
    )


@_UNHURRIED
@given(_register_files())
def test_reading_gives_back_what_was_written(file: RegisterFile) -> None:
    """Whatever is in the books, writing and then reading gives an equal value."""
    assert read_register(write_register(file)) == file


@_UNHURRIED
@given(_register_files())
def test_writing_again_gives_the_same_bytes(file: RegisterFile) -> None:
    """A file that was read and written is byte for byte the same, read from a stream or from lines."""
    written = b"".join(write_register(file))
    assert b"".join(write_register(read_register(io.BytesIO(written)))) == written


@_UNHURRIED
@given(st.lists(st.binary(max_size=80), max_size=5))
def test_no_bytes_break_the_reader(lines: list[bytes]) -> None:
    """Arbitrary bytes are refused with a register file error and nothing else."""
    with contextlib.suppress(RegisterFileError):
        read_register([*encode(sample()), *lines])
        assert not lines


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@_UNHURRIED
@given(st.integers(0, 5), st.data(), _JSON)
def test_no_value_breaks_the_reader(index: int, data: st.DataObject, value: object) -> None:
    """Any JSON value in any field is either accepted or refused with a register file error."""
    objects = sample()
    field = data.draw(st.sampled_from(sorted(objects[index])))
    objects[index][field] = value
    with contextlib.suppress(RegisterFileError):
        read_register(encode(objects))
