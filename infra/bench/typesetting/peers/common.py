"""What every peer is given: pages as drawn lists, a background, and a loop that times one page at a time.

These files run in an environment of their own that has the peers and nothing of Kofu. A page is a JSON object:
`runs` ([text, simple, left, baseline, size, percent, gap, fixed], pixels at 400 dpi; `simple` is the text with each
variation sequence as one private code point, for engines that do not shape), `rules` ([left, top, right, bottom]),
`code` ([left, top, side, module, rows of 0 and 1]).
"""

import io
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from PIL import Image

WIDTH, HEIGHT, DPI = 3307, 4677, 400
FAMILY = "IPAmjMincho"
Page = dict[str, Any]


class Peer(Protocol):
    """Draws pages one after another, each as a lossless image."""

    def draw(self, page: Page) -> bytes:
        """Draw one page and encode it."""
        ...


def code_image(page: Page) -> Image.Image:
    """Return the code with its quiet zone, one pixel a pixel of the page."""
    _, _, side, module, rows = page["code"]
    small = Image.frombytes("L", (side, side), bytes(0 if dark == "1" else 255 for row in rows for dark in row))
    return small.resize((side * module, side * module), Image.Resampling.NEAREST)


def png(image: Image.Image) -> bytes:
    """Encode as PNG at the fastest level that Pillow has."""
    written = io.BytesIO()
    image.save(written, "PNG", compress_level=1)
    return written.getvalue()


def serve(peer: Peer) -> None:
    """Draw the page that each line of the input names by its number; answer milliseconds of CPU and in all, bytes."""
    pages, kept = json.loads((directory() / "pages.json").read_text()), sys.argv[3:]
    for line in sys.stdin:
        page = pages[int(line)]
        start, worked = time.perf_counter(), _worked()
        drawn = peer.draw(page)
        spent = [(_worked() - worked) * 1000, (time.perf_counter() - start) * 1000]
        print(json.dumps([*spent, len(drawn)]), flush=True)
        if kept:
            Path(kept[0]).write_bytes(drawn)
    os._exit(0)


def _worked() -> float:
    """Return the CPU time of this process and of all that come from it (a browser's), in seconds."""
    return time.process_time() + sum(map(_time_of, _descendants("self")))


def _descendants(process: str) -> Iterator[str]:
    for task in Path(f"/proc/{process}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield child
            yield from _descendants(child)


def _time_of(process: str) -> float:
    # User and system time, behind the name in brackets.
    numbers = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")


def directory() -> Path:
    """Return where the pages, the background and the fonts lie."""
    return Path(sys.argv[2])
