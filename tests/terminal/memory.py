"""What is in the memory of a running process."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

_MAP = re.compile(r"([0-9a-f]+)-([0-9a-f]+) (\S{4}) \S+ \S+ \S+\s*(.*)")


def found_in(process_id: int, markers: Iterable[bytes]) -> set[bytes]:
    """Return which of the markers are in the process's writable memory."""
    wanted = set(markers)
    found: set[bytes] = set()
    directory = Path("/proc", str(process_id))
    with (directory / "mem").open("rb", buffering=0) as memory:
        for line in (directory / "maps").read_text().splitlines():
            mapped = _MAP.match(line)
            if mapped is None or "w" not in mapped[3] or mapped[4] in {"[vvar]", "[vsyscall]"}:
                continue
            start, end = int(mapped[1], 16), int(mapped[2], 16)
            try:
                memory.seek(start)
                content = memory.read(end - start)
            except OSError:
                continue
            found |= {marker for marker in wanted - found if marker in content}
    return found


def files_written(process_id: int) -> set[Path]:
    """Return the regular files that the process has open for writing."""
    found = set()
    for link in Path("/proc", str(process_id), "fd").iterdir():
        flags = Path("/proc", str(process_id), "fdinfo", link.name).read_text()
        target = link.readlink()
        if int(re.search(r"flags:\s*(\d+)", flags)[1], 8) & 3 and target.is_file():  # type: ignore[index]  # always there
            found.add(target)
    return found
