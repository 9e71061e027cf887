"""The operations of RFC 8011 that printing a page needs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import httpx

from kiosk.devices.interfaces import DeviceFailed
from kiosk.devices.ipp.encoding import (
    BOOLEAN,
    CHARSET,
    JOB_ATTRIBUTES,
    KEYWORD,
    LANGUAGE,
    MIME_TYPE,
    NAME,
    OPERATION_ATTRIBUTES,
    URI,
    Attribute,
    MessageMalformed,
    Response,
    decode_response,
    encode_request,
)

PRINT_JOB, CANCEL_JOB, GET_JOB_ATTRIBUTES, GET_JOBS, GET_PRINTER_ATTRIBUTES = 0x02, 0x08, 0x09, 0x0A, 0x0B

_INTEGER = 0x21
_LAST_SUCCESS = 0x00FF
# RFC 8011, 4.1.6 and appendix B: attributes were ignored or substituted, or conflict with each other.
_NOT_AS_ASKED = frozenset({0x0001, 0x0002})
_USER = "kofu"
_SECONDS = 20.0
_CHUNK = 65536


class IppClient:
    """Talks to one printer; every method raises `DeviceFailed` when it is not answered, or not done."""

    def __init__(self, uri: str) -> None:
        """`uri`: such as `ipp://localhost:631/printers/kiosk`, or `ipps:`."""
        self._uri = uri
        scheme, _, rest = uri.partition("://")
        self._url = ("https://" if scheme == "ipps" else "http://") + (rest if ":" in rest else _with_port(rest))
        self._http = httpx.Client(timeout=_SECONDS, trust_env=False)
        self._numbers = count(1)

    def printer(self) -> Response:
        """Return the printer's state."""
        names = ("printer-state", "printer-state-reasons", "printer-is-accepting-jobs", "print-scaling-supported")
        return self._ask(GET_PRINTER_ATTRIBUTES, _requested(names))

    def print_pdf(self, pdf: bytearray) -> int:
        """Send a document, to be printed once at its own size on one side; return the number of its job.

        A printer that cannot do just that is to refuse it; one that says that it ignores a part has it taken back.
        """
        operation = (
            Attribute(NAME, "job-name", _USER),
            Attribute(BOOLEAN, "ipp-attribute-fidelity", 1),
            Attribute(MIME_TYPE, "document-format", "application/pdf"),
        )
        job = (
            Attribute(_INTEGER, "copies", 1),
            Attribute(KEYWORD, "media", "iso_a4_210x297mm"),
            Attribute(KEYWORD, "print-scaling", "none"),
            Attribute(KEYWORD, "sides", "one-sided"),
        )
        answer = self._ask(PRINT_JOB, operation, job, document=pdf)
        number = answer.first("job-id")
        if not isinstance(number, int):
            raise DeviceFailed
        if answer.status in _NOT_AS_ASKED:
            self.cancel(number)
            raise DeviceFailed
        return number

    def job(self, number: int) -> Response:
        """Return the state of a job."""
        return self._ask(GET_JOB_ATTRIBUTES, _requested(("job-state", "job-state-reasons")), job_id=number)

    def cancel(self, number: int) -> None:
        """Cancel a job."""
        self._ask(CANCEL_JOB, (), job_id=number)

    def cancel_all(self) -> None:
        """Cancel all jobs of this terminal that have not ended."""
        listed = self._ask(GET_JOBS, (*_requested(("job-id",)), Attribute(BOOLEAN, "my-jobs", 1)))
        for number in listed.attributes.get("job-id", ()):
            if isinstance(number, int):
                self.cancel(number)

    def _ask(
        self,
        operation: int,
        attributes: tuple[Attribute, ...],
        job: tuple[Attribute, ...] = (),
        *,
        job_id: int | None = None,
        document: bytearray | None = None,
    ) -> Response:
        head = (
            Attribute(CHARSET, "attributes-charset", "utf-8"),
            Attribute(LANGUAGE, "attributes-natural-language", "en"),
            Attribute(URI, "printer-uri", self._uri),
        )
        # RFC 8011, 4.1.5: charset, language and target come first, in this order; a job's number follows its printer.
        target = () if job_id is None else (Attribute(_INTEGER, "job-id", job_id),)
        ordered = (*head, *target, Attribute(NAME, "requesting-user-name", _USER), *attributes)
        groups = {OPERATION_ATTRIBUTES: ordered} | ({JOB_ATTRIBUTES: job} if job else {})
        request = encode_request(operation, next(self._numbers), groups)
        response = self._send(request, document)
        if response.status > _LAST_SUCCESS:
            raise DeviceFailed
        return response

    def _send(self, request: bytes, document: bytearray | None) -> Response:
        headers = {"Content-Type": "application/ipp", "Content-Length": str(len(request) + len(document or b""))}
        try:
            answer = self._http.post(self._url, content=_body(request, document), headers=headers)
            answer.raise_for_status()
            return decode_response(answer.content)
        except (httpx.HTTPError, MessageMalformed) as error:
            raise DeviceFailed from error


def _body(request: bytes, document: bytearray | None) -> Iterator[bytes]:
    yield request
    for start in range(0, len(document or b""), _CHUNK):
        yield bytes(memoryview(document or b"")[start : start + _CHUNK])


def _requested(names: tuple[str, ...]) -> tuple[Attribute, ...]:
    return tuple(Attribute(KEYWORD, "requested-attributes", name) for name in names)


def _with_port(rest: str) -> str:
    host, slash, path = rest.partition("/")
    return f"{host}:631{slash}{path}"
