"""The key that signs receipts: ECDSA P-256 in KMS. Its private half never leaves KMS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.protocol import jws, receipts
from chalicelib.storage.aws_errors import aws_errors
from chalicelib.storage.public_keys import key_id_of

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient


class ReceiptSigner:
    """Signs receipts."""

    def __init__(self, client: KMSClient, key: str) -> None:
        """Use this KMS key (an ARN)."""
        self._client = client
        self._key = key
        self._key_id = key_id_of(key)

    def sign(self, receipt: receipts.Receipt) -> str:
        """Return the receipt as JWS."""
        signed = receipts.signing_input(receipt, self._key_id)
        with aws_errors():
            answer = self._client.sign(
                KeyId=self._key, Message=signed, MessageType="RAW", SigningAlgorithm="ECDSA_SHA_256"
            )
        return jws.compact(signed, answer["Signature"])
