"""boto3 clients: made once in a process, with short time-outs and bounded retries.

A call that must not be repeated goes through a client that never retries: when the reply to a one-shot delete is
lost, the SDK's second attempt would find nothing and hide that the first one succeeded.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_s3 import S3Client

READ_SECONDS = 3
"""How long a reply may take. The emulation, in which everything shares one machine, allows more."""

_CONNECT_SECONDS = 1
_ATTEMPTS = 3


def _config(attempts: int) -> Config:
    return Config(
        connect_timeout=_CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"mode": "standard", "total_max_attempts": attempts},
        max_pool_connections=50,
        parameter_validation=False,
    )


@cache
def session() -> boto3.session.Session:
    """Return the process's one boto3 session: hooks on it see every call of every client."""
    return boto3.session.Session()


@cache
def dynamodb() -> DynamoDBClient:
    """Return the DynamoDB client for calls that may be repeated."""
    return session().client("dynamodb", config=_config(_ATTEMPTS))


@cache
def dynamodb_once() -> DynamoDBClient:
    """Return the DynamoDB client for calls that must be sent at most once."""
    return session().client("dynamodb", config=_config(1))


@cache
def s3() -> S3Client:
    """Return the S3 client."""
    return session().client("s3", config=_config(_ATTEMPTS))


@cache
def kms() -> KMSClient:
    """Return the KMS client."""
    return session().client("kms", config=_config(_ATTEMPTS))
