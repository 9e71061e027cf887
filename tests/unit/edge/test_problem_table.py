"""The table from errors to problem codes: complete, without a spare row, and silent about what it does not know."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import chalicelib
from chalicelib.edge.problem_table import CODES, code_of
from chalicelib.edge.settings import NotConfigured
from chalicelib.protocol import errors
from chalicelib.protocol.errors import KofuError
from chalicelib.protocol.problems import PROBLEMS

for _module in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
    # So that every error that there is exists when the tests ask for all of them, whatever ran before.
    importlib.import_module(_module.name)

INTERNAL = {
    *("SealBroken", "ImageArchiveInvalid", "ImageCorrupt", "SubjectMismatch", "ReceiptInvalid"),
    *("KeyUnusable", "JwsInvalid", "VoidListInvalid", "Base45Malformed", "CborMalformed"),
    *("PageCodeInvalid", "PageCodeMalformed", "PageKeyUnknown", "PageKeyNotCertified"),
    *("PageSignatureWrong", "PageKeyExpired"),
}
"""What must never be answered in detail: broken integrity, and what only readers of papers and lists raise."""


def _kinds(root: type[KofuError] = KofuError) -> Iterator[type[KofuError]]:
    for kind in root.__subclasses__():
        yield kind
        yield from _kinds(kind)


def _ours() -> list[type[KofuError]]:
    return [kind for kind in _kinds() if kind.__module__.startswith("chalicelib.")]


@pytest.mark.parametrize("kind", _ours(), ids=lambda kind: kind.__name__)
def test_every_error_has_its_code(kind: type[KofuError]) -> None:
    """Each typed error maps to a published code; only what a kiosk can do nothing about is `internal`."""
    code = code_of(kind.__new__(kind))
    assert code in PROBLEMS
    assert (code == "internal") == (kind.__name__ in INTERNAL)


def test_every_code_is_somebodys() -> None:
    """No published code but `internal` is without an error that leads to it."""
    assert set(CODES.values()) == set(PROBLEMS) - {"internal"}


def test_each_error_has_a_code_of_its_own() -> None:
    """Two errors share a code only where the table says so."""
    shared = [code for code in CODES.values() if list(CODES.values()).count(code) > 1]
    assert set(shared) == {"service-suspended"}


@pytest.mark.parametrize(
    "error", [ValueError("24204"), KeyError("name"), KofuError(), RuntimeError(), SystemExit()], ids=repr
)
def test_what_is_unknown_is_internal(error: BaseException) -> None:
    """Whatever else happens, the kiosk hears nothing about it."""
    assert code_of(error) == "internal"


def test_a_kind_of_an_error_is_what_its_parent_is() -> None:
    """A refinement for the log is no other answer for the kiosk."""
    assert code_of(errors.SessionKeyMalformed()) == "invalid-request"
    assert code_of(errors.TransitionForbidden("sealed", "printed")) == "conflict"
    assert code_of(NotConfigured("KOFU_BUILD")) == "service-suspended"
