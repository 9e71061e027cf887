"""Pseudonyms of residents: what the ledger names them by.

A pseudonym is an HMAC of the resident's id under a key that only the office can use: a plain digest of an id could be
guessed by trying all ids. The office makes them when it imports the books, and writes them beside the residents; the
functions copy them from there and cannot make one. They stay the same from one version of the books to the next.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from chalicelib.protocol import ids
from chalicelib.storage.aws_errors import aws_errors

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

_DOMAIN = b"kofu/pseudonyms/v1\0"
_SIZE = 16


class Pseudonyms:
    """Makes the pseudonyms of one municipality's residents; for the office only."""

    def __init__(self, key: bytes) -> None:
        """Use the municipality's key (32 bytes)."""
        self._key = key

    @classmethod
    def of(cls, client: KMSClient, key: str, municipality: str) -> Pseudonyms:
        """Derive the municipality's key from an HMAC key in KMS (ARN), in one call however many residents there are.

        Raises:
            DependencyUnavailable, TooManyRequests: See `aws_errors`.
        """
        with aws_errors():
            answer = client.generate_mac(
                KeyId=key, Message=_DOMAIN + municipality.encode("ascii"), MacAlgorithm="HMAC_SHA_256"
            )
        return cls(answer["Mac"])

    def __call__(self, resident_id: str) -> str:
        """Return the pseudonym of a resident."""
        mac = hmac.new(self._key, resident_id.encode(), hashlib.sha256)
        return ids.encode_id(mac.digest()[:_SIZE])
