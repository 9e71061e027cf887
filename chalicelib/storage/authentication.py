"""The rows of one authentication: challenge, card lock, card link, session.

An attempt is counted before its signature is looked at and cleared by success, so that of any number of
simultaneous attempts never more than three are tried.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from chalicelib.protocol.errors import CardLocked, ChallengeExpired, TooManyRequests
from chalicelib.storage.aws_errors import CONDITION_FAILED, aws_errors, cancellation_reasons, condition_failed
from chalicelib.storage.batch import Key, read_rows
from chalicelib.storage.cards import MAX_FAILURES, CardKey
from chalicelib.storage.items import Row, to_item
from chalicelib.storage.rate_limits import RateLimits
from chalicelib.storage.sessions import PURGE_MARGIN, Session
from chalicelib.storage.transactions import transact
from chalicelib.storage.visit_limit import VisitLimit

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_UNUSED = "attribute_exists(challenge_id) AND kiosk_id = :kiosk AND expires_at > :now"


@dataclass(frozen=True, slots=True)
class Challenge:
    """A nonce (32 bytes) for one authentication at one kiosk with one session key (1216 bytes)."""

    challenge_id: str
    challenge: bytes
    kiosk_id: str
    municipality: str
    session_public_key: bytes
    expires_at: int

    @classmethod
    def from_row(cls, row: Row) -> Challenge:
        """Read a row."""
        return cls(**{name: row[name] for name in cls.__dataclass_fields__})

    def to_row(self) -> Row:
        """Write a row."""
        row = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return row | {"purge_at": self.expires_at + PURGE_MARGIN}


@dataclass(frozen=True, slots=True)
class AuthenticationTables:
    """Physical names of the tables that an authentication writes."""

    challenges: str
    card_locks: str
    sessions: str
    rate_limits: str


class AuthenticationStore:
    """Writes what an authentication changes."""

    def __init__(
        self, client: DynamoDBClient, tables: AuthenticationTables, limits: RateLimits, visits: VisitLimit
    ) -> None:
        """Write to these tables, within these limits."""
        self._client = client
        self._tables = tables
        self._limits = limits
        self._visits = visits

    def earlier_visits(self, municipality: str, *, now: int) -> list[Key]:
        """Return what `put_challenge` has to know: the keys of the counts of visits that may still be going on."""
        return self._visits.earlier_keys(self._tables.rate_limits, municipality, now)

    def put_challenge(self, challenge: Challenge, rows: Mapping[Key, Row], *, now: int) -> None:
        """Keep a challenge until it is used or late, and count the visit; `rows` has those of `earlier_visits`.

        Raises:
            TooManyRequests: The kiosk has asked for too many, or the municipality has as many visits as it may.
        """
        table, municipality = self._tables.rate_limits, challenge.municipality
        earlier = self._visits.earlier_counts(self.earlier_visits(municipality, now=now), rows)
        limit = self._limits.challenges_of_a_kiosk
        put: Any = {"Put": {"TableName": self._tables.challenges, "Item": to_item(challenge.to_row())}}
        count: Any = limit.count_request(table, f"kiosk#{challenge.kiosk_id}", now)
        visit: Any = self._visits.count_request(table, municipality, now, earlier)
        with aws_errors():
            try:
                # All visits of a municipality are counted in one row.
                transact(self._client, [put, count, visit])
            except ClientError as error:
                reasons = cancellation_reasons(error)
                if CONDITION_FAILED not in reasons:
                    raise
                full = reasons[2] == CONDITION_FAILED
                wait = self._visits.seconds_left(now, earlier) if full else limit.seconds_left(now)
                raise TooManyRequests(wait) from error

    def consume(self, challenge: Challenge, *, kiosk_id: str, now: int) -> None:
        """Use a challenge up, alone: for a card that is refused before anything is counted.

        Raises:
            ChallengeExpired: It is used, late or another kiosk's.
        """
        with aws_errors():
            try:
                self._client.delete_item(**self._use(challenge, kiosk_id, now))
            except ClientError as error:
                if condition_failed(error):
                    raise ChallengeExpired from error
                raise

    def begin_attempt(self, challenge: Challenge, card: CardKey, *, kiosk_id: str, now: int) -> None:
        """Use the challenge up and count an attempt of the card, both or neither.

        Raises:
            ChallengeExpired: It is used, late or another kiosk's.
            CardLocked: The card has failed three times. The challenge is used up all the same.
            TooManyRequests: The card has been tried too often. The challenge is used up all the same.
        """
        limit = self._limits.attempts_of_a_card
        rate: Any = limit.count_request(self._tables.rate_limits, f"card#{card}", now)
        count: Any = {
            "TableName": self._tables.card_locks,
            "Key": to_item({"card": str(card)}),
            "UpdateExpression": "ADD failures :one",
            "ConditionExpression": "attribute_not_exists(failures) OR failures < :limit",
            "ExpressionAttributeValues": to_item({":one": 1, ":limit": MAX_FAILURES}),
        }
        with aws_errors():
            try:
                self._client.transact_write_items(
                    TransactItems=[{"Delete": self._use(challenge, kiosk_id, now)}, {"Update": count}, rate]
                )
            except ClientError as error:
                reasons = cancellation_reasons(error)
                if not reasons or CONDITION_FAILED not in reasons:
                    raise
                if reasons[0] == CONDITION_FAILED:
                    raise ChallengeExpired from error
                self.consume(challenge, kiosk_id=kiosk_id, now=now)
                if reasons[1] == CONDITION_FAILED:
                    raise CardLocked from error
                raise TooManyRequests(limit.seconds_left(now)) from error

    def open_session(self, session: Session, card: CardKey) -> None:
        """Store a session and clear the card's count: a success resets it."""
        put: Any = {"TableName": self._tables.sessions, "Item": to_item(session.to_row())}
        put["ConditionExpression"] = "attribute_not_exists(token_hash)"
        clear: Any = {"TableName": self._tables.card_locks, "Key": to_item({"card": str(card)})}
        with aws_errors():
            self._client.transact_write_items(TransactItems=[{"Put": put}, {"Delete": clear}])

    def clear_attempt(self, card: CardKey) -> None:
        """Take back the attempt that was counted for a card which turned out not to have failed."""
        with aws_errors():
            try:
                self._client.update_item(
                    TableName=self._tables.card_locks,
                    Key=to_item({"card": str(card)}),
                    UpdateExpression="ADD failures :back",
                    ConditionExpression="failures > :none",
                    ExpressionAttributeValues=to_item({":back": -1, ":none": 0}),
                )
            except ClientError as error:
                # A success has cleared the count in the meantime: there is nothing to take back.
                if not condition_failed(error):
                    raise

    def failures(self, card: CardKey) -> int:
        """Return how often the card has failed."""
        key = (self._tables.card_locks, "card", str(card))
        return int(read_rows(self._client, [key]).get(key, {}).get("failures", 0))

    def _use(self, challenge: Challenge, kiosk_id: str, now: int) -> Any:
        return {
            "TableName": self._tables.challenges,
            "Key": to_item({"challenge_id": challenge.challenge_id}),
            "ConditionExpression": _UNUSED,
            "ExpressionAttributeValues": to_item({":kiosk": kiosk_id, ":now": now}),
        }
