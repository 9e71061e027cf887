"""Exporting the audit for an auditor: the periods as they are locked away, byte for byte."""

from __future__ import annotations

from pathlib import Path

from chalicelib.protocol.errors import Conflict
from chalicelib.storage import clients
from chalicelib.storage.audit_archive import PREFIX
from chalicelib.storage.aws_errors import aws_errors


def export_audit(bucket: str, directory: Path, *, since: str = "", until: str = "") -> int:
    """Write each gathered period from `since` to `until` (names of periods) into a file; return how many there are.

    Raises:
        Conflict: Something was put over a period, or marked as deleted: the versions below are still there.
        FileExistsError: There is such a file already; nothing is written over it.
    """
    directory.mkdir(parents=True, exist_ok=True)
    s3, count = clients.s3(), 0
    pages = s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=PREFIX)
    with aws_errors():
        for page in pages:
            if page.get("DeleteMarkers") or not all(version["IsLatest"] for version in page.get("Versions", ())):
                raise Conflict
            for version in page.get("Versions", ()):
                key = version["Key"]
                name = key.removeprefix(PREFIX)
                if since <= name and (not until or name <= until):
                    content = s3.get_object(Bucket=bucket, Key=key, VersionId=version["VersionId"])["Body"].read()
                    with (directory / name).open("xb") as file:
                        file.write(content)
                    count += 1
    return count
