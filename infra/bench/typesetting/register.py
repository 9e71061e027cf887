"""A fresh process that draws a register: prints its peak of memory, when page 1 was ready, and the pages' times."""

from __future__ import annotations

import json
import pickle
import sys
import time
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
    # Not `ru_maxrss`: that is inherited from the process that started this one.
    status = Path("/proc/self/status").read_text()
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    later = sorted(spent[1:])[len(spent) // 2] / spent[0]
    print(json.dumps([peak, ends[1], later, sum(sizes) / len(sizes) / 1024]))


if __name__ == "__main__":
    main()
