"""Whatever is done to an exported audit, clumsily or well, the verifier finds; what was left alone is found right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.protocol.audit_periods import name_of
from infra.demo.tampering import TAMPERINGS, Tampering
from tests.unit.audit.exports import (
    CANCELLED,
    HOUR,
    PRINTED,
    REQUESTED,
    SEALED,
    Audit,
    chain,
    named,
    receipt,
    sample,
    write,
)

LAST = name_of(HOUR + 2)


@pytest.fixture
def audit(tmp_path: Path) -> Audit:
    """Give a sound audit with the receipts of its kiosk."""
    periods = sample()
    printed = [each for chains in periods for each in chains if len(each) == 4]
    return Audit(write(tmp_path / "periods", periods), [receipt(each) for each in printed])


def test_a_sound_audit_has_no_finding(audit: Audit) -> None:
    """With all that an auditor can expect of it: from and until when it must reach, the kiosk's receipts."""
    assert audit.findings(since=name_of(HOUR), until=LAST) == []


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda tampering: tampering.what)
def test_what_somebody_does_to_it_is_found(audit: Audit, tampering: Tampering) -> None:
    """By one who does not know the format, or knows it well, but has not the key."""
    tampering.apply(audit.directory)
    assert audit.findings(until=LAST)


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda tampering: tampering.what)
def test_it_is_found_without_receipts_too(audit: Audit, tampering: Tampering) -> None:
    """The export and the keys suffice."""
    audit.receipts.clear()
    tampering.apply(audit.directory)
    assert audit.findings(until=LAST)


@settings(max_examples=150, deadline=None)
@given(place=st.integers(min_value=0, max_value=10**6), file=st.integers(0, 2), other=st.integers(0, 127))
def test_no_byte_can_be_changed(tmp_path_factory: pytest.TempPathFactory, place: int, file: int, other: int) -> None:
    """Whatever byte of whatever period becomes another one."""
    directory = write(tmp_path_factory.mktemp("audit") / "periods", sample())
    path = sorted(directory.iterdir())[file]
    content = bytearray(path.read_bytes())
    place %= len(content)
    before, content[place] = content[place], other
    path.write_bytes(bytes(content))
    assert bool(Audit(directory).findings()) is (before != other)


@pytest.mark.parametrize("cut", [1, 2, 200])
def test_no_end_can_be_cut_off(audit: Audit, cut: int) -> None:
    """Not even the last line feed."""
    path = audit.directory / name_of(HOUR)
    path.write_bytes(path.read_bytes()[:-cut])
    assert audit.findings()


def test_an_issuance_that_was_never_gathered_is_found_by_its_receipt(tmp_path: Path) -> None:
    """Left out before anything was signed, the audit is sound by itself; what the kiosk was told is missing in it."""
    left_out = chain(named(9), at=(HOUR + 1) * 3600)
    audit = Audit(write(tmp_path / "periods", sample()), [receipt(left_out)])
    assert f"kiosk-0001.receipts line 1: the hand-over of issuance {named(9)} is not in the audit" in audit.findings()


def test_an_issuance_that_was_rewritten_before_it_was_gathered_is_found_by_its_receipt(tmp_path: Path) -> None:
    """The receipt names the digest of the last entry, and so all of them."""
    periods = sample()
    original = periods[0][0]
    periods[0][0] = chain(named(1), at=HOUR * 3600 + 1)
    audit = Audit(write(tmp_path / "periods", periods), [receipt(original)])
    assert any("another audit_entry, handed_over_at" in finding for finding in audit.findings())


def test_an_outcome_that_no_kiosk_has_a_receipt_of_is_asked_about(audit: Audit) -> None:
    """The other way round: the audit tells of a paper that the kiosk knows nothing of, perhaps for an honest reason."""
    del audit.receipts[1]
    (question,) = audit.report().questions
    assert question.where == f"issuance {named(2)}"
    assert "the kiosk has no receipt of it" in question.what
    assert audit.findings() == []


def test_a_forged_receipt_is_found(audit: Audit) -> None:
    """One whose signature does not fit."""
    head, body, signature = audit.receipts[0].split(".")
    audit.receipts[0] = f"{head}.{body}.{signature[:-8]}AAAAAAAA"
    assert any("the receipt has a wrong signature" in finding for finding in audit.findings())


def test_an_hour_that_was_signed_twice_is_found(audit: Audit, tmp_path: Path) -> None:
    """Even with the right key: the statement after it names the first one."""
    other = write(tmp_path / "other", [[chain(named(1))], []])
    (audit.directory / name_of(HOUR)).write_bytes((other / name_of(HOUR)).read_bytes())
    audit.receipts.clear()
    assert audit.findings() == [
        f"{name_of(HOUR + 1)}: the statement before it is not the one of {name_of(HOUR)} that is here"
    ]


MISPRINTED = (*PRINTED[:3], ("misprinted", {"pages_printed": 0}))


def _replacement(fee: int, replaces: str) -> tuple[tuple[str, dict[str, Any]], ...]:
    paid = {"payment_method": "cash" if fee else "none", "payment_amount": fee}
    steps: tuple[dict[str, Any], ...] = (
        REQUESTED | {"replaces": replaces},
        SEALED | {"fee": fee},
        paid,
        {"pages_printed": 2},
    )
    return tuple((state, facts) for (state, _), facts in zip(PRINTED, steps, strict=True))


@pytest.mark.parametrize(
    ("old", "fee", "sound"),
    [(MISPRINTED, 0, True), (MISPRINTED, 200, False), (CANCELLED, 200, True), (CANCELLED, 0, False)],
)
def test_a_replacement_is_free_exactly_where_the_first_one_was_paid(
    tmp_path: Path, old: tuple[tuple[str, dict[str, Any]], ...], fee: int, *, sound: bool
) -> None:
    """A certificate that nobody paid for, and one that was paid twice, are found."""
    chains = [chain(named(1), old), chain(named(2), _replacement(fee, named(1)), at=HOUR * 3600 + 60)]
    wrong = f"issuance {named(2)}: replaces {named(1)} for another fee than that leaves to be paid"
    assert Audit(write(tmp_path / "periods", [chains])).findings() == ([] if sound else [wrong])


def test_two_replacements_of_one_certificate_are_found(tmp_path: Path) -> None:
    """One that did not come out is made good once."""
    again = [chain(named(number), _replacement(0, named(1)), at=HOUR * 3600 + 60) for number in (2, 3)]
    audit = Audit(write(tmp_path / "periods", [[chain(named(1), MISPRINTED), *again]]))
    assert audit.findings() == [f"issuance {named(3)}: replaces {named(1)}, which {named(2)} replaces, too"]
