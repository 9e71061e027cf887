"""Puts the document together."""

from __future__ import annotations

import json
from collections import defaultdict

from chalicelib.protocol.ids import ID_PATTERN
from chalicelib.protocol.problems import MEDIA_TYPE, PROBLEMS
from chalicelib.protocol.sealing import ENC_SIZE, MAX_HAND_OVER
from infra.openapi import schemas
from infra.openapi.operations import OPERATIONS, Operation
from infra.openapi.schemas import Json

_DESCRIPTION = """\
What a kiosk and Kofu say to each other. JSON bodies, UTF-8; binary fields are standard base64; times are Unix seconds.
Unknown fields are refused, bodies are limited to 16 KiB. Paths and methods that are not here are answered with the
problem `not-found`.

Every request with a body carries `Content-Digest` (RFC 9530, `sha-256`). The session token says who the resident is,
the signature which kiosk asks."""

_SIGNATURE = """\
HTTP Message Signatures (RFC 9421), label `kiosk`, Ed25519, `keyid` = kiosk id, `created` within 60 seconds,
`tag="kofu"`, covering `@method`, `@path` and, where present, `content-digest` and `authorization`, in any order."""

_ID = {"type": "string", "pattern": f"^{ID_PATTERN}$"}
_TRYING_LATER = frozenset({"429", "503"})


def text() -> str:
    """Return the document as it is published."""
    return json.dumps(document(), ensure_ascii=False, indent=2) + "\n"


def document() -> Json:
    """Return the document."""
    paths: defaultdict[str, Json] = defaultdict(dict)
    for operation in OPERATIONS:
        paths[operation.path][operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Kofu",
            "version": "1",
            "summary": "Issues a municipality's certificates at kiosks",
            "description": _DESCRIPTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/v1"}],
        "paths": dict(paths),
        "components": {"schemas": schemas.components(), "securitySchemes": _security_schemes()},
    }


def _operation(operation: Operation) -> Json:
    made: Json = {"operationId": operation.name, "summary": operation.summary, "parameters": _parameters(operation)}
    if operation.body is not None:
        content = {"application/json": {"schema": schemas.reference(operation.body.__name__)}}
        made["requestBody"] = {"required": True, "content": content}
    made["responses"] = {str(operation.status): _answer(operation), **_problems(operation)}
    made["security"] = _security(operation)
    return made


def _parameters(operation: Operation) -> list[Json]:
    said = "Language of a problem's `detail`: ja (else) or en."
    language: Json = {"name": "Accept-Language", "in": "header", "schema": {"type": "string"}, "description": said}
    found = [language]
    if "{issuance_id}" in operation.path:
        found.append({"name": "issuance_id", "in": "path", "required": True, "schema": _ID})
    found += [{"name": name, "in": "header", "required": True, "schema": _ID} for name in operation.headers]
    return found


def _answer(operation: Operation) -> Json:
    made: Json = {"description": operation.summary, "headers": _headers()}
    if operation.answer == "octets":
        size = f"At least {ENC_SIZE + 17}, at most {MAX_HAND_OVER} bytes."
        made["content"] = {"application/octet-stream": {"schema": {"description": size}}}
    elif operation.answer is not None:
        name = "JsonWebKeySet" if operation.answer == "jwks" else operation.answer.__name__
        made["content"] = {"application/json": {"schema": schemas.reference(name)}}
    return made


def _problems(operation: Operation) -> Json:
    by_status: defaultdict[str, list[str]] = defaultdict(list)
    for code in PROBLEMS:
        if code in operation.problems:
            by_status[str(schemas.status_of(code))].append(code)
    return {status: _problem(status, tuple(codes)) for status, codes in sorted(by_status.items())}


def _problem(status: str, codes: tuple[str, ...]) -> Json:
    said = "; ".join(f"`{code}`: {PROBLEMS[code].en}" for code in codes)
    headers = _headers() | {"Content-Language": {"required": True, "schema": {"enum": ["ja", "en"]}}}
    if status in _TRYING_LATER:
        headers["Retry-After"] = {
            "description": "Seconds, where they are known.",
            "schema": {"type": "string", "pattern": "^[0-9]+$"},
        }
    return {
        "description": said,
        "headers": headers,
        "content": {MEDIA_TYPE: {"schema": schemas.problem(int(status), codes)}},
    }


def _headers() -> Json:
    return {
        "Cache-Control": {"required": True, "schema": {"const": "no-store"}},
        "X-Content-Type-Options": {"required": True, "schema": {"const": "nosniff"}},
    }


def _security(operation: Operation) -> list[dict[str, list[str]]]:
    signed: dict[str, list[str]] = {"signatureInput": [], "signature": []}
    by_access = {"anyone": [], "kiosk": [signed], "session": [{**signed, "session": []}]}
    return by_access[operation.access]


def _security_schemes() -> Json:
    return {
        "signatureInput": {"type": "apiKey", "in": "header", "name": "Signature-Input", "description": _SIGNATURE},
        "signature": {
            "type": "apiKey",
            "in": "header",
            "name": "Signature",
            "description": "`kiosk=:` base64 `:`, as the scheme `signatureInput` says.",
        },
        "session": {"type": "http", "scheme": "bearer", "description": "`session_token` of the session, to its end."},
    }
