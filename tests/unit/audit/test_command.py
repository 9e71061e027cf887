"""The verifier as an auditor runs it: a directory copied somewhere, with nothing of Kofu around it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import infra.audit
from chalicelib.protocol.audit_periods import name_of
from tests.unit.audit.exports import HOUR, JWKS, PRINTED, Audit, chain, named, receipt, sample, write

NOT_THERE = "import sys; sys.modules.update(dict.fromkeys(('chalicelib', 'infra', 'msgspec', 'boto3', 'botocore')))"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Copy the verifier; write an export beside it."""
    (source,) = infra.audit.__path__
    shutil.copytree(source, tmp_path / "audit", ignore=shutil.ignore_patterns("__pycache__"))
    write(tmp_path / "export", sample())
    (tmp_path / "keys.json").write_text(json.dumps(JWKS))
    return tmp_path


def _run(directory: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # Every other package of Kofu, and its libraries, are made impossible to import.
    code = f"{NOT_THERE}; sys.path.insert(0, '.'); from audit.__main__ import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-I", "-c", code, "export", "--keys", "keys.json", *arguments]
    return subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)


def test_it_needs_nothing_but_itself_and_cryptography(copied: Path) -> None:
    """A sound audit: exit status 0, what was checked, and that nothing is wrong."""
    done = _run(copied, "--until", name_of(HOUR + 2))
    assert (done.returncode, done.stderr) == (0, "")
    assert "checked: 3 periods, 5 issuances, 19 entries, 0 receipts" in done.stdout
    assert done.stdout.endswith("Nothing is wrong.\n")


def test_what_is_wrong_is_said_with_its_place(copied: Path) -> None:
    """Exit status 1, and a line for each finding that says where and what."""
    (copied / "export" / name_of(HOUR + 1)).unlink()
    done = _run(copied)
    assert done.returncode == 1
    assert f"WRONG  {name_of(HOUR + 2)}: the periods before it are missing: {name_of(HOUR + 1)}" in done.stdout


@pytest.mark.parametrize(("keys", "receipts"), [("{}", []), ("no", []), (None, []), ("sound", ["--receipts", "none"])])
def test_what_cannot_be_verified_is_neither_right_nor_wrong(
    copied: Path, keys: str | None, receipts: list[str]
) -> None:
    """Without keys, or a file that was named: exit status 2."""
    path = copied / "keys.json"
    if keys is None:
        path.unlink()
    elif keys != "sound":
        path.write_text(keys)
    done = _run(copied, *receipts)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("cannot verify: ")


def test_a_key_of_another_purpose_signs_no_statement(copied: Path) -> None:
    """The key that signs receipts cannot sign the audit, whatever its id."""
    swapped = {"audit": "receipt", "receipt": "audit"}
    keys = [key | {"purpose": swapped[str(key["purpose"])]} for key in JWKS["keys"]]
    (copied / "keys.json").write_text(json.dumps({"keys": keys}))
    done = _run(copied)
    assert done.returncode == 1
    assert "is signed with a key that is not among the audit keys" in done.stdout


def test_an_export_from_the_middle_says_so(tmp_path: Path) -> None:
    """It can be sound by itself; what went before it is not vouched for."""
    report = Audit(write(tmp_path / "periods", sample(), previous="0" * 64)).report()
    assert not report.findings
    assert any(f"what was before {name_of(HOUR)} is not checked" in remark for remark in report.remarks)


def test_an_empty_export_is_not_right(tmp_path: Path) -> None:
    """Nothing at all is a finding."""
    assert Audit(write(tmp_path / "periods", [])).findings() == ["export: holds no period"]


STRANGE: dict[str, tuple[str, dict[str, Any], str]] = {
    "a certificate about somebody else": (
        "sealed",
        {"subject_is_applicant": False},
        "somebody other than its applicant",
    ),
    "not the fee": ("handed-over", {"payment_amount": 1}, "what was paid is not the fee"),
    "a page too few": ("printed", {"pages_printed": 1}, "are not those that were sealed"),
    "a fact too few": ("requested", {"kiosk_id": None}, "does not tell 'kiosk_id'"),
}


