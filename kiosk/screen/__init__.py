"""What the resident sees, hears and touches: a page without a build step, served by the terminal's agent."""

from __future__ import annotations

from pathlib import Path

from kiosk.terminal.actions import Language

STATIC = Path(__file__).parent / "static"
LANGUAGES: tuple[Language, ...] = ("ja", "en")
"""As BCP 47 tags; the first is the one the terminal rests in."""
