"""Sealed images in object storage: three classes, since three functions may do three different things."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.storage.aws_errors import aws_errors, code_of

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_CONTENT_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class StoredImage:
    """An object's key and its age as Unix seconds of its last write."""

    key: str
    written_at: int


class ImageWriter:
    """Puts ciphertexts."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        """Write to this bucket."""
        self._client = client
        self._bucket = bucket

    def put(self, key: str, ciphertext: bytes) -> None:
        """Store a ciphertext under a key that nothing else uses; an existing object is never overwritten.

        The key is drawn for this call: an object already there is ours, put by an attempt whose reply was lost.
        """
        with aws_errors():
            try:
                self._client.put_object(
                    Bucket=self._bucket, Key=key, Body=ciphertext, ContentType=_CONTENT_TYPE, IfNoneMatch="*"
                )
            except ClientError as error:
                if code_of(error) != "PreconditionFailed":
                    raise


class ImageReader:
    """Gets ciphertexts."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        """Read from this bucket."""
        self._client = client
        self._bucket = bucket

    def get(self, key: str) -> bytes | None:
        """Return a ciphertext, or None when there is none under this key."""
        with aws_errors():
            try:
                return self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()
            except ClientError as error:
                if code_of(error) == "NoSuchKey":
                    return None
                raise


class ImageEraser:
    """Deletes ciphertexts."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        """Delete from this bucket."""
        self._client = client
        self._bucket = bucket

    def erase(self, key: str) -> None:
        """Delete an object; the bucket keeps no versions, so nothing of it remains. Repeating it does no harm."""
        with aws_errors():
            self._client.delete_object(Bucket=self._bucket, Key=key)


class ImageLister:
    """Lists what is there, for the sweep."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        """List this bucket."""
        self._client = client
        self._bucket = bucket

    def has(self, key: str) -> bool:
        """Whether there is an object of this key."""
        with aws_errors():
            answer = self._client.list_objects_v2(Bucket=self._bucket, Prefix=key, MaxKeys=1)
        return bool(answer["KeyCount"])

    def list(self, *, limit: int, after: str) -> Iterator[StoredImage]:
        """Yield up to `limit` objects in the order of their keys, those after the key `after`."""
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, StartAfter=after, PaginationConfig={"MaxItems": limit}
        )
        with aws_errors():
            for page in pages:
                for found in page.get("Contents", ()):
                    yield StoredImage(found["Key"], int(found["LastModified"].timestamp()))
