"""The image archive: what is packed comes out again, and the same content is always the same bytes."""

from __future__ import annotations

import io
import zipfile

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.protocol import image_archive
from chalicelib.protocol.image_archive import ImageArchive
from tests.unit.protocol.archives import ARCHIVE, PAGES, entries, manifest, written


@given(st.lists(st.binary(max_size=64), min_size=1, max_size=12).map(tuple), st.integers(1, 10))
def test_what_was_packed_comes_out_again(pages: tuple[bytes, ...], copies: int) -> None:
    """Manifest and pages are read back as they were, in order."""
    archive = ImageArchive(manifest(pages, copies=copies), pages)
    assert image_archive.unpack(image_archive.pack(archive)) == archive


def test_packing_again_gives_the_same_bytes() -> None:
    """Nothing of time or machine is in an archive."""
    assert image_archive.pack(ARCHIVE) == image_archive.pack(ImageArchive(manifest(), PAGES))


def test_any_zip_reader_can_read_it() -> None:
    """It is an ordinary ZIP file with stored entries and the names of the protocol."""
    with zipfile.ZipFile(io.BytesIO(image_archive.pack(ARCHIVE))) as file:
        assert file.testzip() is None
        assert file.namelist() == ["manifest.json", "page-1.png", "page-2.png", "page-3.png"]
        assert {info.compress_type for info in file.infolist()} == {zipfile.ZIP_STORED}
        read = msgspec.json.decode(file.read("manifest.json"))
    assert list(read) == ["issuance_id", "type", "municipality", "dpi", "copies", "pages", "issued_at"]
    assert read["pages"][0].keys() == {"file", "sha256"}


def test_one_written_by_another_program_is_read() -> None:
    """What counts is the content: entries in order, stored, and nothing else."""
    assert image_archive.unpack(written(entries())) == ARCHIVE


def test_a_page_without_its_entry_is_not_packed() -> None:
    """A manifest that does not list every page never leaves `pack`."""
    with pytest.raises(ValueError, match="shorter"):
        image_archive.pack(ImageArchive(manifest(), PAGES[:2]))
