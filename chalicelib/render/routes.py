"""HTTP routes of `render`."""

from __future__ import annotations

import secrets
from functools import cache
from pathlib import Path

from chalice.app import Blueprint, Response

from chalicelib.edge import log
from chalicelib.edge.calls import answer, system_clock
from chalicelib.edge.gatekeeper import Gatekeeper, GateTables
from chalicelib.edge.responses import json_response
from chalicelib.edge.settings import Settings
from chalicelib.registers.store import RegisterReader
from chalicelib.render.issuing import Issuing, Stores
from chalicelib.render.offers import OfferList
from chalicelib.render.page_signing import PageSigner
from chalicelib.render.replacement import Replacement
from chalicelib.render.typesetting import FontSet, typeset
from chalicelib.storage import clients
from chalicelib.storage.basis import BasisTables
from chalicelib.storage.ending import IssuanceEnder
from chalicelib.storage.envelopes import EnvelopeEraser
from chalicelib.storage.images import ImageEraser, ImageWriter
from chalicelib.storage.issuing import SealRecorder
from chalicelib.storage.ledger import LedgerWriter
from chalicelib.storage.page_key_issuer import PageKeyIssuer

blueprint = Blueprint(__name__)


class _Service:
    def __init__(self, settings: Settings) -> None:
        dynamodb, s3, bucket = clients.dynamodb(), clients.s3(), settings.images_bucket
        sessions, envelopes, ledger_table = (settings.table(name) for name in ("SESSIONS", "ENVELOPES", "LEDGER"))
        municipalities, books, links = (settings.table(name) for name in ("MUNICIPALITIES", "REGISTERS", "CARD_LINKS"))
        gatekeeper = Gatekeeper(
            dynamodb,
            GateTables(
                kiosks=settings.table("KIOSKS"),
                municipalities=municipalities,
                sessions=sessions,
                ledger=ledger_table,
            ),
        )
        registers = RegisterReader(dynamodb, books, links)
        ledger, eraser = LedgerWriter(dynamodb, ledger_table), ImageEraser(s3, bucket)
        recorder = SealRecorder(
            dynamodb,
            sessions=sessions,
            envelopes=envelopes,
            ledger=ledger_table,
            read=BasisTables(municipalities=municipalities, registers=books, card_links=links),
        )
        ender = IssuanceEnder(EnvelopeEraser(dynamodb, envelopes), eraser, ledger)
        fonts = FontSet.open(Path(settings.fonts))
        self.page_signer = PageSigner(PageKeyIssuer(clients.kms(), settings.page_key).new_key)
        self.offers = OfferList(gatekeeper, registers)
        self.issuing = Issuing(
            gatekeeper,
            registers,
            Stores(ledger, recorder, ImageWriter(s3, bucket), eraser),
            Replacement(dynamodb, ledger_table, ledger, ender),
            typeset=lambda document, issued_at: typeset(document, fonts, self.page_signer.codes(document, issued_at)),
            entropy=secrets.token_bytes,
        )


@cache
def service() -> _Service:
    """Build the function from its settings, once a process."""
    return _Service(Settings.from_environment())


def prepare() -> None:
    """Make the function ready, its first page key included, before a visit waits for it.

    What fails is told and tried again by the first request.
    """
    try:
        service().page_signer.key(system_clock())
    except Exception as error:  # noqa: BLE001 - a process that cannot be prepared must still answer that it cannot serve
        log.unexpected(error)


if Settings.from_environment().starts_in_lambda:
    prepare()


@blueprint.route("/offers", methods=["GET"])
def get_offers() -> Response:
    """List what this resident can have."""
    return answer(
        blueprint.current_request, lambda call: json_response(service().offers.sealed(call)), clock=system_clock
    )


@blueprint.route("/issuances", methods=["POST"])
def post_issuances() -> Response:
    """Issue a certificate."""
    return answer(
        blueprint.current_request, lambda call: json_response(service().issuing.issue(call), 201), clock=system_clock
    )
