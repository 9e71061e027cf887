"""Authentication: challenge, session, reported PIN failures (design 4.1).

What needs no state is examined before the challenge is used up, but decides only afterwards: whatever is wrong with
a card, the challenge is gone, and no answer tells anything that a challenge did not pay for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from cryptography import x509

from chalicelib.authenticate import card_certificate, key_algorithms
from chalicelib.authenticate.card_certificate import CardCertificate
from chalicelib.authenticate.trust_anchors import Authority, TrustAnchors
from chalicelib.edge.calls import Call
from chalicelib.edge.gatekeeper import Arrival, Gatekeeper
from chalicelib.edge.service_hours import today
from chalicelib.protocol import ids, sealing
from chalicelib.protocol.errors import (
    CardNotLinked,
    CardRevoked,
    ChallengeExpired,
    InvalidRequest,
    KofuError,
    RevocationUnknown,
    TooLarge,
)
from chalicelib.protocol.messages import (
    ChallengeAnswer,
    ChallengeRequest,
    PinFailureAnswer,
    PinFailureReport,
    SessionAnswer,
    SessionRequest,
)
from chalicelib.protocol.transcript import CHALLENGE_LIFETIME, CHALLENGE_SIZE, SESSION_LIFETIME, Transcript
from chalicelib.storage.authentication import AuthenticationStore, Challenge
from chalicelib.storage.batch import Key
from chalicelib.storage.cards import MAX_FAILURES, Link, link_key
from chalicelib.storage.sessions import Session


@dataclass(frozen=True, slots=True)
class ReadTables:
    """Physical names of the tables that are read beside the gatekeeper's."""

    challenges: str
    card_links: str


class Revocation(Protocol):
    """Knows whether a certificate is revoked."""

    def check(self, certificate: x509.Certificate, authority: Authority, *, now: int) -> object:
        """Return if it is good; `authority` has been found to have signed it.

        Raises:
            CardRevoked, RevocationUnknown
        """


