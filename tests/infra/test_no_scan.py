"""Nothing is ever looked for by reading a whole table: what a visit costs does not grow with what is stored."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from infra.permissions import PERMISSIONS

_DEPLOYED = Path(__file__).parents[2] / "chalicelib"
# PartiQL reads a whole table when its condition names no key, and its words are not seen from here.
_UNBOUNDED = {"scan", "execute_statement", "batch_execute_statement", "execute_transaction"}


# Run by the office's command alone, over a table that holds what it has declared void, a few rows in a year.
_OFFICE = "void_issuances"


def test_no_function_may_scan() -> None:
    """No role has Scan, PartiQL, or an action with a wildcard that would include them."""
    actions = {action for permissions in PERMISSIONS.values() for one in permissions for action in one.actions}
    assert actions
    assert not [action for action in actions if "*" in action or "Scan" in action or "PartiQL" in action]


def _names(source: str) -> Iterator[str]:
    """Yield each name and each text of a module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_no_deployed_code_scans() -> None:
    """No module that a function can run names such a call, not even as the name of a paginator."""
    modules = sorted(path for path in _DEPLOYED.rglob("*.py") if path.stem != _OFFICE)
    assert len(modules) > 50
    found = {path.name: _UNBOUNDED.intersection(_names(path.read_text(encoding="utf-8"))) for path in modules}
    assert not {name: names for name, names in found.items() if names}
    assert not [path.name for path in modules if _OFFICE in path.read_text(encoding="utf-8")]


def test_the_search_would_find_one() -> None:
    """A call and a paginator of that name are both seen."""
    assert "scan" in set(_names("client.scan(TableName=table)"))
    assert "scan" in set(_names("client.get_paginator('scan')"))
