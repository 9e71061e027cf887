"""The table, the plot and the words around them."""

from __future__ import annotations

import datetime as dt
import html
import os
import platform
import sys
from collections.abc import Sequence
from math import log10
from pathlib import Path
from statistics import median, quantiles

from infra.bench.typesetting.contest import ALONE, NAMES, OURS, Contender, times
from infra.bench.typesetting.processes import PAGES, Figures
from infra.bench.typesetting.stages import FLOOR, Stages

_BAR, _ROW, _LEFT = 460, 30, 260


def write(docs: Path, contenders: Sequence[Contender], stages: Stages, figures: Figures, *, rounds: int) -> str:
    """Write the document and the plot; return the tables."""
    tables = "\n\n".join(
        (
            _contest(contenders, rounds),
            _aims(contenders, stages, figures, rounds),
            _stages(stages),
            _figures(contenders[0], figures),
        )
    )
    (docs / "typesetting-benchmark.svg").write_text(_plot(contenders))
    (docs / "typesetting-benchmark.md").write_text(_document(tables, rounds))
    return tables


def _document(tables: str, rounds: int) -> str:
    contest, aims, stages, figures = tables.split("\n\n")
    python = f"Python {sys.version_info.major}.{sys.version_info.minor}"
    return f"""# What typesetting a page costs

Written by `make bench-typesetting`, {dt.datetime.now(dt.UTC):%Y-%m-%d}: {python}, {_processor()},
{os.cpu_count()} cores of which one was used, load {os.getloadavg()[0]:.0f} at the end. Every engine draws the
same resident records, **a different household on every page**, A4 at 400 dpi ({rounds} turns
in one run, the engines in turn, warm processes; medians). Times are the CPU's, of a browser all its processes'. How
many times as long another engine takes is worked out in each turn, and the median of the turns is shown: the machine's
own speed may change by half from one to the next. What else runs on the machine lengthens the time until a page is
there, and by taking caches and half of a core the CPU's too.

![milliseconds for each page](typesetting-benchmark.svg)

{contest}

Kofu's time is that from a document to a PNG ready to seal: every text looked up in the table of what the fonts draw,
texts fitted and broken, the signed code encoded, everything drawn, the finished page checked (R10), deflated. Not in
it: the signature in the code (made by a key in memory) and sealing (see the authentication and sealing figures). Nor
the drawing of frequent glyphs, which is done when the fonts are made: ASCII, kana, and the kanji of the first level of
JIS X 0208 in six sizes, which these people's are but for seven variants. Any other takes about a third of a
millisecond, once in a process and size. The row "drawing alone" is Kofu when it is given what the others are given and
does what they do: it places fitted texts and a code's modules, and deflates, byte for byte the same page.

What the others are spared: they get the texts already fitted and placed, the code as ready modules, and the ground
pattern with the official seal as an image in memory; they check nothing. All encode their RGB raster with Pillow's
fastest PNG level, which is faster than their own encoders; Typst and Chromium write PNG themselves, Chromium with
`optimizeForSpeed`, its form staying laid out from page to page. What they must do and Kofu need not: they draw
anti-aliased in 24 or 32 bits a pixel. Kofu draws four colours, because the page is printed dot by dot; most of its
gain comes from that and from drawing and deflating what is common to many pages once. The row "form kept as a
surface" gives that second idea to Cairo. Drawn once are the form with its labels, the seal, and what the office says
all day, the date among it. The pattern is laid under the pages that PDFium draws, in their favour: as an image in the
PDF it would be resampled, and its latent word lost.

## Against the aims

{aims}

What the time is spent on, as the processor was sampled on 27 November 2026: two fifths are ISA-L, which deflates the
rows that a page changes, and goes by what it writes: finer bands, its other levels, a smaller window, a dictionary, and
zlib-ng and libdeflate in its place were tried, and none makes a page both faster and smaller. A quarter is reading and
writing those rows, 1.8 MB of them, from beginning to end: to copy them, to unite them with the ink, to compare them
with the template, to sum them up. The rest is Python, some thousand calls for thirty texts of three hundred glyphs.
The loops over single bytes are compiled (`drawing.c`, `packed.c`, `qr.c`): in Python, on the arrays of bits of a
library, a page took half as long again, and could be compared with its template in one row of 37 only.

Five whole runs on 27 November 2026, two of them with Debian's own Python, on a machine whose own speed changed by half
within the hour, made a page 72, 93, 90, 92 and 89 times faster than Typst's, 104, 110, 112, 116 and 108 times faster
than Chromium's (drawing alone: 130, 146, 146, 161 and 144 times), at 2.2, 2.1, 2.2, 2.1 and 2.2 times the floor.

## Where a page's time goes
Each stage on its own; the second half of the pages, median milliseconds.

{stages}

## Size, memory, start

{figures}
"""


