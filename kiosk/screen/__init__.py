"""What the resident sees, hears and touches: a page without a build step, served by the terminal's agent."""

from __future__ import annotations

from pathlib import Path

STATIC = Path(__file__).parent / "static"
