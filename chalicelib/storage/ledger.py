"""The ledger: every issuance, its states and times, and the chain of its audit entries.

It names residents by pseudonyms only and outlives the certificate.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from chalicelib.protocol import audit_entries
from chalicelib.protocol.errors import Conflict, TransitionForbidden
from chalicelib.protocol.states import OPEN_STATES, IssuanceState
from chalicelib.storage.aws_errors import aws_errors, condition_failed
from chalicelib.storage.items import Row, to_item
from chalicelib.storage.transitions import Standing, head_after, transition_request

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

OPEN_SHARDS = 4
OPEN_INDEX = "open-by-expiry"


@dataclass(frozen=True, slots=True)
class Issuance:
    """A ledger row. Times are Unix seconds, `fee` yen for all copies, `size` bytes of the hand-over.

    `request_sha256` tells a repeated request from another one under the same key; `image_sha256` digests the
    ciphertext; `replaces` and `replaced_by` chain replacements; `head` digests the last audit entry, which has the
    number `sequence`; `applicant` and `subject` are pseudonyms that only the office can resolve, and that the audit
    does not tell.
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
    applicant: str | None = None
    subject: str | None = None
    head: str = ""
    sequence: int = 0

    @property
    def standing(self) -> Standing:
        """From where the next step goes."""
        return Standing(self.issuance_id, self.state, self.head, self.sequence)

    def begun(self) -> Issuance:
        """Return a new issuance with the head of its chain, which its first entry is."""
        return replace(self, head=audit_entries.digest(self._first_entry()))

    def _first_entry(self) -> str:
        facts = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return audit_entries.entry(
            issuance_id=self.issuance_id, sequence=0, state=self.state, at=self.requested_at, previous="", facts=facts
        )

    @classmethod
    def from_row(cls, row: Row) -> Issuance:
        """Read a row of the ledger."""
        known = {name: row[name] for name in cls.__dataclass_fields__ if name in row}
        return cls(**known | {"state": IssuanceState(row["state"])})

    def to_row(self) -> Row:
        """Write the row of a new issuance; an open one is listed in the index of open ones."""
        row = {name: getattr(self, name) for name in self.__dataclass_fields__} | {"state": str(self.state)}
        first = self._first_entry()
        row |= {"chain": [first], "head": audit_entries.digest(first)}
        return row | {"open_shard": open_shard(self.issuance_id) if self.state in OPEN_STATES else None}


def open_shard(issuance_id: str) -> str:
    """Return the index partition of an open issuance; several, so that none is hot."""
    return str(sum(issuance_id.encode()) % OPEN_SHARDS)


class LedgerWriter:
    """Records issuances and their transitions."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        """Write to this table."""
        self._client = client
        self._table = table

    def record(self, issuance: Issuance) -> None:
        """Record a new issuance. The SDK may repeat the call: the row of this very attempt is no other issuance.

        One that somebody has moved on in the meantime stays as it is: an entry of the audit is never taken back.

        Raises:
            Conflict: One with this id exists.
        """
        own = "object_key = :own AND #sequence = :first"
        with aws_errors():
            try:
                self._client.put_item(
                    TableName=self._table,
                    Item=to_item(issuance.to_row()),
                    ConditionExpression=f"attribute_not_exists(issuance_id) OR ({own})",
                    ExpressionAttributeNames={"#sequence": "sequence"},
                    ExpressionAttributeValues=to_item({":own": issuance.object_key or "", ":first": 0}),
                )
            except ClientError as error:
                if condition_failed(error):
                    raise Conflict from error
                raise

    def move(self, standing: Standing, after: IssuanceState, *, at: int, **facts: object) -> str:
        """Make a transition at a time (Unix seconds) and record facts with it; return the digest of its audit entry.

        Raises:
            TransitionForbidden: There is no such transition, or the issuance does not stand there any more.
        """
        request = transition_request(self._table, standing, after, at=at, facts=facts)
        with aws_errors():
            try:
                self._client.update_item(**request)
            except ClientError as error:
                if condition_failed(error):
                    raise TransitionForbidden(standing.state, after) from error
                raise
        return head_after(request)

    def transition(self, standing: Standing, after: IssuanceState, *, at: int, **facts: object) -> dict[str, Any]:
        """Return a transition as the `Update` of a transaction.

        Raises:
            TransitionForbidden: There is no such transition.
        """
        return transition_request(self._table, standing, after, at=at, facts=facts)

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