def _contest(contenders: Sequence[Contender], rounds: int) -> str:
    ours = contenders[0]
    lines = [
        "| | ms a page | middle half | times Kofu | ms until it was there | times Kofu | KiB a page |",
        "|---|---|---|---|---|---|---|",
    ]
    for each in sorted(contenders, key=lambda one: one.time):
        low, _, high = quantiles(each.milliseconds, n=4)
        found = times(each, ours, rounds)
        ratio = f"{found:.1f}" if each.name in {OURS, ALONE} else f"**{found:.0f}**"
        waited, ours_waited = median(each.waited), median(ours.waited)
        lines.append(
            f"| {each.name} | {each.time:.1f} | {low:.1f} to {high:.1f} | {ratio} | {waited:.0f} | "
            f"{waited / ours_waited:.0f} | {median(each.sizes) / 1024:.0f} |"
        )
    return "\n".join(lines)


def _aims(contenders: Sequence[Contender], stages: Stages, figures: Figures, rounds: int) -> str:
    ours, alone, *others = contenders
    fastest = min(others, key=lambda one: one.time)
    chromium = next(one for one in others if one.name == NAMES["chromium"])
    rows = (
        (f"times faster than the fastest other, {fastest.name}", "40", _times(fastest, ours, alone, rounds)),
        ("times faster than Chromium", "100", _times(chromium, ours, alone, rounds)),
        ("times the floor", "under 4", f"{stages.whole / stages.milliseconds[FLOOR]:.1f}"),
        ("KiB a page", "at most 200", f"{median(ours.sizes) / 1024:.0f}"),
        ("MiB for twenty pages", "under 128", f"{figures.peak:.0f}"),
    )
    return "\n".join(("| | aim | reached |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)))


def _times(other: Contender, ours: Contender, alone: Contender, rounds: int) -> str:
    return f"{times(other, ours, rounds):.0f}; the drawing alone {times(other, alone, rounds):.0f}"


def _stages(stages: Stages) -> str:
    floor = stages.milliseconds[FLOOR]
    lines = ["| stage | ms |", "|---|---|"]
    lines += (f"| {name} | {spent:.2f} |" for name, spent in stages.milliseconds.items() if name != FLOOR)
    lines += (
        f"| **all of it** | **{stages.whole:.2f}** |",
        f"| {FLOOR} ({stages.touched:.0%} of the rows) | {floor:.2f} |",
        f"| times the floor | **{stages.whole / floor:.1f}** |",
    )
    return "\n".join(lines)


def _figures(ours: Contender, figures: Figures) -> str:
    return "\n".join(
        (
            "| | |",
            "|---|---|",
            f"| a page of the benchmark | {median(ours.sizes) / 1024:.0f} KiB, at most {max(ours.sizes) / 1024:.0f} |",
            f"| a page of a family register of {PAGES} pages | {figures.size:.0f} KiB |",
            f"| peak memory of a process that draws those {PAGES} pages | {figures.peak:.0f} MiB |",
            f"| from the start of a cold process to its first page | {figures.cold * 1000:.0f} ms |",
            f"| pages 2 to {PAGES}, against page 1 of a cold process | {figures.later:.2f} |",
        )
    )


def _processor() -> str:
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return names[0].partition(":")[2].strip() if names else platform.machine()


def _plot(contenders: Sequence[Contender]) -> str:
    """Draw horizontal bars, logarithmic."""
    ordered = sorted(contenders, key=lambda one: one.time)
    most = log10(ordered[-1].time)
    parts = []
    for row, each in enumerate(ordered):
        top, width = 10 + row * _ROW, max(2.0, log10(max(each.time, 1.0)) / most * _BAR)
        colour = "#1b6e53" if each.name in {OURS, ALONE} else "#9aa5ad"
        parts.append(
            f'<text x="{_LEFT - 8}" y="{top + 15}" text-anchor="end">{html.escape(each.name)}</text>'
            f'<rect x="{_LEFT}" y="{top}" width="{width:.0f}" height="20" fill="{colour}"/>'
            f'<text x="{_LEFT + width + 6:.0f}" y="{top + 15}">{each.time:.0f} ms</text>'
        )
    height = 20 + len(ordered) * _ROW + 20
    note = f'<text x="{_LEFT}" y="{height - 10}" fill="#666">milliseconds for each page, logarithmic</text>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _BAR + 90} {height}" '
        f'font-family="sans-serif" font-size="13"><rect width="100%" height="100%" fill="#fff"/>'
        f"{''.join(parts)}{note}</svg>\n"
    )
