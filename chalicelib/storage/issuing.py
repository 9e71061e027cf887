"""Recording that an issuance is sealed: session, envelope and ledger change together or not at all.

They do only while the books are still those that the page was made from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from chalicelib.protocol.errors import BooksChanged, Expired, KofuError, SessionInvalid
from chalicelib.protocol.states import IssuanceState
from chalicelib.storage.aws_errors import CONDITION_FAILED, aws_errors, cancellation_reasons
from chalicelib.storage.basis import Basis, BasisTables
from chalicelib.storage.envelopes import Envelope
from chalicelib.storage.items import to_item
from chalicelib.storage.transactions import transact
from chalicelib.storage.transitions import Standing, transition_request

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True)
class SealedFacts:
    """What the ledger records of a sealed issuance; the fee is final then.

    `subject_is_applicant` is said of the document as it was sealed (R8, R14); `subject` is the
    pseudonym of whom it names.
    """

    fee: int
    image_sha256: str
    pages: int
    size: int
    subject: str | None
    subject_is_applicant: bool
    sealed_at: int


class SealRecorder:
    """Writes the envelope, last of all."""

    def __init__(
        self, client: DynamoDBClient, *, sessions: str, envelopes: str, ledger: str, read: BasisTables
    ) -> None:
        """Write to these tables, on condition of what was read."""
        self._client = client
        self._sessions = sessions
        self._envelopes = envelopes
        self._ledger = ledger
        self._read = read

    def record(self, standing: Standing, envelope: Envelope, facts: SealedFacts, basis: Basis) -> None:
        """Store the envelope, list the issuance in its session and move it to `sealed`.

        All three only if the session lives: a page that comes too late is never sealed for anyone (R1). And only if
        the books are what the page was made from: what the office changed meanwhile holds for this page too (R6).

        Raises:
            SessionInvalid: The session has ended in the meantime.
            Expired: The issuance has been ended in the meantime.
            BooksChanged: The books have changed in the meantime, or the service has been stopped.
            TooManyRequests: Other transactions held the same rows.
        """
        listed: Any = {
            "TableName": self._sessions,
            "Key": to_item({"token_hash": envelope.token_hash}),
            "UpdateExpression": "ADD issuances :issuance",
            "ConditionExpression": "attribute_exists(token_hash) AND expires_at > :now",
            "ExpressionAttributeValues": to_item({":issuance": {envelope.issuance_id}, ":now": facts.sealed_at}),
        }
        known = {name: getattr(facts, name) for name in facts.__dataclass_fields__ if name != "sealed_at"}
        moved: Any = transition_request(self._ledger, standing, IssuanceState.SEALED, at=facts.sealed_at, facts=known)
        put: Any = envelope.put_request(self._envelopes)
        self._transact([{"Update": listed}, {"Update": moved}, put, *basis.checks(self._read)])

    def _transact(self, items: Any) -> None:
        with aws_errors():
            try:
                # All that a municipality issues in the same instant holds the same row against what was read.
                transact(self._client, items)
            except ClientError as error:
                reasons = cancellation_reasons(error)
                if CONDITION_FAILED in reasons:
                    raise _refusal(reasons) from error
                raise


def _refusal(reasons: list[str]) -> KofuError:
    session, ledger, envelope, *_read = reasons
    if session == CONDITION_FAILED:
        return SessionInvalid()
    return Expired() if CONDITION_FAILED in {ledger, envelope} else BooksChanged()
