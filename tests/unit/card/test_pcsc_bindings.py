"""The PC/SC reader's dependence on pyscard, which a machine without card readers need not have."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kiosk.card import PcscReader, ReaderUnavailable


def test_importing_the_package_needs_no_bindings(pytestconfig: pytest.Config) -> None:
    """A fresh interpreter imports the kiosk's card package without loading pyscard, or anything of the emulation."""
    program = (
        "import kiosk.card, sys; print(sorted({name.split('.')[0] for name in sys.modules} & {'smartcard', 'infra'}))"
    )
    command, root = [sys.executable, "-c", program], pytestconfig.rootpath
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=root)  # fixed words
    assert done.stdout.strip() == "[]"


def test_missing_bindings_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pyscard the PC/SC reader is unavailable, and says which package is missing."""
    monkeypatch.setitem(sys.modules, "smartcard.scard", None)
    with pytest.raises(ReaderUnavailable, match="pyscard"):
        PcscReader().card_present()
    with pytest.raises(ReaderUnavailable, match="pyscard"), PcscReader().connect():
        pytest.fail("the session must not open")
