"""The compiled modules stay within their memory, whatever they are given."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from infra import native
from tests.unit.render.hostile import CALLS

_SANITIZED = (
    *native.LANGUAGE,
    "-Wno-error",  # what the sanitizers add can look suspicious
    "-O1",
    "-g",
    "-fno-omit-frame-pointer",
    "-fsanitize=address,undefined",
    "-fno-sanitize-recover=all",
)
_CALLS = 3_000
_SOURCES = {source.stem: source for source in native.sources(native.ROOT / "chalicelib")}


def _environment(compiler: native.Compiler) -> dict[str, str]:
    library = subprocess.run([compiler.program, "-print-file-name=libasan.so"], capture_output=True, check=True)
    return os.environ | {
        "LD_PRELOAD": library.stdout.decode().strip(),
        # What Python itself never frees is not looked for; memory for very large pages is refused, not used.
        "ASAN_OPTIONS": "detect_leaks=0:allocator_may_return_null=1:max_allocation_size_mb=2:quarantine_size_mb=16",
        "UBSAN_OPTIONS": "print_stacktrace=1",
        # Every object gets memory of its own, whose ends are watched.
        "PYTHONMALLOC": "malloc",
    }


def _functions(stub: Path) -> set[str]:
    return {node.name for node in ast.parse(stub.read_text()).body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("name", sorted(_SOURCES))
def test_no_call_touches_memory_beside_its_arguments(tmp_path: Path, name: str) -> None:
    """Every function, under hostile arguments, returns or refuses, and the sanitizers find nothing."""
    compiler = native.find_compiler()
    module = tmp_path / native.module_of(_SOURCES[name]).name
    native.compile_module(_SOURCES[name], module, compiler, _SANITIZED)
    command = [sys.executable, "-m", "tests.unit.render.hostile", str(module), str(_CALLS)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=native.ROOT, env=_environment(compiler)
    )
    assert done.returncode == 0, done.stderr
    outcomes = json.loads(done.stdout)
    assert set(outcomes) == set(CALLS[name])
    # Calls that are all refused would show little, as would calls that all work.
    for counts in outcomes.values():
        assert min(counts.values()) > _CALLS / 10, outcomes


@pytest.mark.parametrize("name", sorted(_SOURCES))
def test_no_function_is_left_out(name: str) -> None:
    """Every function that a module's stub names is called with hostile arguments."""
    assert set(CALLS[name]) == _functions(_SOURCES[name].with_suffix(".pyi"))
