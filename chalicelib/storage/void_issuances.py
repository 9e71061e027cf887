"""Issue numbers that the office declared void, and the key that signs their list. No function may use either.

The ledger is not changed: what was issued stays issued, and its audit entries stay as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from chalicelib.protocol import void_list
from chalicelib.protocol.errors import Conflict, NotFound
from chalicelib.protocol.void_list import VoidIssuance, VoidList, VoidReason
from chalicelib.storage.aws_errors import CONDITION_FAILED, aws_errors, cancellation_reasons
from chalicelib.storage.items import from_item, to_item
from chalicelib.storage.public_keys import key_id_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_kms import KMSClient


class VoidIssuances:
    """Declares issue numbers void, and tells all that are."""

    def __init__(self, client: DynamoDBClient, *, table: str, ledger: str) -> None:
        """Write to this table what is in that ledger."""
        self._client = client
        self._table = table
        self._ledger = ledger

    def declare(self, void: VoidIssuance) -> None:
        """Declare an issue number void, for good.

        Raises:
            NotFound: Nothing was issued under it.
            Conflict: It is void already.
        """
        issued: Any = {
            "TableName": self._ledger,
            "Key": to_item({"issuance_id": void.issuance_id}),
            "ConditionExpression": "attribute_exists(issuance_id)",
        }
        put: Any = {
            "TableName": self._table,
            "Item": to_item(
                {"issuance_id": void.issuance_id, "declared_at": void.declared_at, "reason": str(void.reason)}
            ),
            "ConditionExpression": "attribute_not_exists(issuance_id)",
        }
        with aws_errors():
            try:
                self._client.transact_write_items(TransactItems=[{"ConditionCheck": issued}, {"Put": put}])
            except ClientError as error:
                reasons = cancellation_reasons(error)
                if CONDITION_FAILED not in reasons:
                    raise
                raise (NotFound if reasons[0] == CONDITION_FAILED else Conflict) from error

    def all(self) -> tuple[VoidIssuance, ...]:
        """Return all that is void, by time and number."""
        with aws_errors():
            pages = self._client.get_paginator("scan").paginate(TableName=self._table, ConsistentRead=True)
            rows = [from_item(item) for page in pages for item in page["Items"]]
        found = [
            VoidIssuance(
                issuance_id=row["issuance_id"], declared_at=int(row["declared_at"]), reason=VoidReason(row["reason"])
            )
            for row in rows
        ]
        return tuple(sorted(found, key=lambda void: (void.declared_at, void.issuance_id)))


class VoidListSigner:
    """Signs void lists."""

    def __init__(self, client: KMSClient, key: str) -> None:
        """Use this KMS key (an ARN)."""
        self._client = client
        self._key = key

    def sign(self, listed: VoidList) -> dict[str, str]:
        """Return the list as it is published."""
        signed = void_list.signing_input(listed, key_id_of(self._key))
        with aws_errors():
            answer = self._client.sign(
                KeyId=self._key, Message=signed, MessageType="RAW", SigningAlgorithm="ECDSA_SHA_256"
            )
        return void_list.flattened(signed, answer["Signature"])
