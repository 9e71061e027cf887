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


def test_a_receipt_from_outside_the_export_is_no_finding(tmp_path: Path) -> None:
    """It can only be checked with the hours it is about, which the verifier says."""
    outside = chain(named(7), at=(HOUR + 50) * 3600)
    report = Audit(write(tmp_path / "periods", sample()), [receipt(outside)]).report()
    assert any("its period is not in this export" in remark for remark in report.remarks)
