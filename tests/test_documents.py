"""The documents say what is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_every_test_that_the_attack_table_names_exists() -> None:
    """A row of the attack table is worth as much as its tests: each of them is there under that name."""
    named = re.findall(r"`([a-z/_]+\.py)(?:::(\w+))?`", (ROOT / "docs" / "attacks.md").read_text())
    assert len(named) > 20
    missing = [
        f"{path}::{test}" for path, test in named if f"def {test}" not in (ROOT / "tests" / path).read_text() and test
    ]
    assert missing == []


def test_every_link_of_the_readme_and_the_documents_leads_somewhere() -> None:
    """No relative link in the Markdown files is dead."""
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    dead = [
        f"{page.name}: {target}"
        for page in pages
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text())
        if not (page.parent / target).exists()
    ]
    assert dead == []
