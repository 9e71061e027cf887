"""The plaintext of a sealed image: a ZIP with `manifest.json` and the pages, entries stored (design 4.2)."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
from collections.abc import Sequence

import msgspec

from chalicelib.protocol.errors import ImageArchiveInvalid
from chalicelib.protocol.sealing import MAX_HAND_OVER

_EPOCH = (1980, 1, 1, 0, 0, 0)
_MANIFEST = "manifest.json"
# APPNOTE 4.3: a local header and a central one for each entry, each followed by its name; one end record.
_HEADERS_SIZE = 30 + 46
_END_SIZE = 22
# What `zipfile` and the decoder raise for malformed input; ValueError includes names that are not UTF-8.
_MALFORMED = (
    zipfile.BadZipFile,
    msgspec.DecodeError,
    ValueError,
    KeyError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    struct.error,
)


class PageEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A page's file name and the SHA-256 of its PNG in hexadecimal."""

    file: str
    sha256: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the archive holds. `issued_at` is Unix seconds."""

    issuance_id: str
    type: str
    municipality: str
    dpi: int
    copies: int
    pages: tuple[PageEntry, ...]
    issued_at: int


class ImageArchive(msgspec.Struct, frozen=True):
    """A manifest and its pages, in order, as PNG."""

    manifest: Manifest
    pages: tuple[bytes, ...]


def page_entries(pages: Sequence[bytes]) -> tuple[PageEntry, ...]:
    """Name and digest the pages: `page-1.png`, `page-2.png`, and so on."""
    return tuple(
        PageEntry(f"page-{number}.png", hashlib.sha256(page).hexdigest()) for number, page in enumerate(pages, start=1)
    )


def pack(archive: ImageArchive) -> bytes:
    """Write the archive. The same content gives the same bytes: entries carry no time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as file:
        file.writestr(zipfile.ZipInfo(_MANIFEST, _EPOCH), msgspec.json.encode(archive.manifest))
        for entry, page in zip(archive.manifest.pages, archive.pages, strict=True):
            file.writestr(zipfile.ZipInfo(entry.file, _EPOCH), page)
    return buffer.getvalue()


def unpack(data: bytes) -> ImageArchive:
    """Read an archive and check it: exactly the manifest's pages, stored, each with its digest.

    Raises:
        ImageArchiveInvalid: Anything is missing, added, out of order, compressed, oversized or different.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return _read(file, len(data))
    except _MALFORMED as error:
        raise ImageArchiveInvalid from error


def _read(file: zipfile.ZipFile, size: int) -> ImageArchive:
    infos = file.infolist()
    if size != _written_size(infos):
        raise ImageArchiveInvalid
    if any(info.compress_type != zipfile.ZIP_STORED for info in infos):
        raise ImageArchiveInvalid
    if sum(info.file_size for info in infos) > MAX_HAND_OVER:
        raise ImageArchiveInvalid
    manifest = msgspec.json.decode(file.read(_MANIFEST), type=Manifest)
    if [info.filename for info in infos] != [_MANIFEST, *(entry.file for entry in manifest.pages)]:
        raise ImageArchiveInvalid
    pages = tuple(file.read(entry.file) for entry in manifest.pages)
    if not pages or page_entries(pages) != manifest.pages:
        raise ImageArchiveInvalid
    return ImageArchive(manifest, pages)


def _written_size(infos: Sequence[zipfile.ZipInfo]) -> int:
    """Return the size of an archive with these entries and nothing else: no comment, no extra fields, no gaps."""
    return _END_SIZE + sum(_HEADERS_SIZE + 2 * len(info.filename.encode()) + info.file_size for info in infos)
