"""The image archive: whatever is not exactly the pages of its manifest is refused, and refused in one way only."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.protocol import image_archive
from chalicelib.protocol.errors import ImageArchiveInvalid
from chalicelib.protocol.image_archive import ImageArchive, PageEntry
from chalicelib.protocol.sealing import MAX_HAND_OVER
from tests.unit.protocol.archives import ARCHIVE, PAGES, Entry, entries, manifest, written

PACKED = image_archive.pack(ARCHIVE)
HEAD, FIRST, SECOND, THIRD = entries()
DIGESTS = [page.sha256 for page in ARCHIVE.manifest.pages]


def _head(**changes: Any) -> Entry:
    return Entry("manifest.json", msgspec.json.encode(msgspec.structs.replace(ARCHIVE.manifest, **changes)))


def _renamed(*names: str) -> bytes:
    """Write the pages under other names, with a manifest that agrees."""
    listed = tuple(PageEntry(name, digest) for name, digest in zip(names, DIGESTS, strict=True))
    pages = [replace(page, name=name) for page, name in zip((FIRST, SECOND, THIRD), names, strict=True)]
    return written([_head(pages=listed), *pages])


def _json(text: str) -> bytes:
    return written([Entry("manifest.json", text.encode()), FIRST, SECOND, THIRD])


def _compressed(*parts: Entry) -> bytes:
    return written([replace(part, compression=zipfile.ZIP_DEFLATED) for part in parts])


TAMPERED: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "no-zip": lambda: b"PK\x03\x04 but nothing of the kind",
    "no-entries": lambda: written([]),
    "no-manifest": lambda: written([FIRST, SECOND, THIRD]),
    "no-pages": lambda: image_archive.pack(ImageArchive(manifest(()), ())),
    "missing-page": lambda: written([HEAD, FIRST, THIRD]),
    "extra-page": lambda: written([HEAD, FIRST, SECOND, THIRD, Entry("page-4.png", b"\x89PNG")]),
    "extra-file": lambda: written([HEAD, FIRST, SECOND, THIRD, Entry("readme.txt", b"hello")]),
    "directory": lambda: written([HEAD, FIRST, SECOND, THIRD, Entry("pages/", b"")]),
    "swapped-entries": lambda: written([HEAD, SECOND, FIRST, THIRD]),
    "manifest-last": lambda: written([FIRST, SECOND, THIRD, HEAD]),
    "swapped-contents": lambda: written(
        [HEAD, replace(FIRST, content=PAGES[1]), replace(SECOND, content=PAGES[0]), THIRD]
    ),
    "swapped-with-manifest": lambda: _renamed("page-2.png", "page-1.png", "page-3.png"),
    "numbered-from-zero": lambda: _renamed("page-0.png", "page-1.png", "page-2.png"),
    "renamed": lambda: _renamed("page-1.png", "page-2.png", "page-03.png"),
    "renamed-in-zip-only": lambda: written([HEAD, FIRST, SECOND, replace(THIRD, name="page-4.png")]),
    "parent-directory": lambda: _renamed("page-1.png", "../page-2.png", "page-3.png"),
    "absolute-path": lambda: _renamed("/page-1.png", "page-2.png", "page-3.png"),
    "windows-path": lambda: _renamed("c:\\page-1.png", "page-2.png", "page-3.png"),
    "doubled-page": lambda: written([HEAD, FIRST, FIRST, SECOND, THIRD]),
    "doubled-in-both": lambda: _renamed("page-1.png", "page-1.png", "page-3.png"),
    "doubled-manifest": lambda: written([HEAD, HEAD, FIRST, SECOND, THIRD]),
    "one-byte-of-a-page": lambda: written([HEAD, replace(FIRST, content=PAGES[0] + b"\0"), SECOND, THIRD]),
    "wrong-digest": lambda: written(
        [_head(pages=(PageEntry("page-1.png", "0" * 64), *ARCHIVE.manifest.pages[1:])), FIRST, SECOND, THIRD]
    ),
    "upper-case-digest": lambda: written(
        [_head(pages=tuple(PageEntry(p.file, p.sha256.upper()) for p in ARCHIVE.manifest.pages)), FIRST, SECOND, THIRD]
    ),
    "compressed-page": lambda: written([HEAD, FIRST, replace(SECOND, compression=zipfile.ZIP_DEFLATED), THIRD]),
    "compressed-manifest": lambda: written([replace(HEAD, compression=zipfile.ZIP_DEFLATED), FIRST, SECOND, THIRD]),
    "bomb": lambda: _compressed(HEAD, replace(FIRST, content=bytes(4 * MAX_HAND_OVER)), SECOND, THIRD),
    "too-large": lambda: written([HEAD, replace(FIRST, content=bytes(MAX_HAND_OVER)), SECOND, THIRD]),
    "manifest-no-json": lambda: _json("{"),
    "manifest-no-object": lambda: _json("[]"),
    "manifest-other-type": lambda: _json('{"issuance_id": 1}'),
    "manifest-unknown-field": lambda: written(
        [replace(HEAD, content=HEAD.content.replace(b'"dpi"', b'"subject":"x","dpi"')), FIRST, SECOND, THIRD]
    ),
    "manifest-no-utf-8": lambda: written([replace(HEAD, content=b'{"issuance_id":"\xff"}'), FIRST, SECOND, THIRD]),
    "junk-before": lambda: b"junk" + PACKED,
    "junk-after": lambda: PACKED + b"junk",
    "comment": lambda: written(entries(), comment=b"a word to the kiosk"),
    "extra-field": lambda: written([HEAD, replace(FIRST, extra=b"\x99\x99\x02\x00ab"), SECOND, THIRD]),
    "cut-off": lambda: PACKED[:-1],
}


@pytest.mark.parametrize("tampered", TAMPERED.values(), ids=TAMPERED)
def test_a_tampered_archive_is_refused(tampered: Callable[[], bytes]) -> None:
    """Anything missing, added, out of order, renamed, doubled, compressed, oversized or different is refused."""
    with pytest.raises(ImageArchiveInvalid):
        image_archive.unpack(tampered())


def _unpacked_or_refused(data: bytes) -> ImageArchive | None:
    try:
        return image_archive.unpack(data)
    except ImageArchiveInvalid:
        return None


@given(st.integers(0, len(PACKED) - 1), st.integers(1, 255))
def test_a_changed_byte_changes_no_content(place: int, difference: int) -> None:
    """Whichever byte is changed, the archive is refused, or what comes out is what went in (a date, say)."""
    changed = bytearray(PACKED)
    changed[place] ^= difference
    assert _unpacked_or_refused(bytes(changed)) in {None, ARCHIVE}


@given(st.lists(st.tuples(st.integers(0, len(PACKED)), st.integers(0, 40), st.binary(max_size=40)), max_size=4))
def test_no_edit_smuggles_content_in(edits: list[tuple[int, int, bytes]]) -> None:
    """Whatever is cut out and put in, it is refused as an invalid archive, or the content is unchanged."""
    data = PACKED
    for place, removed, added in edits:
        data = data[:place] + added + data[place + removed :]
    assert _unpacked_or_refused(data) in {None, ARCHIVE}


@given(st.binary(max_size=400))
def test_noise_is_refused(data: bytes) -> None:
    """Random bytes are no archive, and the refusal is the typed one."""
    with pytest.raises(ImageArchiveInvalid):
        image_archive.unpack(data)


@given(st.integers(0, len(PACKED) - 1))
def test_a_cut_off_archive_is_refused(length: int) -> None:
    """A download that ended early, anywhere, is no archive."""
    with pytest.raises(ImageArchiveInvalid):
        image_archive.unpack(PACKED[:length])
