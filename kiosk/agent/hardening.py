"""What the operating system is told, so that nothing of a visit outlives it outside the agent's own memory.

Freed memory is overwritten by the C library itself (`glibc.malloc.perturb`), Python's small objects included since
they are allocated there too (`PYTHONMALLOC=malloc`) and not cached (`tcache_count=0`). Both are read when a process
starts; `restart_hardened` therefore starts it again.
"""

from __future__ import annotations

import ctypes
import os
import resource
import sys

ENVIRONMENT = {
    "PYTHONMALLOC": "malloc",
    "GLIBC_TUNABLES": "glibc.malloc.perturb=165:glibc.malloc.tcache_count=0",
}

_PR_SET_DUMPABLE = 4
# MCL_CURRENT, MCL_FUTURE, MCL_ONFAULT: what is used is locked, not every stack in full.
_MCL_ALL_THAT_IS_USED = 7


def restart_hardened(arguments: list[str]) -> None:
    """Start this process again with `ENVIRONMENT`, unless that is done; `arguments` follow the interpreter's name."""
    if any(os.environ.get(name) != value for name, value in ENVIRONMENT.items()):
        os.execve(sys.executable, [sys.executable, *arguments], {**os.environ, **ENVIRONMENT})  # noqa: S606 - ourselves


def harden() -> bool:
    """Forbid core dumps and reading by other processes; return whether memory is kept out of swap as well."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    return int(library.mlockall(_MCL_ALL_THAT_IS_USED)) == 0
