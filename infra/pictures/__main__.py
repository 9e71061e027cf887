"""`python -m infra.pictures`: draws a page and plays a visit at the emulated terminal; writes docs/pictures."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from chalicelib.render.typesetting import FontSet
from infra import fonts as font_build
from infra.demo.emulation import emulation
from infra.pictures.paper import take_page
from infra.pictures.visit import take_pictures

_OUT = Path("docs/pictures")


def main() -> int:
    """Run the command."""
    print(take_page(FontSet.open(font_build.OUT), _OUT))
    with tempfile.TemporaryDirectory() as scratch:
        state = Path(scratch)
        with emulation(state / "state", state / "output.log", terminal=True) as running:
            for picture in take_pictures(running.description["kiosk_screen"], _OUT):
                print(picture)
    return 0


if __name__ == "__main__":
    sys.exit(main())
