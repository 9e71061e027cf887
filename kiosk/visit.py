"""One visit: from the session key to its destruction. Everything of it is in memory only, and ends with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.protocol import image_archive, sealing
from chalicelib.protocol.image_archive import ImageArchive
from chalicelib.protocol.messages import (
    ChallengeAnswer,
    ChallengeRequest,
    IssuanceAnswer,
    IssuanceRequest,
    Offers,
    OffersAnswer,
    OutcomeAnswer,
    OutcomeRequest,
    Payment,
    PinFailureAnswer,
    PinFailureReport,
    RetrievalRequest,
    SessionAnswer,
    SessionRequest,
)
from chalicelib.protocol.sealing import ENC_SIZE, Sealed, SessionKey
from chalicelib.protocol.transcript import Transcript
from kiosk.service import Service, ServiceUnreachable, decode

Sign = Callable[[bytes], bytes]
"""Has the card sign a message after its PIN was verified."""


@dataclass(frozen=True, slots=True)
class Challenged:
    """A challenge, and the certificate of the card that is to sign it (DER)."""

    answer: ChallengeAnswer
    card_certificate: bytes


class VisitOver(Exception):
    """The session key is destroyed: nothing of this visit can be opened any more."""


class Visit:
    """A resident at this terminal."""

    def __init__(self, service: Service, municipality: str) -> None:
        """Begin: the session key is made here and never leaves the object."""
        self._service = service
        self._municipality = municipality
        self._key: SessionKey | None = SessionKey()
        self._binding = b""
        self._token = ""

    @property
    def session_key(self) -> SessionKey:
        """The session key.

        Raises:
            VisitOver: It is destroyed.
        """
        if self._key is None:
            raise VisitOver
        return self._key

    def ask_challenge(self, card_certificate: bytes) -> Challenged:
        """Ask for a challenge for this card."""
        body = ChallengeRequest(municipality=self._municipality, session_public_key=self.session_key.public_bytes)
        return Challenged(self._service.ask(ChallengeAnswer, "POST", "/challenges", body), card_certificate)

    def transcript(self, challenged: Challenged) -> Transcript:
        """Return what the card has to sign, built from what this terminal knows."""
        return Transcript(
            challenge_id=challenged.answer.challenge_id,
            challenge=challenged.answer.challenge,
            kiosk_id=self._service.kiosk_id,
            municipality=self._municipality,
            session_public_key=self.session_key.public_bytes,
            card_certificate=challenged.card_certificate,
            expires_at=challenged.answer.expires_at,
        )

    def open_session(self, challenged: Challenged, signature: bytes) -> SessionAnswer:
        """Open the session with the card's signature over the transcript."""
        body = SessionRequest(
            challenge_id=challenged.answer.challenge_id,
            card_certificate=challenged.card_certificate,
            signature=signature,
        )
        answer = self._service.ask(SessionAnswer, "POST", "/sessions", body)
        # First of all: a visit that was forgotten meanwhile still ends its session there.
        self._token = answer.session_token
        self._binding = self.transcript(challenged).binding()
        return answer

    def report_pin_failure(self, challenged: Challenged, remaining_tries: int) -> PinFailureAnswer:
        """Report that the card refused the PIN."""
        body = PinFailureReport(
            challenge_id=challenged.answer.challenge_id,
            card_certificate=challenged.card_certificate,
            remaining_tries=remaining_tries,
        )
        return self._service.ask(PinFailureAnswer, "POST", "/pin-failures", body)

    def offers(self) -> Offers:
        """Ask what this resident can have.

        Raises:
            SealBroken: The list was not sealed to this session.
        """
        sealed = self._service.ask(OffersAnswer, "GET", "/offers", token=self._token).sealed
        plain = self.session_key.open(_halves(sealed), sealing.offers_info(self._binding))
        return decode(Offers, plain)

    def request(
        self,
        certificate_type: str,
        options: dict[str, bool | str | list[str]],
        *,
        copies: int,
        idempotency_key: str,
        replaces: str | None = None,
    ) -> IssuanceAnswer:
        """Ask for a certificate; repeating it with the same key does not ask again."""
        body = IssuanceRequest(type=certificate_type, options=options, copies=copies, replaces=replaces)
        headers = {"idempotency-key": idempotency_key}
        answer = self._service.call("POST", "/issuances", body, token=self._token, headers=headers)
        return decode(IssuanceAnswer, answer)

    def retrieve(self, issuance_id: str, payment: Payment) -> Sealed:
        """Fetch the sealed image: once. A lost answer is never asked for again, but replaced."""
        answer = self._service.call(
            "POST",
            f"/issuances/{issuance_id}/retrieval",
            RetrievalRequest(payment=payment),
            token=self._token,
            headers={"accept": "application/octet-stream"},
        )
        if len(answer) <= ENC_SIZE:
            raise ServiceUnreachable
        return _halves(answer)

    def open_image(self, sealed: Sealed, issuance_id: str) -> ImageArchive:
        """Decrypt an image.

        Raises:
            SealBroken: It was not sealed to this session and issuance.
            ImageArchiveInvalid: It is not complete and unchanged.
        """
        info = sealing.image_info(self._binding, issuance_id)
        return image_archive.unpack(self.session_key.open(sealed, info))

    def report_outcome(self, issuance_id: str, outcome: OutcomeRequest) -> OutcomeAnswer:
        """Say what became of the paper; may be repeated."""
        return self._service.ask(OutcomeAnswer, "POST", f"/issuances/{issuance_id}/outcome", outcome, token=self._token)

    def forget(self) -> None:
        """Destroy the key at once: nothing can be opened any more; what is still to be told can be told."""
        self._key, self._binding = None, b""

    def end(self) -> None:
        """End the session there, and whatever the service says, destroy the key here."""
        try:
            if self._token:
                self._service.call("DELETE", "/session", token=self._token)
        finally:
            self._key, self._binding, self._token = None, b"", ""


def _halves(sealed: bytes) -> Sealed:
    return Sealed(enc=sealed[:ENC_SIZE], ciphertext=sealed[ENC_SIZE:])
