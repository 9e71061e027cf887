"""Recording that an issuance is sealed: session, envelope and ledger change together or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from chalicelib.protocol.errors import Expired, SessionInvalid
from chalicelib.protocol.states import IssuanceState
from chalicelib.storage.aws_errors import aws_errors, cancellation_reasons
from chalicelib.storage.envelopes import Envelope
from chalicelib.storage.items import to_item
from chalicelib.storage.ledger import transition_request

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True)
class SealedFacts:
    """What the ledger records of a sealed issuance; the fee is final then."""

    fee: int
    image_sha256: str
    pages: int
    size: int
    sealed_at: int


class SealRecorder:
    """Writes the envelope, last of all."""

    def __init__(self, client: DynamoDBClient, *, sessions: str, envelopes: str, ledger: str) -> None:
        """Write to these tables."""
        self._client = client
        self._sessions = sessions
        self._envelopes = envelopes
        self._ledger = ledger

    def record(self, envelope: Envelope, facts: SealedFacts) -> None:
        """Store the envelope, list the issuance in its session and move it to `sealed`.

        All three only if the session lives: a page that comes too late is never sealed for anyone (R1).

        Raises:
            SessionInvalid: The session has ended in the meantime.
            Expired: The issuance has been ended in the meantime.
        """
        listed: Any = {
            "TableName": self._sessions,
            "Key": to_item({"token_hash": envelope.token_hash}),
            "UpdateExpression": "ADD issuances :issuance",
            "ConditionExpression": "attribute_exists(token_hash) AND expires_at > :now",
            "ExpressionAttributeValues": to_item({":issuance": {envelope.issuance_id}, ":now": facts.sealed_at}),
        }
        known = {name: getattr(facts, name) for name in facts.__dataclass_fields__}
        moved: Any = transition_request(
            self._ledger, envelope.issuance_id, IssuanceState.REQUESTED, IssuanceState.SEALED, known
        )
        put: Any = envelope.put_request(self._envelopes)
        with aws_errors():
            try:
                self._client.transact_write_items(TransactItems=[{"Update": listed}, {"Update": moved}, put])
            except ClientError as error:
                reasons = cancellation_reasons(error)
                if "ConditionalCheckFailed" not in reasons:
                    raise
                raise (SessionInvalid if reasons[0] == "ConditionalCheckFailed" else Expired) from error
