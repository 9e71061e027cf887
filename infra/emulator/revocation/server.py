"""HTTP for the revocation service: `/ocsp/GENERATION` (POST; GET as RFC 6960, A.1) and `/crl/GENERATION`."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import unquote

from infra.emulator.http_server import QuietHandler
from infra.emulator.revocation.service import RevocationService

OCSP_PATH = "/ocsp/{generation}"
CRL_PATH = "/crl/{generation}"
_REQUEST_LIMIT = 8192
_TEXT = {"Content-Type": "text/plain; charset=utf-8"}
_OCSP = {"Content-Type": "application/ocsp-response"}
_CRL = {"Content-Type": "application/pkix-crl"}


class RevocationHandler(QuietHandler):
    """Serves `service`, which a subclass sets."""

    service: RevocationService

    def do_POST(self) -> None:  # noqa: N802 - the base class calls it so
        """Answer an OCSP request."""
        kind, generation, rest = _split(self.path)
        body = self._body()
        if body is None:
            self._refuse(413)
        elif kind != "ocsp" or generation not in self.service.generations or rest:
            self._refuse(404)
        elif self.headers.get("Content-Type") != "application/ocsp-request":
            self._refuse(415)
        else:
            self._ocsp(generation, body)

    def do_GET(self) -> None:  # noqa: N802 - the base class calls it so
        """Answer an OCSP request in the path, or hand out a list."""
        kind, generation, rest = _split(self.path)
        known = generation in self.service.generations
        if known and kind == "ocsp" and rest:
            self._ocsp(generation, _decoded(rest))
        elif known and kind == "crl" and not rest:
            self._crl(generation)
        else:
            self._refuse(404)

    def _ocsp(self, generation: str, request: bytes) -> None:
        self.service.faults.delay()
        self.answer(200, _OCSP, self.service.ocsp(generation, request))

    def _crl(self, generation: str) -> None:
        self.service.faults.delay()
        found = self.service.crl(generation)
        if found is None:
            self._refuse(503)
        else:
            self.answer(200, _CRL, found)

    def _refuse(self, status: int) -> None:
        self.answer(status, _TEXT, b"no\n")

    def _body(self) -> bytes | None:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > _REQUEST_LIMIT:
            # What was not read would be taken for the next request.
            self.close_connection = True
            return None
        return self.rfile.read(int(length))


def revocation_handler(served: RevocationService) -> type[RevocationHandler]:
    """Return the handler class that serves a service."""

    class Handler(RevocationHandler):
        service = served

    return Handler


def _split(path: str) -> tuple[str, str, str]:
    kind, _, after = path.removeprefix("/").partition("/")
    generation, _, rest = after.partition("/")
    return kind, generation, rest


def _decoded(quoted: str) -> bytes:
    """Decode a GET request; one that is no Base64 becomes the empty request, which is answered as malformed."""
    try:
        return base64.b64decode(unquote(quoted), validate=True)
    except binascii.Error:
        return b""
