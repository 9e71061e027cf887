"""`python -m kiosk CONFIGURATION`: runs a terminal until it is interrupted.

Options: `--while-input-is-open` ends the terminal when whoever started it is gone.
"""

from __future__ import annotations

import importlib
import sys

from kiosk.agent.hardening import restart_hardened

if __name__ == "__main__":
    # First of all: whatever is loaded before the restart is loaded twice.
    restart_hardened(["-m", "kiosk", *sys.argv[1:]])
    raise SystemExit(importlib.import_module("kiosk.running").main(sys.argv[1:]))
