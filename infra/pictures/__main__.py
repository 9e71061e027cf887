"""`python -m infra.pictures`: plays a visit at the emulated terminal and writes docs/pictures/terminal-*.png."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from infra.demo.emulation import emulation
from infra.pictures.visit import take_pictures

_OUT = Path("docs/pictures")


def main() -> int:
    """Run the command."""
    with tempfile.TemporaryDirectory() as scratch:
        state = Path(scratch)
        with emulation(state / "state", state / "output.log", terminal=True) as running:
            for picture in take_pictures(running.description["kiosk_screen"], _OUT):
                print(picture)
    return 0


if __name__ == "__main__":
    sys.exit(main())
