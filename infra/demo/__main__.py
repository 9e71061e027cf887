"""`make demo`: issues a 住民票の写し of the demo city and proves that nothing of it is left.

Exit status 0 only if every step and every proof held.
"""

from __future__ import annotations

import secrets
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import boto3
from rich.console import Console
from rich.table import Table

from chalicelib.protocol.errors import SealBroken
from chalicelib.protocol.image_archive import ImageArchive
from chalicelib.protocol.messages import IssuanceAnswer, OutcomeRequest, Payment
from chalicelib.protocol.receipts import verify
from chalicelib.protocol.sealing import Sealed, SessionKey, image_info
from infra.demo.emulation import emulation
from infra.demo.resident import authenticate, card_in_reader, terminal
from infra.demo.steps import Steps
from infra.emulator.aws_calls import read_calls
from infra.emulator.emulator import CALLS_FILE
from kiosk.card import Pin
from kiosk.service import ServiceRefused
from kiosk.sheets import check_sheets, fetch_keys
from kiosk.visit import Visit

PERSONA = "nine-in-household"
TYPE = "resident-record"
OPTIONS: dict[str, bool | str | list[str]] = {"scope": "household", "relationship": True, "domicile": True}
_OUT = Path(__file__).resolve().parents[2] / "out"


class ProofFailed(Exception):
    """Something that must not be possible was, or something is left."""


