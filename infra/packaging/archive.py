"""Archives that depend on their content only: the same files give the same bytes, on any machine and day."""

import hashlib
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from infra.packaging.errors import PackagingError
from infra.packaging.wheels import PYTHON

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can say
_READABLE: Final = 0o644 << 16  # Lambda runs the code as another user than the one it belongs to


def pack(directory: Path, archive: Path, below: str = "") -> None:
    """Writes every file of `directory` to a ZIP, sorted by name, under `below`."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, path in _files(directory):
            entry = zipfile.ZipInfo(below + name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _READABLE
            packed.writestr(entry, path.read_bytes())


def unpack(archive: Path, directory: Path) -> None:
    """Writes every entry of a ZIP below `directory`."""
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(directory)


def digest(directory: Path) -> str:
    """SHA-256 over the names and contents of all files, in hex."""
    total = hashlib.sha256()
    for name, path in _files(directory):
        total.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def precompile(directory: Path, python: Path) -> None:
    """Adds byte code that Lambda loads without looking at the sources, which saves compiling at every cold start.

    Raises:
        PackagingError: `python` is not the target's Python, or cannot compile the code.
    """
    version = f"import sys; sys.exit(sys.version_info[:2] != {PYTHON})"
    compile_all = [
        "-m",
        "compileall",
        "-q",
        "-j0",
        "--invalidation-mode=unchecked-hash",
        f"-s{directory}",
        "-p/var/task",
    ]
    for arguments in (["-c", version], [*compile_all, str(directory)]):
        if subprocess.run([python, *arguments], check=False).returncode != 0:
            raise PackagingError(f"{python} cannot compile for Python {PYTHON[0]}.{PYTHON[1]}")


def _files(directory: Path) -> Iterator[tuple[str, Path]]:
    named = {path.relative_to(directory).as_posix(): path for path in directory.rglob("*") if path.is_file()}
    yield from sorted(named.items())
