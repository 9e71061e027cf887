"""SnapPass as its users run it: behind gunicorn, with Debian's Redis, from an environment of its own."""

from __future__ import annotations

import json
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from socket import create_connection, create_server

_PATIENCE = 60
_SECRET = "s3cret" * 11


@contextmanager
def snappass(environment: Path, directory: Path) -> Iterator[str]:
    """Run it on free ports of loopback and yield its address; `environment` is the virtual environment it is in."""
    redis, http = _free_port(), _free_port()
    with ExitStack() as stack:
        _run(stack, ["redis-server", "--port", str(redis), "--bind", "127.0.0.1", "--save", ""], directory, {})
        gunicorn = ["gunicorn", "-b", f"127.0.0.1:{http}", "-w", "4", "-k", "gthread", "--threads", "8"]
        command = [str(environment / "bin" / gunicorn[0]), *gunicorn[1:], "snappass.main:app"]
        settings = {"REDIS_URL": f"redis://127.0.0.1:{redis}/0", "NO_SSL": "True", "PATH": "/usr/bin:/bin"}
        _run(stack, command, directory, settings)
        _wait(redis)
        _wait(http)
        yield f"http://127.0.0.1:{http}"


def _run(stack: ExitStack, command: list[str], directory: Path, environment: dict[str, str]) -> None:
    with (directory / f"{Path(command[0]).name}.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=directory, env=environment or None, stdout=log, stderr=subprocess.STDOUT
        )
    stack.callback(process.wait)
    stack.callback(process.terminate)


def _free_port() -> int:
    with create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _wait(port: int) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        try:
            create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError


def store(address: str) -> str:
    """Store a secret and return the path at which it can be read once."""
    form = urllib.parse.urlencode({"password": _SECRET, "ttl": "hour"}).encode()
    request = urllib.request.Request(address, form, {"Accept": "application/json"})  # noqa: S310 - loopback
    with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310 - loopback
        link: str = json.load(answer)["link"]
    return urllib.parse.urlsplit(link).path


def is_secret(status: int, body: bytes) -> bool:
    """Whether an answer holds the secret."""
    return status == 200 and _SECRET.encode() in body  # noqa: PLR2004 - OK