class Demo:
    """One visit of one resident, step by step."""

    def __init__(self, description: dict[str, Any], steps: Steps) -> None:
        """Play against the emulation of this description."""
        self._description = description
        self._steps = steps
        self._service = terminal(description)
        self._keys = fetch_keys(self._service)
        self._visit = Visit(self._service, description["municipality"])

    def run(self) -> None:
        """Play it, prove it, leave the pages in `out/`.

        Raises:
            ProofFailed: See there.
        """
        self._authenticate()
        issuance = self._request()
        sealed = self._retrieve(issuance)
        archive = self._open(issuance, sealed)
        self._keep(archive)
        self._finish(issuance, archive)
        self._prove(issuance, sealed)
        self._visit.end()
        self._steps.done("session ended", "the kiosk's private key is destroyed")
        self._service.close()

    def _authenticate(self) -> None:
        visit, step = self._visit, self._steps.done
        reader, pin = card_in_reader(self._description, PERSONA)
        with reader.connect() as card:
            certificate = card.certificate()
            step("card", f"certificate read, {len(certificate)} bytes, {card.tries_left()} PIN tries left")
            challenged = visit.ask_challenge(certificate)
            step("challenge", f"{len(challenged.answer.challenge)} bytes, bound to this session's key")
            with Pin(pin) as typed:
                signature = card.sign(typed, visit.transcript(challenged).encode())
        step("PIN and signature", f"verified by the card itself, {len(signature)} bytes")
        session = visit.open_session(challenged, signature)
        step("session", f"until {session.expires_at}")

    def _request(self) -> IssuanceAnswer:
        offers = self._visit.offers()
        available = [offer.title for offer in offers.offers if offer.available]
        self._steps.done("offers", f"{'、'.join(available)}; {len(offers.household)} in the household")
        issuance = self._visit.request(TYPE, OPTIONS, copies=1, idempotency_key=secrets.token_urlsafe(24))
        self._steps.done("request", f"{issuance.pages} pages sealed, {issuance.size} bytes, {issuance.fee.amount} yen")
        return issuance

    def _retrieve(self, issuance: IssuanceAnswer) -> Sealed:
        payment = Payment(method="cash", amount=issuance.fee.amount)
        sealed = self._visit.retrieve(issuance.issuance_id, payment)
        self._steps.done("payment and hand-over", f"{len(sealed.enc)} + {len(sealed.ciphertext)} bytes")
        return sealed

    def _open(self, issuance: IssuanceAnswer, sealed: Sealed) -> ImageArchive:
        archive = self._visit.open_image(sealed, issuance.issuance_id)
        self._steps.done("decryption", f"{len(archive.pages)} pages, digests right")
        check_sheets(
            archive,
            issuance_id=issuance.issuance_id,
            certificate_type=TYPE,
            municipality=self._description["municipality"],
            copies=1,
            keys=self._keys,
        )
        self._steps.done("last look", "every page's code is signed for this issuance and its place")
        return archive

    def _keep(self, archive: ImageArchive) -> None:
        _OUT.mkdir(exist_ok=True)
        for number, page in enumerate(archive.pages, start=1):
            (_OUT / f"page-{number}.png").write_bytes(page)
        self._steps.done("print", f"{_OUT.name}/page-1.png to page-{len(archive.pages)}.png")

    def _finish(self, issuance: IssuanceAnswer, archive: ImageArchive) -> None:
        outcome = OutcomeRequest(outcome="printed", pages_printed=len(archive.pages), reason=None)
        answer = self._visit.report_outcome(issuance.issuance_id, outcome)
        self._steps.done("outcome", f"{answer.state}, receipt of {len(answer.receipt)} characters")
        receipt = verify(answer.receipt, self._keys)
        self._steps.done("proof", f"the receipt's signature is right: deleted at {receipt.deleted_at}")

    def _prove(self, issuance: IssuanceAnswer, sealed: Sealed) -> None:
        self._prove_once(issuance)
        self._prove_gone(issuance)
        self._prove_bound(issuance, sealed)

    def _prove_once(self, issuance: IssuanceAnswer) -> None:
        try:
            self._visit.retrieve(issuance.issuance_id, Payment(method="cash", amount=issuance.fee.amount))
        except ServiceRefused as refusal:
            if refusal.problem.code == "already-retrieved":
                self._steps.done("proof", "a second retrieval is refused: already-retrieved")
                return
        raise ProofFailed("a second retrieval was not refused")

    def _prove_gone(self, issuance: IssuanceAnswer) -> None:
        names = self._description["resources"]
        bucket = self._aws("s3").list_objects_v2(Bucket=names["ImagesBucket"])
        row = self._aws("dynamodb").get_item(
            TableName=names["EnvelopesTable"], Key={"issuance_id": {"S": issuance.issuance_id}}
        )
        if bucket["KeyCount"] or "Item" in row:
            raise ProofFailed("something is left in storage")
        self._steps.done("proof", "the bucket is empty and the envelope is gone")

    def _prove_bound(self, issuance: IssuanceAnswer, sealed: Sealed) -> None:
        other = Visit(terminal(self._description, 1), self._description["municipality"])
        authenticate(other, *card_in_reader(self._description, "ordinary"))
        attempts = (
            lambda: other.open_image(sealed, issuance.issuance_id),
            lambda: SessionKey().open(sealed, image_info(bytes(32), issuance.issuance_id)),
        )
        for attempt in attempts:
            try:
                attempt()
            except SealBroken:
                continue
            raise ProofFailed("the image opened with another key")
        other.end()
        self._steps.done("proof", "another resident's session cannot open the image")

    def _aws(self, service: str) -> Any:
        return boto3.client(
            service,  # type: ignore[call-overload]  # the stubs list services one by one
            endpoint_url=self._description["aws_endpoint"],
            region_name="ap-northeast-1",
            aws_access_key_id="emulated",
            aws_secret_access_key="emulated",  # noqa: S106 - the emulation accepts anything
        )


def call_table(calls: list[dict[str, str]]) -> Table:
    """Count calls by function, service and operation."""
    table = Table("function", "service", "operation", "calls", title="AWS calls of the visit, challenge to outcome")
    counts = Counter((call["function"], call["service"], call["operation"]) for call in calls)
    for key, count in sorted(counts.items()):
        table.add_row(*key, str(count))
    table.add_row("all", "", "", str(sum(counts.values())), style="bold")
    return table


def main() -> int:
    """Run the demo; return the exit status."""
    console = Console()
    with tempfile.TemporaryDirectory(prefix="kofu-demo-") as directory:
        state, log = Path(directory, "state"), Path(directory, "emulator.log")
        console.print("Starting the emulation ...")
        try:
            with emulation(state, log) as running:
                steps = Steps(console, lambda: read_calls(state / CALLS_FILE))
                Demo(running.description, steps).run()
        except Exception:
            console.print(log.read_text(errors="replace"), markup=False)
            raise
        console.print(call_table(steps.visit_calls()))
        console.print(f"Visit, challenge to outcome: {steps.visit_milliseconds()} ms. All proofs held.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
