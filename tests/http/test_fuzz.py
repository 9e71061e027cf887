"""The published document against the running emulation: schemathesis makes up requests, right and wrong ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from requests import PreparedRequest
from requests.auth import AuthBase
from schemathesis import checks
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi import checks as openapi_checks

from infra.openapi.__main__ import DOCUMENT
from tests.http.guest import Guest, arriving
from tests.http.world import World

pytestmark = pytest.mark.xdist_group("http")

AnyCase = schemathesis.Case[Any]
schema = schemathesis.openapi.from_path(DOCUMENT)
BOUNDED = settings(max_examples=30, suppress_health_check=list(HealthCheck))


def negative_body_rejection(
    context: schemathesis.CheckContext, answer: schemathesis.Response, case: AnyCase
) -> bool | None:
    """Fail when a body that breaks its schema was taken; of headers, the signing makes right ones of wrong ones."""
    part = case.meta.components.get(ParameterLocation.BODY) if case.meta else None
    if part is None or not part.mode.is_negative:
        return None
    found: bool | None = openapi_checks.negative_data_rejection(context, answer, case)
    return found


# Not among them: a method that a path does not have is 404 by the contract, and what a schema allows may still be
# no key, no certificate or no session of this moment.
CHECKS = [
    checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_headers_conformance,
    openapi_checks.response_schema_conformance,
    negative_body_rejection,
]


class Signing(AuthBase):
    """Signs what is about to be sent, whatever it is, as the first kiosk in a session."""

    def __init__(self, world: World, token: str) -> None:
        self._world, self._token = world, token

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Replace the headers that a signature is made of."""
        content = request.body or b""
        assert isinstance(content, str | bytes)
        body = content.encode() if isinstance(content, str) else content
        path = str(urlsplit(request.url or "").path).removeprefix("/v1")
        signed = self._world.signed(str(request.method), path, body, token=self._token)
        made = dict(signed.headers)
        for name in ("authorization", "content-digest", "signature", "signature-input"):
            request.headers.pop(name, None)
            if name in made:
                request.headers[name] = made[name]
        return request


@pytest.fixture(scope="module")
def session(world: World) -> Iterator[Callable[[], Guest]]:
    """Give a way to be in a live session: a new one when the last has been ended."""
    guests: list[Guest] = []
    with ExitStack() as stack:

        def live() -> Guest:
            if not guests or guests[-1].call("GET", "/offers").status == 401:
                guests.append(stack.enter_context(arriving(world, "never-moved-inside")))
            return guests[-1]

        yield live


@schema.parametrize()
@BOUNDED
def test_signed_requests_are_answered_as_published(case: AnyCase, world: World, session: Callable[[], Guest]) -> None:
    """Whatever a kiosk signs in its session, status, headers and body of the answer are published."""
    if case.path.endswith("/retrieval"):
        case.headers["Accept"] = "application/octet-stream"
    signing = Signing(world, session().token)
    answer = case.call_and_validate(base_url=base(world), auth=signing, checks=CHECKS)
    assert b"kiosk-not-authenticated" not in answer.content


@schema.parametrize()
@BOUNDED
def test_unsigned_requests_are_answered_as_published(case: AnyCase, world: World) -> None:
    """Whatever anyone sends without a kiosk's signature, the answer is published, and the gate stays shut."""
    answer = case.call_and_validate(base_url=base(world), checks=CHECKS[:5])
    assert answer.status_code != 201
    assert answer.status_code >= 400 or case.path in {"/health", "/verification-keys"}


def base(world: World) -> str:
    """Return the address of the API."""
    return str(world.emulated.description["api"])
