"""HTTP routes of `authenticate`."""

from __future__ import annotations

import secrets
from functools import cache

from chalice.app import Blueprint, Response

from chalicelib.authenticate.revocation import Answer, Unknown, checker_from
from chalicelib.authenticate.service import Authenticator, ReadTables
from chalicelib.authenticate.trust_anchors import TrustAnchors
from chalicelib.edge import log
from chalicelib.edge.calls import answer, answer_unsigned, system_clock
from chalicelib.edge.gatekeeper import Gatekeeper, GateTables
from chalicelib.edge.responses import json_response
from chalicelib.edge.settings import Settings
from chalicelib.protocol.messages import Health
from chalicelib.storage import clients
from chalicelib.storage.authentication import AuthenticationStore, AuthenticationTables

blueprint = Blueprint(__name__)


def _observe_revocation(answer: Answer) -> None:
    if isinstance(answer, Unknown):
        log.metric("revocation", {f"{answer.source}-{answer.cause}": 1})


@cache
def service() -> Authenticator:
    """Build the function from its settings, once a process."""
    settings = Settings.from_environment()
    gate_tables = GateTables(kiosks=settings.table("KIOSKS"), municipalities=settings.table("MUNICIPALITIES"))
    written = AuthenticationTables(
        challenges=settings.table("CHALLENGES"),
        card_locks=settings.table("CARD_LOCKS"),
        sessions=settings.table("SESSIONS"),
        rate_limits=settings.table("RATE_LIMITS"),
    )
    read = ReadTables(challenges=settings.table("CHALLENGES"), card_links=settings.table("CARD_LINKS"))
    return Authenticator(
        Gatekeeper(clients.dynamodb(), gate_tables),
        AuthenticationStore(clients.dynamodb(), written, settings.rate_limits, settings.visit_limit),
        read,
        TrustAnchors.load(settings.trust_anchors, production=settings.stage == "production"),
        checker_from(settings, secrets.token_bytes, observe=_observe_revocation),
        entropy=secrets.token_bytes,
    )


@blueprint.route("/challenges", methods=["POST"])
def post_challenges() -> Response:
    """Give out a challenge."""
    return answer(
        blueprint.current_request, lambda call: json_response(service().challenge(call), 201), clock=system_clock
    )


@blueprint.route("/sessions", methods=["POST"])
def post_sessions() -> Response:
    """Open a session."""
    return answer(
        blueprint.current_request, lambda call: json_response(service().session(call), 201), clock=system_clock
    )


@blueprint.route("/pin-failures", methods=["POST"])
def post_pin_failures() -> Response:
    """Count a PIN failure."""
    return answer(
        blueprint.current_request, lambda call: json_response(service().pin_failure(call)), clock=system_clock
    )


@blueprint.route("/health", methods=["GET"])
def get_health() -> Response:
    """Say that this build is configured and which it is; one that is not refuses (R7)."""

    def healthy() -> Response:
        service()
        return json_response(Health(status="ok", build=Settings.from_environment().build))

    return answer_unsigned(blueprint.current_request, healthy)