@pytest.mark.parametrize("name", STRANGE)
def test_what_is_signed_and_still_makes_no_sense_is_found(tmp_path: Path, name: str) -> None:
    """Errors of the service itself: the signature is right, what it covers is not."""
    state, facts, wrong = STRANGE[name]
    steps = tuple((each, old | facts if each == state else old) for each, old in PRINTED)
    audit = Audit(write(tmp_path / "periods", [[chain(named(1), steps)]]))
    (finding,) = audit.findings()
    assert wrong in finding


def test_a_replacement_of_what_was_printed_is_found(tmp_path: Path) -> None:
    """Two papers for one payment."""
    steps = tuple((state, facts | ({"replaces": named(1)} if state == "requested" else {})) for state, facts in PRINTED)
    audit = Audit(write(tmp_path / "periods", [[chain(named(1)), chain(named(2), steps)]]))
    assert audit.findings() == [f"issuance {named(2)}: replaces {named(1)}, which was printed"]


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ((HOUR + 50) * 3600, "remark"),
        (HOUR * 3600 - 50, "remark"),
        # Repeated to a kiosk that did not hear it: what it is about ended in the hour before.
        (HOUR * 3600 + 600, "question"),
        (HOUR * 3600 + 660, "finding"),
        ((HOUR + 2) * 3600 - 4, "finding"),
        # The index of the ledger may show it late: then it is gathered with the next hour.
        ((HOUR + 2) * 3600, "question"),
    ],
)
def test_what_may_honestly_be_beside_the_export_is_no_finding(tmp_path: Path, at: int, said: str) -> None:
    """A receipt whose issuance is missing is one only if it could not be beside; if it could, that must be shown."""
    report = Audit(write(tmp_path / "periods", sample()), [receipt(chain(named(7), at=at))]).report()
    assert any("is not in the audit" in str(finding) for finding in report.findings) is (said == "finding")
    assert any("or was left out" in str(question) for question in report.questions) is (said == "question")
    assert any("its period is not in this export" in remark for remark in report.remarks) is (said == "remark")


@pytest.mark.parametrize(("hour", "found"), [(0, False), (1, True), (2, False)])
def test_what_is_replaced_may_be_beside_the_export_too(tmp_path: Path, hour: int, *, found: bool) -> None:
    """Before its beginning, or gathered after its end; in between it must be there."""
    steps = tuple((state, facts | ({"replaces": named(6)} if state == "requested" else {})) for state, facts in PRINTED)
    periods = sample()
    periods[hour] = [*periods[hour], chain(named(8), steps, at=(HOUR + hour) * 3600)]
    report = Audit(write(tmp_path / "periods", periods)).report()
    replaces = f"issuance {named(8)}: replaces {named(6)}, which is"
    beside = f"{replaces} in the hour beside this export, or was left out"
    assert [str(finding) for finding in report.findings] == ([f"{replaces} not in the audit"] if found else [])
    assert (beside in map(str, report.questions)) is not found


def test_outcomes_beside_a_kiosks_receipts_are_one_question(tmp_path: Path) -> None:
    """Receipts that were collected before the export ends say nothing of what came later: that must be explained."""
    periods = sample()
    report = Audit(write(tmp_path / "periods", periods), [receipt(each) for each in periods[0][:3]]).report()
    assert report.findings == []
    beside = "kiosk-0001: 1 outcomes before its first or after its last receipt here"
    assert [str(question) for question in report.questions] == [
        f"{beside}: its receipts are of another time, or there was no such paper"
    ]


def test_a_question_is_no_finding_and_no_silence(copied: Path, tmp_path: Path) -> None:
    """The command says what must be explained, and its exit status that something must."""
    receipts = tmp_path / "kiosk.receipts"
    receipts.write_text("".join(f"{receipt(chain(named(number)))}\n" for number in (1, 3)))
    done = _run(copied, "--receipts", str(receipts))
    assert done.returncode == 3
    assert f"ASK    issuance {named(2)}" in done.stdout
