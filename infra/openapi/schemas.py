"""The schemas of the document: those of the messages, and what no message class describes."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.protocol.image_archive import Manifest
from chalicelib.protocol.messages import Offers
from chalicelib.protocol.problems import PROBLEMS, TYPE_PREFIX, Problem
from chalicelib.protocol.reasons import Unprintable
from chalicelib.protocol.receipts import Receipt
from chalicelib.protocol.verification_keys import Purpose
from chalicelib.render.certificates.reasons import Obstacle
from chalicelib.render.eligibility import Reason
from infra.openapi.operations import OPERATIONS

Json = dict[str, Any]

_REF = "#/components/schemas/{name}"
# What is sealed or signed inside an answer: a client needs it as much as the answer itself.
_INSIDE: tuple[type[msgspec.Struct], ...] = (Offers, Manifest, Receipt, Problem)
_JWK_FIELDS = ("kty", "crv", "use", "alg", "kid", "purpose", "x", "y")


def components() -> Json:
    """Return the schemas by name."""
    bodies = [operation.body for operation in OPERATIONS]
    answers = [operation.answer for operation in OPERATIONS if isinstance(operation.answer, type)]
    kinds = {kind.__name__: kind for kind in (*bodies, *answers, *_INSIDE) if kind is not None}
    _, found = msgspec.json.schema_components(kinds.values(), ref_template=_REF)
    schemas = {name: _plain(schema) for name, schema in found.items()}
    # A string in the code, so that one that is unknown is the same refusal as any other malformed field.
    schemas["IssuanceRequest"]["properties"]["type"]["enum"] = [*map(str, CertificateType)]
    return dict(sorted({**schemas, "JsonWebKeySet": _jwks()}.items()))


def reference(name: str) -> Json:
    """Return a reference to a schema."""
    return {"$ref": _REF.format(name=name)}


def problem(status: int, codes: tuple[str, ...]) -> Json:
    """Return the schema of the problems that come with a status."""
    fixed: Json = {"type": {"enum": [TYPE_PREFIX + code for code in codes]}, "status": {"const": status}}
    if "not-eligible" in codes:
        fixed["reason"] = {"enum": [*dict.fromkeys([*map(str, Reason), *map(str, Obstacle)]), None]}
    if "cannot-be-rendered" in codes:
        fixed["reason"] = {"enum": [*map(str, Unprintable), None]}
    return {"allOf": [reference("Problem"), {"type": "object", "properties": fixed}]}


def status_of(code: str) -> int:
    """Return the HTTP status of a problem code."""
    return int(PROBLEMS[code].status)


def _jwks() -> Json:
    key: Json = {"type": "object", "properties": {name: {"type": "string"} for name in _JWK_FIELDS}}
    key["properties"]["purpose"]["enum"] = [*map(str, Purpose)]
    key |= {"required": list(_JWK_FIELDS), "additionalProperties": False}
    keys = {"type": "array", "items": key, "minItems": 1}
    return {
        "description": "RFC 7517: P-256 public keys for ES256. `purpose` says what a key signs, and is its only use.",
        "type": "object",
        "properties": {"keys": keys},
        "required": ["keys"],
    }


def _plain(schema: Any) -> Any:
    """Rewrite Python's anchors of patterns to those of ECMA 262, which JSON Schema uses."""
    if isinstance(schema, dict):
        return {name: _anchors(value) if name == "pattern" else _plain(value) for name, value in schema.items()}
    if isinstance(schema, list):
        return [_plain(value) for value in schema]
    return schema


def _anchors(pattern: str) -> str:
    return re.sub(r"\\Z\Z", "$", re.sub(r"\A\\A", "^", pattern))
