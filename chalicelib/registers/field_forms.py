"""What form a field's value must have, in words: for error messages and for the documentation of the format."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec

_DIGITS = re.compile(r"\\A\[0-9\]\{(\d+)\}\\Z")
_PATTERNS = {
    r"\A[A-Za-z0-9_-]{1,64}\Z": "an id of 1 to 64 letters A-Z a-z, digits, - or _",
    r"\A[1-9][0-9]{0,48}\Z": "a decimal number of 1 to 49 digits without leading zero, as text",
    r"\A(0[4-9]|1[0-2])-(0[1-9]|[12][0-9])\Z": "a month and day MM-DD from 04-01 to 12-29",
}


def describe(hint: Any) -> str:
    """Return the form that values of the annotated type `hint` have in the file, such as "a date YYYY-MM-DD"."""
    return _describe(msgspec.inspect.type_info(hint))


def _describe(info: msgspec.inspect.Type) -> str:
    describer = _DESCRIBERS.get(type(info))
    return describer(info) if describer else _SIMPLE[type(info)]


_SIMPLE: dict[type[msgspec.inspect.Type], str] = {
    msgspec.inspect.BoolType: "true or false",
    msgspec.inspect.DateType: "a date YYYY-MM-DD",
    msgspec.inspect.TimeType: "a time of day hh:mm:ss without zone",
    msgspec.inspect.StructType: "an object",
}


def _union(info: msgspec.inspect.UnionType) -> str:
    return " or ".join(_describe(each) for each in info.types if not isinstance(each, msgspec.inspect.NoneType))


def _bounded(info: msgspec.inspect.BytesType | msgspec.inspect.IntType) -> str:
    if isinstance(info, msgspec.inspect.BytesType):
        return f"base64 of {info.min_length} to {info.max_length} bytes"
    return f"a whole number from {info.ge} to {info.le}"


def _choice(info: msgspec.inspect.LiteralType | msgspec.inspect.EnumType) -> str:
    values = info.values if isinstance(info, msgspec.inspect.LiteralType) else [each.value for each in info.cls]
    names = ", ".join(str(value) for value in values)
    return f"one of {names}" if len(values) > 1 else names


def _instant(info: msgspec.inspect.DateTimeType) -> str:
    return f"a time YYYY-MM-DDThh:mm:ss{'Z in UTC' if info.tz else ' in Japan Standard Time'}"


def _list(info: msgspec.inspect.VarTupleType) -> str:
    most = "" if info.max_length is None else f" of at most {info.max_length}"
    return f"a list{most}, each {_describe(info.item_type)}"


def _text(info: msgspec.inspect.StrType) -> str:
    if info.pattern is None:
        return f"text of {info.min_length} to {info.max_length} characters"
    if digits := _DIGITS.fullmatch(info.pattern):
        return f"{digits[1]} digits as text"
    return _PATTERNS.get(info.pattern, f"text of the form {info.pattern}")


_DESCRIBERS: dict[type[msgspec.inspect.Type], Callable[[Any], str]] = {
    msgspec.inspect.UnionType: _union,
    msgspec.inspect.StrType: _text,
    msgspec.inspect.BytesType: _bounded,
    msgspec.inspect.IntType: _bounded,
    msgspec.inspect.LiteralType: _choice,
    msgspec.inspect.EnumType: _choice,
    msgspec.inspect.DateTimeType: _instant,
    msgspec.inspect.VarTupleType: _list,
}
