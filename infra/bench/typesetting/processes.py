"""What one process needs: memory for twenty pages, time to its first page and of the pages after it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import json
import pickle
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.render.document import Document
from infra.emulator.demo_city import build_city
from infra.specimens.desk import Desk

PAGES = 20
_RUNS = 5


@dataclasses.dataclass
class Figures:
    """MiB, seconds, ratio, KiB."""

    peak: float
    cold: float
    later: float
    size: float


def measure(fonts: Path, document: Path) -> Figures:
    """Start fresh processes that each draw the register; medians."""
    document.write_bytes(pickle.dumps(twenty_pages()))
    found = [_start(fonts, document) for _ in range(_RUNS)]
    return Figures(*(median(values) for values in zip(*found, strict=True)))


def _start(fonts: Path, document: Path) -> tuple[float, float, float, float]:
    start = time.time()
    command = [sys.executable, "-m", "infra.bench.typesetting.register", str(fonts), str(document)]
    peak, first, later, size = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return peak, first - start, later, size


def twenty_pages() -> Document:
    """Return a family register of the demo city, its pages repeated to twenty."""
    desk = Desk(build_city(24204, dt.date(2026, 11, 23)))
    register = desk.document(CertificateType.FAMILY_REGISTER, "nine-in-register")
    pages = itertools.islice(itertools.cycle(register.pages), PAGES)
    return dataclasses.replace(
        register, pages=tuple(dataclasses.replace(page, number=number) for number, page in enumerate(pages, start=1))
    )
