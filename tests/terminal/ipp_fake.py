"""A printer behind IPP that can be made to lose answers, in a thread of the test."""

from __future__ import annotations

import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from kiosk.devices.ipp.encoding import END, decode_response

PENDING, CANCELLED, COMPLETED = 3, 7, 9
_PRINT_JOB, _CANCEL_JOB, _GET_JOBS, _GET_PRINTER = 0x02, 0x08, 0x0A, 0x0B
_OK, _NOT_POSSIBLE = 0x0000, 0x0404
_ENUM, _INTEGER, _KEYWORD = 0x23, 0x21, 0x44


class FakePrinter:
    """Jobs by number, each with its state; a job that is looked at is printed if `prints`.

    `before_answer`: runs once a job is taken, False loses the answer. `scaling`: what it can do to a page; `says`: the
    status of its answer to a job.
    """

    def __init__(self) -> None:
        self.uri = ""
        self.jobs: dict[int, int] = {}
        self.reasons = "job-completed-successfully"
        self.reachable = True
        self.prints = False
        self.scaling: tuple[str, ...] = ("auto", "none")
        self.says = _OK
        self.before_answer: Callable[[], bool] = lambda: True

    def answer(self, request: bytes) -> bytes | None:
        """Return the answer, or None when it is lost."""
        if not self.reachable:
            return None
        operation = struct.unpack_from(">H", request, 2)[0]
        if operation == _PRINT_JOB:
            return self._print()
        if operation == _GET_JOBS:
            return _message(_OK, [(_INTEGER, "job-id", each) for each, state in self.jobs.items() if state == PENDING])
        if operation == _GET_PRINTER:
            scaling: list[tuple[int, str, int | str]] = [
                (_KEYWORD, "print-scaling-supported", each) for each in self.scaling
            ]
            return _message(_OK, [(_ENUM, "printer-state", 3), *scaling])
        number = decode_response(request).first("job-id")
        assert isinstance(number, int)
        return self._cancel(number) if operation == _CANCEL_JOB else self._tell(number)

    def _print(self) -> bytes | None:
        number = len(self.jobs) + 1
        self.jobs[number] = PENDING
        return _message(self.says, [(_INTEGER, "job-id", number)]) if self.before_answer() else None

    def _cancel(self, number: int) -> bytes:
        possible = self.jobs[number] == PENDING
        if possible:
            self.jobs[number] = CANCELLED
        return _message(_OK if possible else _NOT_POSSIBLE, [])

    def _tell(self, number: int) -> bytes:
        if self.prints and self.jobs[number] == PENDING:
            self.jobs[number] = COMPLETED
        return _message(_OK, [(_ENUM, "job-state", self.jobs[number]), (_KEYWORD, "job-state-reasons", self.reasons)])


def _message(status: int, attributes: list[tuple[int, str, int | str]]) -> bytes:
    written = struct.pack(">BBHI", 2, 0, status, 1) + b"\x02"
    for tag, name, value in attributes:
        content = struct.pack(">i", value) if isinstance(value, int) else value.encode()
        written += struct.pack(">BH", tag, len(name)) + name.encode() + struct.pack(">H", len(content)) + content
    return written + bytes([END])


@contextmanager
def fake_printer() -> Iterator[FakePrinter]:
    """Run one."""
    printer = FakePrinter()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answer = printer.answer(self.rfile.read(int(self.headers["Content-Length"])))
            if answer is None:
                self.close_connection = True
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    printer.uri = f"ipp://127.0.0.1:{server.server_address[1]}/ipp/print"
    try:
        yield printer
    finally:
        server.shutdown()
        server.server_close()
