"""Envelopes: the rows that hold `enc`. Whoever deletes one gets it, and there is no other way to get it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.protocol.errors import AlreadyRetrieved, TooManyRequests, TransitionForbidden
from chalicelib.storage.aws_errors import (
    CONDITION_FAILED,
    aws_errors,
    cancellation_reasons,
    condition_failed,
    not_applied,
)
from chalicelib.storage.items import from_item, to_item
from chalicelib.storage.ledger import open_shard

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

PURGE_MARGIN = 24 * 3600
"""Seconds after which DynamoDB's own expiry may remove an envelope that the sweep has not removed.

Long, for what is sealed without an envelope is taken for an interrupted hand-over, which somebody may have paid: a
sweep that was down for an hour must still find the envelope. As long as the images' own expiry in their bucket.
"""


@dataclass(frozen=True, slots=True)
class Envelope:
    """One envelope: `enc` (1120 bytes), and what a hand-over is conditional on. `fee` is yen.

    `books` names what the books held when the page was asked for.
    """

    issuance_id: str
    enc: bytes
    token_hash: str
    fee: int
    books: str
    expires_at: int

    def put_request(self, table: str) -> dict[str, Any]:
        """Return the `Put` of this envelope for a transaction; an existing one is never overwritten."""
        row = {name: getattr(self, name) for name in self.__dataclass_fields__}
        found_by = {"purge_at": self.expires_at + PURGE_MARGIN, "expiry_shard": open_shard(self.issuance_id)}
        return {
            "Put": {
                "TableName": table,
                "Item": to_item(row | found_by),
                "ConditionExpression": "attribute_not_exists(issuance_id)",
            }
        }


class EnvelopeTaker:
    """The one atomic step of the hand-over."""

    def __init__(self, client_once: DynamoDBClient, table: str) -> None:
        """Take from this table, through a client that never repeats a call."""
        self._client = client_once
        self._table = table

    def take(self, issuance_id: str, *, token_hash: str, fee: int, books: str, now: int) -> bytes:
        """Delete the envelope and return its `enc`.

        If it is this session's, this fee was paid, it is in time, and the books are what they were when it was asked
        for: what the office has entered since holds for this page too (R6).

        Raises:
            AlreadyRetrieved: There is no such envelope, the books have changed, or the reply was lost: in all cases
                nobody will get it any more, and the kiosk asks for a replacement.
            TooManyRequests: DynamoDB refused the call unexecuted: it was throttled, or a transaction on the row is at
                work. Nothing is consumed by us.
        """
        try:
            answer = self._client.delete_item(
                TableName=self._table,
                Key=to_item({"issuance_id": issuance_id}),
                ConditionExpression="token_hash = :session AND fee = :fee AND books = :books AND expires_at > :now",
                ExpressionAttributeValues=to_item({":session": token_hash, ":fee": fee, ":books": books, ":now": now}),
                ReturnValues="ALL_OLD",
            )
        except ClientError as error:
            if not_applied(error):
                raise TooManyRequests from error
            raise AlreadyRetrieved from error
        except BotoCoreError as error:
            raise AlreadyRetrieved from error
        enc: bytes = from_item(answer["Attributes"])["enc"]
        return enc


class EnvelopeEraser:
    """Deletes envelopes unread."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        """Delete from this table."""
        self._client = client
        self._table = table

    def erase(self, issuance_id: str) -> bool:
        """Delete an envelope; whether there was one."""
        with aws_errors():
            try:
                self._client.delete_item(
                    TableName=self._table,
                    Key=to_item({"issuance_id": issuance_id}),
                    ConditionExpression="attribute_exists(issuance_id)",
                )
            except ClientError as error:
                if condition_failed(error):
                    return False
                raise
        return True

    def erase_with(self, issuance_id: str, ledger_update: Any) -> bool:
        """Delete an envelope together with an update of the ledger, both or neither; whether there was one.

        Raises:
            TransitionForbidden: The envelope is there, but the ledger's condition does not hold.
        """
        delete: Any = {
            "TableName": self._table,
            "Key": to_item({"issuance_id": issuance_id}),
            "ConditionExpression": "attribute_exists(issuance_id)",
        }
        with aws_errors():
            try:
                self._client.transact_write_items(TransactItems=[{"Delete": delete}, {"Update": ledger_update}])
            except ClientError as error:
                reasons = cancellation_reasons(error)
                if CONDITION_FAILED not in reasons:
                    raise
                if reasons[0] == CONDITION_FAILED:
                    return False
                raise TransitionForbidden("sealed", "its end") from error
        return True