class Authenticator:
    """The function's use cases."""

    def __init__(
        self,
        gatekeeper: Gatekeeper,
        store: AuthenticationStore,
        tables: ReadTables,
        anchors: TrustAnchors,
        revocation: Revocation,
        *,
        entropy: ids.Entropy,
    ) -> None:
        """Trust these anchors, ask `revocation` about certificates, draw ids and nonces from `entropy`."""
        self._gatekeeper = gatekeeper
        self._store = store
        self._tables = tables
        self._anchors = anchors
        self._revocation = revocation
        self._entropy = entropy

    def challenge(self, call: Call) -> ChallengeAnswer:
        """Give a kiosk a challenge for one card signature, bound to its session key.

        Raises:
            KofuError: As the gatekeeper; `InvalidRequest` for a key that is none; `TooManyRequests`.
        """
        body = call.body(ChallengeRequest)
        sealing.load_public_key(body.session_public_key)
        counted = self._store.earlier_visits(body.municipality, now=call.now)
        arrival = self._gatekeeper.arrive(call, body.municipality, counted)
        challenge = Challenge(
            challenge_id=ids.new_challenge_id(body.municipality, self._entropy),
            challenge=self._entropy(CHALLENGE_SIZE),
            kiosk_id=arrival.kiosk.kiosk_id,
            municipality=body.municipality,
            session_public_key=body.session_public_key,
            expires_at=call.now + CHALLENGE_LIFETIME,
        )
        self._store.put_challenge(challenge, arrival.rows, now=call.now)
        return ChallengeAnswer(
            challenge_id=challenge.challenge_id, challenge=challenge.challenge, expires_at=challenge.expires_at
        )

    def session(self, call: Call) -> SessionAnswer:
        """Open a session for the resident whose card signed the transcript.

        Raises:
            KofuError: As the gatekeeper; `ChallengeExpired`, `CardLocked` and the other refusals of a card.
        """
        body = call.body(SessionRequest)
        attempt = self._begin(call, body.challenge_id, body.card_certificate)
        self._check_revocation(call, attempt)
        transcript = Transcript(
            challenge_id=attempt.challenge.challenge_id,
            challenge=attempt.challenge.challenge,
            kiosk_id=attempt.challenge.kiosk_id,
            municipality=attempt.challenge.municipality,
            session_public_key=attempt.challenge.session_public_key,
            card_certificate=body.card_certificate,
            expires_at=attempt.challenge.expires_at,
        )
        key_algorithms.verify_signature(attempt.card.certificate, body.signature, transcript.encode())
        try:
            if attempt.link is None or not attempt.link.is_live(attempt.books, today(call.now)):
                raise CardNotLinked
            return self._open(call, attempt, attempt.link, transcript.binding())
        except KofuError:
            # The signature was right: whatever else is in the way, the card has not failed.
            self._store.clear_attempt(attempt.card.key)
            raise

    def pin_failure(self, call: Call) -> PinFailureAnswer:
        """Count a PIN failure that the kiosk reports, as one more failed attempt of the card.

        Raises:
            KofuError: As `session`, without a signature to check.
        """
        body = call.body(PinFailureReport)
        attempt = self._begin(call, body.challenge_id, body.card_certificate)
        failures = self._store.failures(attempt.card.key)
        return PinFailureAnswer(failures=failures, locked=failures >= MAX_FAILURES)

    def _begin(self, call: Call, challenge_id: str, der: bytes) -> _Attempt:
        municipality = ids.municipality_of(challenge_id)
        if municipality is None:
            raise ChallengeExpired
        card = self._examine(der, call.now)
        link_row = self._link_row(municipality, card)
        arrival = self._gatekeeper.arrive(call, municipality, [self._challenge_row(challenge_id), *link_row])
        if isinstance(card, (InvalidRequest, TooLarge)):
            raise card
        challenge = self._challenge(arrival, challenge_id, municipality)
        if isinstance(card, KofuError):
            self._store.consume(challenge, kiosk_id=arrival.kiosk.kiosk_id, now=call.now)
            raise card
        self._store.begin_attempt(challenge, card.key, kiosk_id=arrival.kiosk.kiosk_id, now=call.now)
        links = [Link.from_row(arrival.rows[key]) for key in link_row if key in arrival.rows]
        return _Attempt(challenge, card, links[0] if links else None, arrival.service.books)

    def _examine(self, der: bytes, now: int) -> CardCertificate | KofuError:
        try:
            return card_certificate.examine(card_certificate.parse(der), self._anchors, now=now)
        except KofuError as refusal:
            return refusal

    def _check_revocation(self, call: Call, attempt: _Attempt) -> None:
        try:
            self._revocation.check(attempt.card.certificate, attempt.card.authority, now=call.now)
        except (CardRevoked, RevocationUnknown):
            # The card has not failed at anything: three outages of the authority must not lock it.
            self._store.clear_attempt(attempt.card.key)
            raise

    def _challenge_row(self, challenge_id: str) -> Key:
        return (self._tables.challenges, "challenge_id", challenge_id)

    def _link_row(self, municipality: str, card: CardCertificate | KofuError) -> list[Key]:
        if isinstance(card, KofuError):
            return []
        return [(self._tables.card_links, "card", link_key(municipality, card.key))]

    def _challenge(self, arrival: Arrival, challenge_id: str, municipality: str) -> Challenge:
        row = arrival.rows.get(self._challenge_row(challenge_id))
        if row is None or row["kiosk_id"] != arrival.kiosk.kiosk_id or row["municipality"] != municipality:
            raise ChallengeExpired
        return Challenge.from_row(row)

    def _open(self, call: Call, attempt: _Attempt, link: Link, binding: bytes) -> SessionAnswer:
        token = ids.new_session_token(attempt.challenge.municipality, self._entropy)
        session = Session(
            token_hash=ids.token_hash(token),
            session_id=ids.new_id(self._entropy),
            kiosk_id=attempt.challenge.kiosk_id,
            municipality=attempt.challenge.municipality,
            resident_id=link.resident_id,
            household_id=link.household_id,
            card_link=link_key(attempt.challenge.municipality, attempt.card.key),
            session_public_key=attempt.challenge.session_public_key,
            binding=binding,
            expires_at=call.now + SESSION_LIFETIME,
            registration_id=link.registration_id,
        )
        self._store.open_session(session, attempt.card.key)
        return SessionAnswer(session_id=session.session_id, session_token=token, expires_at=session.expires_at)


@dataclass(frozen=True, slots=True)
class _Attempt:
    challenge: Challenge
    card: CardCertificate
    link: Link | None
    books: str
