"""The public halves of the keys in KMS, as `GET /verification-keys` publishes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.protocol.verification_keys import Purpose, public_jwk
from chalicelib.storage.aws_errors import aws_errors

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient


def key_id_of(key: str) -> str:
    """Return the id that a KMS key's ARN ends with: the `kid` it is published under."""
    return key.rsplit("/", 1)[-1]


class PublicKeys:
    """Publishes keys; each is asked for once, since the public half of a key in KMS never changes."""

    def __init__(self, client: KMSClient, keys: Mapping[Purpose, str]) -> None:
        """Publish these KMS keys (ARNs)."""
        self._client = client
        self._keys = keys
        self._known: dict[Purpose, dict[str, str]] = {}

    def jwks(self) -> dict[str, Any]:
        """Return the public keys as a JWK set.

        Raises:
            DependencyUnavailable, TooManyRequests: See `aws_errors`.
        """
        return {"keys": [self._jwk(purpose, key) for purpose, key in self._keys.items()]}

    def _jwk(self, purpose: Purpose, key: str) -> dict[str, str]:
        if purpose not in self._known:
            with aws_errors():
                answer = self._client.get_public_key(KeyId=key)
            self._known[purpose] = public_jwk(answer["PublicKey"], key_id_of(key), purpose)
        return self._known[purpose]
