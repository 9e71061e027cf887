"""Spin, the model checker: a model becomes a C program that visits every state."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

MODEL = Path(__file__).with_name("hand_over.pml")
_TIMEOUT = 150


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found. `claim` is the assertion that failed, as Spin writes it; empty when none did."""

    errors: int
    states: int
    claim: str
    unreached: frozenset[str]


def check(directory: Path, *definitions: str, optimise: str = "-O1") -> Verdict:
    """Check the model with these definitions in a directory of its own.

    A search that ends early, at a mistake, takes less time than compiling it well: `optimise` it with `-O0`.
    """
    flags = [f"-D{name}" for name in definitions]
    _run(directory, "spin", *flags, "-a", str(MODEL))
    # SAFETY keeps assertions and deadlocks, which is all that the model claims.
    _run(directory, "gcc", optimise, "-w", "-DSAFETY", "-o", "pan", "pan.c")
    return _verdict(_run(directory, str(directory / "pan"), "-m100000", "-w24"))


def _run(directory: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=directory, check=True, capture_output=True, text=True, timeout=_TIMEOUT)
    return done.stdout


def _verdict(output: str) -> Verdict:
    found = re.search(r"pan:1: (.*) \(at depth", output)
    if "max search depth too small" in output or ("Search not completed" in output and not found):
        raise AssertionError("the search was not exhaustive")
    return Verdict(
        errors=int(_number(r"errors: (\d+)", output)),
        states=int(_number(r"(\d+) states, stored", output)),
        claim=found.group(1) if found else "",
        unreached=frozenset(_unreached(output)),
    )


def _number(pattern: str, output: str) -> str:
    found = re.search(pattern, output)
    if found is None:
        raise AssertionError(output)
    return found.group(1)


def _unreached(output: str) -> list[str]:
    """Return the functions with statements that no run reached."""
    sections = re.findall(r"unreached in proctype (\w+)\n(.*?)\((\d+) of", output, re.DOTALL)
    return [name for name, _, count in sections if count != "0"]
