"""Archives for tests: a sound one, and ZIP files written entry by entry."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from chalicelib.protocol.image_archive import ImageArchive, Manifest, page_entries

PAGES = (b"\x89PNG first", b"\x89PNG second", b"\x89PNG third")


def manifest(pages: tuple[bytes, ...] = PAGES, **changes: Any) -> Manifest:
    """Make the manifest of these pages."""
    values: dict[str, Any] = {
        "issuance_id": "01JD6Q8ZK3M5N7P9R1T2V4W6XY",
        "type": "resident-record",
        "municipality": "24204",
        "dpi": 400,
        "copies": 1,
        "pages": page_entries(pages),
        "issued_at": 1795482000,
    }
    return Manifest(**values | changes)


ARCHIVE = ImageArchive(manifest(), PAGES)


@dataclass(frozen=True)
class Entry:
    """One entry of a ZIP file."""

    name: str
    content: bytes
    compression: int = zipfile.ZIP_STORED
    extra: bytes = b""


def entries(content: ImageArchive = ARCHIVE) -> list[Entry]:
    """List what `pack` would write."""
    pages = zip(content.manifest.pages, content.pages, strict=True)
    head = Entry("manifest.json", msgspec.json.encode(content.manifest))
    return [head, *(Entry(named.file, page) for named, page in pages)]


def written(parts: Iterable[Entry], *, comment: bytes = b"") -> bytes:
    """Write a ZIP file of any entries, doubled names included."""
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as file:
        warnings.simplefilter("ignore", UserWarning)
        file.comment = comment
        for part in parts:
            info = zipfile.ZipInfo(part.name)
            info.compress_type, info.extra = part.compression, part.extra
            file.writestr(info, part.content)
    return buffer.getvalue()
