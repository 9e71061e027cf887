"""The archive of the audit: one object a period, in a bucket that lets nobody delete or replace one in time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.protocol.audit_periods import name_of, period_named
from chalicelib.storage.aws_errors import aws_errors, code_of

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PREFIX = "periods/"
_LOOK_BACK = 900
"""Periods: somewhat fewer than one listing shows."""


class AuditArchive:
    """Keeps gathered periods."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        """Keep them in this bucket."""
        self._client = client
        self._bucket = bucket

    def newest(self, *, before: int) -> int | None:
        """Return the newest period there is before the one given, or None when there is none."""
        recent = list(self._listed(after=before - _LOOK_BACK))
        # Rarely: nothing was gathered for weeks, or never.
        found = recent or list(self._listed(after=0))
        return max((period for period in found if period < before), default=None)

    def read(self, period: int) -> bytes:
        """Return a period as it was stored."""
        with aws_errors():
            return self._client.get_object(Bucket=self._bucket, Key=key_of(period))["Body"].read()

    def put(self, period: int, content: bytes) -> bool:
        """Store a period; whether it was not there already. What is there is never replaced."""
        with aws_errors():
            try:
                self._client.put_object(
                    Bucket=self._bucket,
                    Key=key_of(period),
                    Body=content,
                    ContentType="text/plain; charset=us-ascii",
                    IfNoneMatch="*",
                    ChecksumAlgorithm="SHA256",
                )
            except ClientError as error:
                if code_of(error) == "PreconditionFailed":
                    return False
                raise
        return True

    def _listed(self, *, after: int) -> Iterator[int]:
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=PREFIX, StartAfter=key_of(max(after, 0))
        )
        with aws_errors():
            for page in pages:
                for found in page.get("Contents", ()):
                    yield period_named(found["Key"].removeprefix(PREFIX))


def key_of(period: int) -> str:
    """Return the object key of a period; keys sort as the periods do."""
    return PREFIX + name_of(period)
