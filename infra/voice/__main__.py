"""`python -m infra.voice`: makes the audio files of the terminal in build/voice, unless they are there already."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from infra.voice.making import make
from infra.voice.speakers import SpeakerMissing

_OUT = Path("build/voice")


def main() -> int:
    """Run the step from the command line."""
    parser = argparse.ArgumentParser(prog="python -m infra.voice", description="Make the terminal's audio files")
    parser.add_argument("--out", type=Path, default=_OUT, help="where the files go")
    arguments = parser.parse_args()
    try:
        made = make(arguments.out)
    except SpeakerMissing as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{arguments.out}: {f'{made} files made' if made else 'up to date'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
