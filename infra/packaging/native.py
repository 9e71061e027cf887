"""The compiled modules as they must be on Lambda: those of the sources, for its processor and its C library."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from elftools.common.exceptions import ELFError
from elftools.elf.dynamic import DynamicSection
from elftools.elf.elffile import ELFFile
from elftools.elf.gnuversions import GNUVerNeedSection

from infra import native
from infra.packaging.errors import PackagingError
from infra.packaging.wheels import GLIBC

NOT_DEPLOYED: Final = ("*.c", "*.h", "*.pyi", ".native-*")
"""What only compiling and checking need."""
_LIBRARIES: Final = {"libc.so.6", "libm.so.6"}
_WORD: Final = 64
_GLIBC: Final = "GLIBC_"


def check(directory: Path) -> None:
    """Checks every compiled module below a directory.

    Raises:
        PackagingError: One is missing, was made from another source, has none, or would not run on the target.
    """
    try:
        compiler = native.find_compiler()
    except native.NotCompiled as error:
        raise PackagingError(str(error)) from error
    expected = {native.module_of(source): source for source in native.sources(directory)}
    for module in sorted({*expected, *directory.rglob("*.so")}):
        if module not in expected:
            raise PackagingError(f"{module} has no source: delete it")
        if not native.is_current(expected[module], compiler):
            raise PackagingError(f"{module} is missing or of another source: make it with python -m infra.native")
        _check_target(module)


def _check_target(module: Path) -> None:
    try:
        with module.open("rb") as file:
            reasons = list(_reasons(ELFFile(file)))
    except ELFError as error:
        raise PackagingError(f"{module} is no ELF file: delete it, then make it with python -m infra.native") from error
    if reasons:
        limit = ".".join(map(str, GLIBC))
        raise PackagingError(f"{module} {reasons[0]}: package on x86_64 Linux, for glibc {limit} or older")


def _reasons(elf: ELFFile) -> Iterator[str]:
    dynamic = elf.get_section_by_name(".dynamic")
    if elf.elfclass != _WORD or elf["e_machine"] != "EM_X86_64" or not isinstance(dynamic, DynamicSection):
        yield "is no shared library for x86_64"
        return
    for tag in dynamic.iter_tags("DT_NEEDED"):
        library = vars(tag)["needed"]  # an attribute that the reader's types do not know
        if library not in _LIBRARIES:
            yield f"needs the library {library}"
    versions = elf.get_section_by_name(".gnu.version_r")
    if isinstance(versions, GNUVerNeedSection):
        for _, needed in versions.iter_versions():
            yield from (f"needs {version.name}" for version in needed if not _has_target(version.name))


def _has_target(version: str) -> bool:
    # Others than numbers name what came later, or what is the library's own.
    numbers = version.removeprefix(_GLIBC).split(".")
    return all(number.isdecimal() for number in numbers) and tuple(map(int, numbers)) <= GLIBC
