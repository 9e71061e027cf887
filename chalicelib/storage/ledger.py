"""The ledger: every issuance, its states and times. It holds no personal data and outlives the certificate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from chalicelib.protocol.errors import Conflict, TransitionForbidden
from chalicelib.protocol.states import OPEN_STATES, IssuanceState, check_transition
from chalicelib.storage.aws_errors import aws_errors, condition_failed
from chalicelib.storage.items import Row, from_item, to_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

OPEN_SHARDS = 4
OPEN_INDEX = "open-by-expiry"


@dataclass(frozen=True, slots=True)
class Issuance:
    """A ledger row. Times are Unix seconds, `fee` yen for all copies, `size` bytes of the hand-over.

    `request_sha256` tells a repeated request from another one under the same key; `image_sha256` digests the
    ciphertext; `replaces` and `replaced_by` chain replacements.
    """

    issuance_id: str
    session_id: str
    kiosk_id: str
    municipality: str
    certificate_type: str
    copies: int
    fee: int
    state: IssuanceState
    request_sha256: str
    requested_at: int
    expires_at: int
    replaces: str | None = None
    replaced_by: str | None = None
    object_key: str | None = None
    image_sha256: str | None = None
    pages: int | None = None
    size: int | None = None
    sealed_at: int | None = None
    payment_method: str | None = None
    payment_amount: int | None = None
    handed_over_at: int | None = None
    deleted_at: int | None = None
    ended_at: int | None = None
    pages_printed: int | None = None
    reason: str | None = None

    @classmethod
    def from_row(cls, row: Row) -> Issuance:
        """Read a row of the ledger."""
        known = {name: row[name] for name in cls.__dataclass_fields__ if name in row}
        return cls(**known | {"state": IssuanceState(row["state"])})

    def to_row(self) -> Row:
        """Write a row; an open issuance is listed in the index of open ones."""
        row = {name: getattr(self, name) for name in self.__dataclass_fields__} | {"state": str(self.state)}
        return row | {"open_shard": open_shard(self.issuance_id) if self.state in OPEN_STATES else None}


def open_shard(issuance_id: str) -> str:
    """Return the index partition of an open issuance; several, so that none is hot."""
    return str(sum(issuance_id.encode()) % OPEN_SHARDS)


def transition_request(
    table: str, issuance_id: str, before: IssuanceState, after: IssuanceState, facts: Mapping[str, Any]
) -> dict[str, Any]:
    """Return an `UpdateItem` that makes a transition only from `before`, and records facts with it.

    Raises:
        TransitionForbidden: There is no such arrow in the picture of states.
    """
    check_transition(before, after)
    known = {name: value for name, value in facts.items() if value is not None}
    sets = ", ".join(["#state = :after", *(f"#{name} = :{name}" for name in known)])
    closing = "" if after in OPEN_STATES else " REMOVE open_shard"
    return {
        "TableName": table,
        "Key": to_item({"issuance_id": issuance_id}),
        "UpdateExpression": f"SET {sets}{closing}",
        "ConditionExpression": "#state = :before",
        # Every name through a placeholder: DynamoDB reserves words such as `size`.
        "ExpressionAttributeNames": {"#state": "state"} | {f"#{name}": name for name in known},
        "ExpressionAttributeValues": to_item(
            {":before": str(before), ":after": str(after)} | {f":{name}": value for name, value in known.items()}
        ),
    }


class LedgerWriter:
    """Records issuances and their transitions."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        """Write to this table."""
        self._client = client
        self._table = table

    def record(self, issuance: Issuance) -> None:
        """Record a new issuance. The SDK may repeat the call: the row of this very attempt is no other issuance.

        Raises:
            Conflict: One with this id exists.
        """
        with aws_errors():
            try:
                self._client.put_item(
                    TableName=self._table,
                    Item=to_item(issuance.to_row()),
                    ConditionExpression="attribute_not_exists(issuance_id) OR object_key = :own",
                    ExpressionAttributeValues=to_item({":own": issuance.object_key or ""}),
                )
            except ClientError as error:
                if condition_failed(error):
                    raise Conflict from error
                raise

    def move(self, issuance_id: str, before: IssuanceState, after: IssuanceState, **facts: object) -> None:
        """Make a transition and record facts with it.

        Raises:
            TransitionForbidden: There is no such transition, or the issuance is not in `before`.
        """
        request = transition_request(self._table, issuance_id, before, after, facts)
        with aws_errors():
            try:
                self._client.update_item(**request)
            except ClientError as error:
                if condition_failed(error):
                    raise TransitionForbidden(before, after) from error
                raise

    def transition(
        self, issuance_id: str, before: IssuanceState, after: IssuanceState, **facts: object
    ) -> dict[str, Any]:
        """Return a transition as the `Update` of a transaction.

        Raises:
            TransitionForbidden: There is no such transition.
        """
        return transition_request(self._table, issuance_id, before, after, facts)

    def mark_replaced(self, issuance_id: str, *, replaced_by: str, instead_of: str | None = None) -> None:
        """Name the one replacement of an issuance; naming the same one again changes nothing.

        `instead_of` is an earlier one that is known to have come to nothing.

        Raises:
            Conflict: It has been replaced by another one already.
        """
        vacant = "attribute_not_exists(replaced_by) OR replaced_by = :new OR replaced_by = :instead"
        with aws_errors():
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key=to_item({"issuance_id": issuance_id}),
                    UpdateExpression="SET replaced_by = :new",
                    ConditionExpression=f"attribute_exists(issuance_id) AND ({vacant})",
                    ExpressionAttributeValues=to_item({":new": replaced_by, ":instead": instead_of or replaced_by}),
                )
            except ClientError as error:
                if condition_failed(error):
                    raise Conflict from error
                raise

    def release_replaced(self, issuance_id: str, *, replaced_by: str) -> None:
        """Take back a replacement that came to nothing, so that there can be another one."""
        with aws_errors():
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key=to_item({"issuance_id": issuance_id}),
                    UpdateExpression="REMOVE replaced_by",
                    ConditionExpression="replaced_by = :new",
                    ExpressionAttributeValues=to_item({":new": replaced_by}),
                )
            except ClientError as error:
                if not condition_failed(error):
                    raise


@dataclass(frozen=True, slots=True)
class OpenIssuance:
    """What the index of open issuances tells."""

    issuance_id: str
    state: IssuanceState
    object_key: str | None


class OverdueFinder:
    """Finds open issuances past their time through the index, without scanning the ledger."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        """Query this table's index."""
        self._client = client
        self._table = table

    def overdue(self, *, before: int, limit: int) -> Iterator[OpenIssuance]:
        """Yield up to `limit` open issuances of each shard that expired before this time."""
        for shard in range(OPEN_SHARDS):
            with aws_errors():
                answer = self._client.query(
                    TableName=self._table,
                    IndexName=OPEN_INDEX,
                    KeyConditionExpression="open_shard = :shard AND expires_at < :before",
                    ExpressionAttributeValues=to_item({":shard": str(shard), ":before": before}),
                    Limit=limit,
                )
            for row in map(from_item, answer["Items"]):
                yield OpenIssuance(row["issuance_id"], IssuanceState(row["state"]), row.get("object_key"))
