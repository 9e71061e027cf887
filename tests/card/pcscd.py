"""Runs pcscd for one test: in the foreground, as a child with its own process id, one on the machine at a time.

pcscd's socket path is compiled in, so that there can be one per mount namespace. It is up within 20 ms; starting one
for each test, under a file lock, therefore costs nothing and lets any number of test processes run side by side.
"""

from __future__ import annotations

import fcntl
import importlib.util
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import pytest

from tests.card.waiting import until

SOCKET = Path("/run/pcscd/pcscd.comm")
PORT = 19579
"""Of the first reader, the second's is the next: below the range of ports that connections are given."""
_READERS = Path("/etc/reader.conf.d/vpcd")
_LOCK = Path(tempfile.gettempdir()) / f"kofu-tests-pcscd-{os.getuid()}.lock"
_LOCK_SECONDS = 300.0
_LONGEST_SECONDS = 30.0
_SEARCH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
_PROGRAMS = {
    "pcscd": "pcscd",
    "opensc-tool": "opensc",
    "pkcs15-tool": "opensc",
    "pkcs11-tool": "opensc",
    "openssl": "openssl",
}


def program(name: str) -> str:
    """Find a program, in the system's directories too; `AssertionError` when it is not there."""
    path = shutil.which(name, path=_SEARCH)
    assert path, f"{name} is not installed"
    return path


def missing() -> list[str]:
    """Name the packages that a card test needs and this machine lacks."""
    lacking = {package for name, package in _PROGRAMS.items() if not shutil.which(name, path=_SEARCH)}
    if not Path("/etc/reader.conf.d/vpcd").exists():
        lacking.add("vsmartcard-vpcd")
    if importlib.util.find_spec("smartcard") is None:
        lacking.add("pyscard (pip)")
    if not list(Path("/usr/lib").glob("*/opensc-pkcs11.so")):
        lacking.add("opensc-pkcs11")
    return sorted(lacking)


def require() -> None:
    """Fail when something is missing that root could install; skip where nobody here can."""
    lacking = missing()
    if lacking and os.geteuid() != 0:
        pytest.skip(f"card tests need these packages, and root to install them: {', '.join(lacking)}")
    if lacking:
        pytest.fail(f"card tests need these packages: {', '.join(lacking)} (make setup installs them)")


@contextmanager
def exclusively() -> Iterator[None]:
    """Hold the machine's PC/SC service against other test processes."""
    with _LOCK.open("a") as lock:
        until(lambda: _locked(lock), f"the lock {_LOCK}, which another test process holds", _LOCK_SECONDS)
        yield


@contextmanager
def running(log: Path, longest: float = _LONGEST_SECONDS) -> Iterator[subprocess.Popen[bytes]]:
    """Run pcscd, from its socket's appearance to its end, which comes after `longest` seconds at the latest."""
    readers = _readers(log.with_name("readers"))
    command = [program("pcscd"), "--foreground", "--error", "--config", str(readers), *_options()]
    with (
        log.open("wb") as output,
        subprocess.Popen(command, stdout=output, stderr=output) as process,  # fixed words
    ):
        # A client's call blocks for as long as the service thinks; its end is an error that fails the test.
        watchdog = threading.Timer(longest, process.kill)
        watchdog.start()
        try:
            until(lambda: SOCKET.exists() or process.poll() is not None, "pcscd's socket")
            if process.poll() is not None:
                pytest.fail(
                    f"pcscd did not start; it needs to write {SOCKET.parent}, and no other may run: {_tail(log)}"
                )
            yield process
        finally:
            watchdog.cancel()
            process.terminate()
            process.wait(timeout=5)


def _locked(lock: IO[str]) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _readers(directory: Path) -> Path:
    """Configure the driver's readers on ports of our own.

    The package's are among those that Linux gives to any connection, of which the other tests make thousands.
    """
    directory.mkdir()
    packaged = _READERS.read_text()
    (directory / "vpcd").write_text(packaged.replace("0x8C7B", hex(PORT)))
    return directory


def _options() -> list[str]:
    """Keep polkit out where pcscd was built with it: in a container it rejects every client."""
    command = [program("pcscd"), "--help"]
    usage = subprocess.run(command, capture_output=True, text=True, check=False)  # fixed words
    return ["--disable-polkit"] if "--disable-polkit" in usage.stdout + usage.stderr else []


def _tail(log: Path) -> str:
    return log.read_text(errors="replace")[-500:]
