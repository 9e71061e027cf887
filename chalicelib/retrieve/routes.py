"""HTTP routes of `retrieve`."""

from __future__ import annotations

from functools import cache

from chalice.app import Blueprint, Response

from chalicelib.edge.accept import OCTETS
from chalicelib.edge.calls import Call, answer, answer_unsigned, system_clock
from chalicelib.edge.gatekeeper import Gatekeeper, GateTables
from chalicelib.edge.path_ids import require_id
from chalicelib.edge.responses import empty_response, json_response, octets_response
from chalicelib.edge.settings import Settings
from chalicelib.retrieve.hand_over import HandOver
from chalicelib.retrieve.outcomes import Outcomes
from chalicelib.retrieve.session_end import SessionEnd
from chalicelib.storage import clients
from chalicelib.storage.ending import IssuanceEnder
from chalicelib.storage.envelopes import EnvelopeEraser, EnvelopeTaker
from chalicelib.storage.images import ImageEraser, ImageReader
from chalicelib.storage.ledger import LedgerWriter
from chalicelib.storage.public_keys import PublicKeys
from chalicelib.storage.receipt_key import ReceiptSigner
from chalicelib.storage.sessions import SessionEnder

blueprint = Blueprint(__name__)


class _Service:
    def __init__(self, settings: Settings) -> None:
        dynamodb, s3 = clients.dynamodb(), clients.s3()
        ledger_table, envelopes_table = settings.table("LEDGER"), settings.table("ENVELOPES")
        gatekeeper = Gatekeeper(
            dynamodb,
            GateTables(
                kiosks=settings.table("KIOSKS"),
                municipalities=settings.table("MUNICIPALITIES"),
                sessions=settings.table("SESSIONS"),
                ledger=ledger_table,
            ),
        )
        ledger = LedgerWriter(dynamodb, ledger_table)
        eraser = ImageEraser(s3, settings.images_bucket)
        self.public_keys = PublicKeys(clients.kms(), settings.verification_keys)
        self.hand_over = HandOver(
            gatekeeper,
            EnvelopeTaker(clients.dynamodb_once(), envelopes_table),
            ImageReader(s3, settings.images_bucket),
            eraser,
            ledger,
        )
        self.outcomes = Outcomes(gatekeeper, ledger, ReceiptSigner(clients.kms(), settings.receipt_key))
        self.session_end = SessionEnd(
            gatekeeper,
            SessionEnder(dynamodb, settings.table("SESSIONS")),
            IssuanceEnder(EnvelopeEraser(dynamodb, envelopes_table), eraser, ledger),
            dynamodb,
            ledger_table,
        )


@cache
def service() -> _Service:
    """Build the function from its settings, once a process."""
    return _Service(Settings.from_environment())


@blueprint.route("/issuances/{issuance_id}/retrieval", methods=["POST"])
def post_retrieval(issuance_id: str) -> Response:
    """Hand over once."""
    return answer(
        blueprint.current_request,
        lambda call: octets_response(service().hand_over.hand_over(call, require_id(issuance_id))),
        clock=system_clock,
        media_type=OCTETS,
    )


@blueprint.route("/issuances/{issuance_id}/outcome", methods=["POST"])
def post_outcome(issuance_id: str) -> Response:
    """Record what became of the paper."""
    return answer(
        blueprint.current_request,
        lambda call: json_response(service().outcomes.record(call, require_id(issuance_id))),
        clock=system_clock,
    )


@blueprint.route("/session", methods=["DELETE"])
def delete_session() -> Response:
    """End the session."""

    def end(call: Call) -> Response:
        service().session_end.end(call)
        return empty_response()

    return answer(blueprint.current_request, end, clock=system_clock)


@blueprint.route("/verification-keys", methods=["GET"])
def get_verification_keys() -> Response:
    """Publish the keys that receipts, page keys and the audit are checked with."""
    return answer_unsigned(blueprint.current_request, lambda: json_response(service().public_keys.jwks()))
