"""The figures of the proofs, printed with the tests' output (`pytest -s`, or `-rP`)."""

from __future__ import annotations


def show(figure: str) -> None:
    """Print a figure."""
    print(f"\n{figure}")  # noqa: T201 - the figures are part of the proof
