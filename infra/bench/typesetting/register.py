"""A fresh process that draws a register: prints its peak of memory, when page 1 was ready, and the pages' times."""

from __future__ import annotations

import json
import pickle
import sys
import time
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

from chalicelib.render.typesetting import FontSet, typesetter

_CONTENT = "A" * 930


def main() -> None:
    """Draw all pages one by one."""
    document = pickle.loads(Path(sys.argv[2]).read_bytes())  # noqa: S301 - written by the caller
    fonts = FontSet.open(Path(sys.argv[1]))
    ends, sizes = [time.time()], []
    for page in document.pages:
        sizes.append(len(typesetter.typeset_page(document, page, fonts, _CONTENT)))
        ends.append(time.time())
    spent = [after - before for before, after in pairwise(ends)]
    later = sorted(spent[1:])[len(spent) // 2] / spent[0]
    print(json.dumps([_peak(), ends[1], later, sum(sizes) / len(sizes) / 1024]))


def _peak() -> float:
    """Return the most memory there was, MiB.

    FreeType maps the font file once for each size, and the kernel counts a page of it in every mapping, more or fewer
    of them as the file lies in its cache: what is there once counts once.
    """
    # Not `ru_maxrss`: that is inherited from the process that started this one.
    most = int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
    mapped: defaultdict[str, list[int]] = defaultdict(list)
    name = ""
    for key, *values in map(str.split, Path("/proc/self/smaps").read_text().splitlines()):
        if "-" in key:
            name = values[-1]
        elif key == "Rss:" and name.endswith(".ttf"):
            mapped[name].append(int(values[0]))
    return (most - sum(sum(parts) - max(parts) for parts in mapped.values())) / 1024


if __name__ == "__main__":
    main()
