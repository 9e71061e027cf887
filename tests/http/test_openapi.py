"""The published document: valid, current, and about exactly the routes and problems that there are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from app import app
from chalicelib.protocol.problems import PROBLEMS, TYPE_PREFIX
from infra.openapi.__main__ import DOCUMENT
from infra.openapi.document import text
from infra.openapi.operations import OPERATIONS

pytestmark = pytest.mark.xdist_group("http")


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """Give the published document."""
    found: dict[str, Any] = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    return found


def test_the_document_is_current() -> None:
    """What is published is what `python -m infra.openapi` writes now."""
    assert DOCUMENT.read_text(encoding="utf-8") == text(), "run: python -m infra.openapi"


def test_the_document_is_valid(document: dict[str, Any]) -> None:
    """It is an OpenAPI 3.1 document."""
    validate(document, cls=OpenAPIV31SpecValidator)


def test_the_routes_are_those_of_the_application(document: dict[str, Any]) -> None:
    """Every route of the application is published, and nothing else."""
    routes = {(path, method.lower()) for path, entries in app.routes.items() for method in entries}
    published = {(path, method) for path, operations in document["paths"].items() for method in operations}
    assert published == routes


def test_every_problem_is_published(document: dict[str, Any]) -> None:
    """Every problem code stands at some operation, under its own status."""
    found = {
        (kind, int(status))
        for operations in document["paths"].values()
        for operation in operations.values()
        for status, response in operation["responses"].items()
        for kind in problem_types(response)
    }
    assert found == {(TYPE_PREFIX + code, int(kind.status)) for code, kind in PROBLEMS.items()}


def problem_types(response: dict[str, Any]) -> list[str]:
    """Return the problem types of a published response."""
    schema = response.get("content", {}).get("application/problem+json", {}).get("schema", {})
    return [
        kind for part in schema.get("allOf", ()) for kind in part.get("properties", {}).get("type", {}).get("enum", ())
    ]


def test_who_may_ask_is_published(document: dict[str, Any]) -> None:
    """All operations but the keys and the health demand a signature; those of a session demand its token as well."""
    demanded = {
        operation["operationId"]: {name for scheme in operation["security"] for name in scheme}
        for operations in document["paths"].values()
        for operation in operations.values()
    }
    signature = {"signatureInput", "signature"}
    expected = {"anyone": set(), "kiosk": signature, "session": signature | {"session"}}
    assert demanded == {operation.name: expected[operation.access] for operation in OPERATIONS}
    assert {name for name, schemes in demanded.items() if not schemes} == {"listVerificationKeys", "health"}


def test_no_answer_may_be_cached(document: dict[str, Any]) -> None:
    """Every response of every operation is published with `Cache-Control: no-store`."""
    responses = [
        response
        for operations in document["paths"].values()
        for operation in operations.values()
        for response in operation["responses"].values()
    ]
    assert len(responses) > 50
    assert all(response["headers"]["Cache-Control"]["schema"] == {"const": "no-store"} for response in responses)
