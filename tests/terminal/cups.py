"""A real CUPS for one test: its own cupsd on a port of its own, with a printer that is a directory.

The printer's back end does what the file `mode` says: nothing, `jam` or `empty`, until the file is empty again.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.card.waiting import until

_SEARCH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])

_BACKEND = """#!/bin/sh
[ $# = 0 ] && exit 0
mode() {{ cat {directory}/mode; }}
trap 'exit 1' TERM
: >{directory}/begun
case "$(mode)" in
  jam) echo "STATE: +media-jam-error" >&2 ;;
  empty) echo "STATE: +media-empty-error" >&2 ;;
esac
while [ -n "$(mode)" ]; do sleep 0.02; done
echo "STATE: -media-empty-error,media-jam-error" >&2
cat ${{6:+"$6"}} >{directory}/out/$1.pdf
"""
_DAEMON = """Listen 127.0.0.1:{port}
Browsing Off
DefaultAuthType None
PreserveJobFiles No
LogLevel none
<Location />
  Order allow,deny
  Allow localhost
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""
_FILES = """ServerRoot {directory}/root
RequestRoot {directory}/spool
CacheDir {directory}/cache
StateDir {directory}/state
TempDir {directory}/tmp
ServerBin {directory}/bin
AccessLog {directory}/access
ErrorLog {directory}/error
PageLog {directory}/page
"""
_PRINTERS = """<Printer kiosk>
DeviceURI tray:/x
State Idle
Accepting Yes
ErrorPolicy retry-current-job
</Printer>
"""


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue of the running CUPS."""

    directory: Path
    uri: str

    def set_mode(self, mode: str) -> None:
        """Make the printer behind it `jam`, be `empty`, or work ('')."""
        draft = self.directory / "mode.draft"
        draft.write_text(mode)
        draft.replace(self.directory / "mode")

    def printed(self) -> list[Path]:
        """Return what came out."""
        return sorted((self.directory / "out").iterdir())

    def is_at_work(self) -> bool:
        """Whether the printer behind it has begun with a page."""
        return (self.directory / "begun").exists()

    def spooled(self) -> list[Path]:
        """Return the documents that CUPS keeps: its control files begin with `c`."""
        return [path for path in (self.directory / "spool").iterdir() if path.name.startswith("d")]


def require() -> str:
    """Return cupsd's path; fail when root could install it, skip where nobody here can."""
    found = shutil.which("cupsd", path=_SEARCH)
    if found is None and os.geteuid() != 0:
        pytest.skip("printer tests need cups-daemon and root")
    assert found, "printer tests need the package cups-daemon"
    if os.geteuid() != 0:
        pytest.skip("printer tests need root")
    return found


@contextmanager
def running(directory: Path) -> Iterator[Queue]:
    """Run cupsd with the queue `kiosk`."""
    program = require()
    for name in ("root", "spool", "cache", "state", "tmp", "out", "bin/backend"):
        (directory / name).mkdir(parents=True)
    # The directory of a test is closed to the user that CUPS runs as.
    for path in (directory, *directory.parents[:2]):
        path.chmod(0o755)
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    queue = Queue(directory, f"ipp://127.0.0.1:{port}/printers/kiosk")
    queue.set_mode("")
    backend = directory / "bin" / "backend" / "tray"
    backend.write_text(_BACKEND.format(directory=directory))
    # A back end that others may not execute is run as root, which may write where it likes.
    backend.chmod(0o700)
    (directory / "bin" / "daemon").symlink_to("/usr/lib/cups/daemon")
    (directory / "cupsd.conf").write_text(_DAEMON.format(port=port))
    (directory / "cups-files.conf").write_text(_FILES.format(directory=directory))
    (directory / "root" / "printers.conf").write_text(_PRINTERS)
    command = [program, "-f", "-c", str(directory / "cupsd.conf"), "-s", str(directory / "cups-files.conf")]
    with (directory / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            until(lambda: process.poll() is not None or _listens(port), "cupsd")
            assert process.poll() is None, (directory / "log").read_text()
            yield queue
        finally:
            process.terminate()
            process.wait(timeout=10)


def _listens(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0
