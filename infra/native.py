"""Build step: compile each C source of what is deployed, beside it: `packed.c` becomes `packed.abi3.so`.

    python -m infra.native

The innermost loops of typesetting are in C. They keep to Python's limited API, so that one file serves every Python
from 3.11 on. It is made for the machine that makes it; whether Lambda could run it, `infra.packaging.native` says.

A module carries, as its build id, a digest of what it was made from: source, flags, and the versions of compiler and
Python, whose headers differ. It is made again when that changes, and at no other time. The same give the same bytes,
in any directory.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parent.parent
SUFFIX: Final = ".abi3.so"
LANGUAGE: Final = (
    "-std=c11",
    "-DPy_LIMITED_API=0x030b0000",
    "-shared",
    "-fPIC",
    "-fvisibility=hidden",
    "-Wall",
    "-Wextra",
    "-Wno-unused-parameter",  # a function of a module is given the module
    "-Wconversion",
    "-Wformat-security",
    "-Werror",
)
FLAGS: Final = (
    *LANGUAGE,
    "-O3",  # which makes vectors of the loops over bytes
    "-fstack-protector-strong",
    "-U_FORTIFY_SOURCE",  # some compilers define another
    "-D_FORTIFY_SOURCE=2",
    "-Wl,-z,relro,-z,now",
)
_LIBRARIES: Final = ("-Wl,--as-needed", "-lm")


class NotCompiled(Exception):
    """A source cannot be compiled; the message says what to do about it."""


class Compiler(NamedTuple):
    """A C compiler: its program, the directory with Python's headers, and the versions of both."""

    program: str
    versions: str
    headers: Path


def find_compiler(name: str = "gcc", headers: Path | None = None) -> Compiler:
    """Find the compiler.

    Args:
        name: Of its program.
        headers: Directory with `Python.h`; that of the running Python by default.

    Raises:
        NotCompiled: It or the headers are not installed.
    """
    program = shutil.which(name)
    if program is None:
        raise NotCompiled(f"no C compiler {name}: install the Debian packages gcc and libc6-dev")
    headers = headers or Path(sysconfig.get_path("include"))
    if not (headers / "Python.h").is_file():
        raise NotCompiled(f"no Python.h in {headers}: install the Debian package python3-dev, or this Python's headers")
    python = "Python {}.{}".format(*sys.version_info)
    return Compiler(program, "\n".join((_run([program, "--version"]), python)), headers)


def sources(directory: Path) -> Iterator[Path]:
    """Find the C sources below a directory, in the order of their names."""
    yield from sorted(directory.rglob("*.c"))


def module_of(source: Path) -> Path:
    """Return where the module belongs that is made from a source."""
    return source.with_suffix(SUFFIX)


def build_id(source: Path, compiler: Compiler, flags: Sequence[str] = FLAGS) -> str:
    """Digest what a module is made from, in hex: the source, the headers beside it, the flags and the versions."""
    total = hashlib.sha256("\0".join((compiler.versions, *flags, *_LIBRARIES)).encode())
    for path in (source, *sorted(source.parent.glob("*.h"))):
        total.update(f"\0{path.name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}".encode())
    return total.hexdigest()


def is_current(source: Path, compiler: Compiler) -> bool:
    """Return whether the module of a source is there, and is what would be made now."""
    module = module_of(source)
    return module.is_file() and bytes.fromhex(build_id(source, compiler)) in module.read_bytes()


def compile_module(source: Path, module: Path, compiler: Compiler, flags: Sequence[str] = FLAGS) -> None:
    """Compile a source.

    Raises:
        NotCompiled: It has an error in it, or anything that the compiler warns of.
    """
    # Where names of files get into the module they are those of the source alone.
    names = ("-isystem", str(compiler.headers), source.name, "-o", str(module.resolve()))
    identity = f"-Wl,--build-id=0x{build_id(source, compiler, flags)}"
    _run([compiler.program, *flags, identity, *names, *_LIBRARIES], source.parent)


def build(directory: Path, compiler: Compiler) -> list[Path]:
    """Compile what has changed below a directory; return the modules that were made.

    Each is in its place at once and as a whole: others may be importing the one before it, or making the same one.

    Raises:
        NotCompiled: A source cannot be compiled.
    """
    stale = [source for source in sources(directory) if not is_current(source, compiler)]
    for source in stale:
        # A file: a directory that goes while somebody else looks for sources in it would stop them.
        draft = source.with_name(f".native-{secrets.token_hex(8)}")
        try:
            compile_module(source, draft, compiler)
            draft.replace(module_of(source))
        finally:
            draft.unlink(missing_ok=True)
    return [module_of(source) for source in stale]


def _run(command: Sequence[str], directory: Path | None = None) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=directory)
    if done.returncode != 0:
        raise NotCompiled(f"{command[0]} failed: {done.stderr.strip()}")
    return done.stdout


def main() -> int:
    """Run the build step from the command line; return the exit status."""
    try:
        made = build(ROOT / "chalicelib", find_compiler())
    except NotCompiled as error:
        print(f"infra.native: {error}", file=sys.stderr)
        return 1
    for module in made:
        print(f"{module.relative_to(ROOT)}: made")
    return 0


if __name__ == "__main__":
    sys.exit(main())
