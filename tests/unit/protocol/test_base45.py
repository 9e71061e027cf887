"""Base45: the examples of RFC 9285, and one way to write each string of bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.protocol import base45
from chalicelib.protocol.base45 import Base45Malformed

EXAMPLES = {b"AB": "BB8", b"Hello!!": "%69 VD92EX0", b"base-45": "UJCLQE7W581", b"ietf!": "QED8WEX0", b"": ""}


@pytest.mark.parametrize(("data", "text"), EXAMPLES.items(), ids=EXAMPLES.values())
def test_the_examples_of_the_standard(data: bytes, text: str) -> None:
    """RFC 9285, sections 4.3 and 4.4."""
    assert base45.encode(data) == text
    assert base45.decode(text) == data


@given(st.binary(max_size=80))
def test_bytes_come_back(data: bytes) -> None:
    """Any bytes are written in the alphanumeric mode's characters and read back."""
    text = base45.encode(data)
    assert set(text) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
    assert base45.decode(text) == data


@given(st.text(alphabet="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", max_size=20))
def test_a_text_is_refused_or_the_only_way_to_write_its_bytes(text: str) -> None:
    """There is no second spelling."""
    try:
        data = base45.decode(text)
    except Base45Malformed:
        return
    assert base45.encode(data) == text


@pytest.mark.parametrize("text", ["A", "BB8A", "GGW", ":::", "::", "bb8", "BB\u00e9", "BB8\n"])
def test_what_is_no_base45_is_refused(text: str) -> None:
    """A lone character, a group beyond its bytes, lower case and foreign characters."""
    with pytest.raises(Base45Malformed):
        base45.decode(text)
