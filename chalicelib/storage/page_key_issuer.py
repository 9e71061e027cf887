"""The key in KMS that certifies page keys. Its private half never leaves KMS, and it signs nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.protocol import page_keys
from chalicelib.protocol.page_keys import PageKey
from chalicelib.storage.aws_errors import aws_errors
from chalicelib.storage.public_keys import key_id_of

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient


class PageKeyIssuer:
    """Makes page keys and has them certified: one call for each."""

    def __init__(self, client: KMSClient, key: str) -> None:
        """Use this KMS key (an ARN)."""
        self._client = client
        self._key = key

    def new_key(self, not_before: int) -> PageKey:
        """Make a key that may sign for an hour from `not_before` (Unix seconds).

        Raises:
            DependencyUnavailable, TooManyRequests: See `aws_errors`.
        """
        return page_keys.new_page_key(self._certify, key_id_of(self._key), not_before=not_before)

    def _certify(self, certificate: bytes) -> bytes:
        with aws_errors():
            answer = self._client.sign(
                KeyId=self._key, Message=certificate, MessageType="RAW", SigningAlgorithm="ECDSA_SHA_256"
            )
        return answer["Signature"]
