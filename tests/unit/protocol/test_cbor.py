"""CBOR in its one deterministic form, held against an independent implementation."""

from __future__ import annotations

from typing import Any

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.protocol import cbor
from chalicelib.protocol.cbor import CborMalformed

SINGLE = st.booleans() | st.integers(-(2**64), 2**64 - 1) | st.binary(max_size=300) | st.text(max_size=100)
VALUES = st.recursive(
    SINGLE,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.integers(-70000, 70000), inner, max_size=5),
    max_leaves=20,
)


def _depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_depth, inner), default=0)


def _in_order(value: Any) -> Any:
    """Put the keys of maps into the order of their encodings: `cbor2` sorts as the older RFC 7049 does, or not."""
    if isinstance(value, dict):
        return {key: _in_order(value[key]) for key in sorted(value, key=cbor2.dumps)}
    return [_in_order(item) for item in value] if isinstance(value, list) else value


@given(VALUES)
def test_another_implementation_writes_the_same_bytes(value: Any) -> None:
    """What is written is RFC 8949's deterministic encoding, and reads back as it was."""
    encoded = cbor.encode(value)
    assert encoded == cbor2.dumps(_in_order(value))
    assert cbor2.loads(encoded) == value
    if _depth(value) <= 8:
        assert cbor.decode(encoded) == value
    else:
        with pytest.raises(CborMalformed):
            cbor.decode(encoded)


@given(st.binary(max_size=60))
def test_bytes_are_refused_or_the_only_way_to_write_a_value(data: bytes) -> None:
    """Whatever is read writes back as the very same bytes: there is no second spelling of a value."""
    try:
        value = cbor.decode(data)
    except CborMalformed:
        return
    assert cbor.encode(value) == data


REFUSED = {
    "empty": "",
    "longer-than-needed": "1817",
    "length-longer-than-needed": "580100",
    "keys-out-of-order": "a202000100",
    "key-twice": "a201000100",
    "key-no-integer": "a1616100",
    "key-boolean": "a1f400",
    "indefinite-array": "9f00ff",
    "indefinite-text": "7f6161ff",
    "null": "f6",
    "undefined": "f7",
    "float": "f90000",
    "tag-inside": "81c100",
    "reserved-length": "1c",
    "truncated-text": "6261",
    "truncated-array": "8201",
    "promises-too-much": "9bffffffffffffffff",
    "text-not-utf-8": "61ff",
    "something-after": "0000",
    "too-deep": "81" * 9 + "00",
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_another_form_is_refused(data: str) -> None:
    """Indefinite lengths, long forms, foreign types, disorder, and what is cut off or goes on."""
    with pytest.raises(CborMalformed):
        cbor.decode(bytes.fromhex(data))


def test_a_tag_is_taken_off_only_where_it_stands() -> None:
    """A tagged value gives its content, another tag and none are refused."""
    assert cbor.untag(18, cbor.tag(18, b"\x00")) == b"\x00"
    for data in (cbor.tag(17, b"\x00"), b"\x00", b""):
        with pytest.raises(CborMalformed):
            cbor.untag(18, data)
