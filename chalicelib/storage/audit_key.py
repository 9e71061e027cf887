"""The key that signs the statements of the audit: ECDSA P-256 in KMS, used for nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.protocol import audit_periods, jws
from chalicelib.protocol.audit_periods import Statement
from chalicelib.storage.aws_errors import aws_errors
from chalicelib.storage.public_keys import key_id_of

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient


class StatementSigner:
    """Signs statements about periods."""

    def __init__(self, client: KMSClient, key: str) -> None:
        """Use this KMS key (an ARN)."""
        self._client = client
        self._key = key

    def sign(self, statement: Statement) -> str:
        """Return the statement as JWS."""
        signed = audit_periods.signing_input(statement, key_id_of(self._key))
        with aws_errors():
            answer = self._client.sign(
                KeyId=self._key, Message=signed, MessageType="RAW", SigningAlgorithm="ECDSA_SHA_256"
            )
        return jws.compact(signed, answer["Signature"])
