"""The text content of a certificate as data."""

from __future__ import annotations

import dataclasses

import pytest

from chalicelib.render.document import Block, Field
from tests.unit.render.factories import document, household, resident


def test_pages_are_numbered_without_a_gap() -> None:
    """A document whose pages are missing, swapped or none is not made."""
    whole = document(household(*(resident(number) for number in range(1, 6))))
    for pages in ((), whole.pages[1:], whole.pages[::-1]):
        with pytest.raises(ValueError, match="numbered"):
            dataclasses.replace(whole, pages=pages)


@pytest.mark.parametrize("issuance_id", ["", "01JD6Q8ZK3M5N7P9R1T2V4W6X", "01jd6q8zk3m5n7p9r1t2v4w6xy", "I" * 26])
def test_an_id_that_the_code_could_not_carry_is_refused(issuance_id: str) -> None:
    """An issuance id is 26 characters of upper-case Crockford base 32, or there is no document."""
    with pytest.raises(ValueError, match="Crockford"):
        dataclasses.replace(document(household(resident())), issuance_id=issuance_id)


def test_a_representation_shows_nobody() -> None:
    """The repr of a document, a page, a block or a field carries no name, address or number."""
    made = document(household(resident()))
    shown = repr((made, made.pages, made.pages[0].blocks, made.pages[0].blocks[1].fields))
    for secret in ("架空", "殿町", "１２３４５６７８９０１", "カクウ"):
        assert secret not in shown


def test_texts_are_all_that_is_printed() -> None:
    """Every text of a document, labels and the seal's text included, is among those checked before drawing."""
    made = document(household(resident()))
    texts = [text for _, text in made.texts()]
    page = made.pages[0]
    expected = [page.title, page.marker, page.closing, page.attestation, page.issued_on, page.issuer.title]
    expected += [page.issuer.name, page.issuer.seal_text, page.reference, page.page_label, page.seal_note, *page.notes]
    expected += [text for block in page.blocks for item in block.fields for text in (item.label, item.text) if text]
    assert sorted(texts) == sorted([*expected, page.blocks[1].heading])


def test_a_field_is_found_by_its_key() -> None:
    """A block gives the text of a field, empty or not, and has none for an unknown key."""
    block = Block("resident", "１", (Field("name", "氏名", "架空"), Field("notes", "備考", "")))
    assert (block.text("name"), block.text("notes")) == ("架空", "")
    with pytest.raises(KeyError):
        block.text("address")
