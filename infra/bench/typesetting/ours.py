"""Kofu's own pages for the benchmark: document to PNG ready to seal, everything on."""

from __future__ import annotations

import itertools
import json
import random
import sys
import time
from pathlib import Path

from chalicelib.render.document import Document
from chalicelib.render.typesetting import FontSet, typeset
from infra.bench.typesetting.people import documents

SEED, PAGES = 20261123, 120
_CODE_CHARACTERS = 930
_BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def pages() -> tuple[list[Document], list[str]]:
    """Return documents of one page, each of another household, and as long a content for the code of each as signed."""
    dice = random.Random(SEED)  # noqa: S311 - stands for a signature, secures nothing
    contents = ["".join(dice.choices(_BASE45, k=_CODE_CHARACTERS)) for _ in range(PAGES)]
    return list(itertools.islice(documents(SEED), PAGES)), contents


def main() -> None:
    """Draw the page that each line of the input names; answer milliseconds of CPU and in all, bytes."""
    made, contents = pages()
    fonts = FontSet.open(Path(sys.argv[1]))
    for line in sys.stdin:
        number = int(line)
        start, worked = time.perf_counter(), time.process_time()
        (page,) = typeset(made[number], fonts, contents[number : number + 1])
        spent = [(time.process_time() - worked) * 1000, (time.perf_counter() - start) * 1000]
        print(json.dumps([*spent, len(page)]), flush=True)
        if sys.argv[2:]:
            Path(sys.argv[2]).write_bytes(page)


if __name__ == "__main__":
    main()
