"""What form a field's value must have, in words: for error messages and for the documentation of the format."""

from __future__ import annotations

import re
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
    match info:
        case msgspec.inspect.UnionType():
            return " or ".join(_describe(each) for each in info.types if not isinstance(each, msgspec.inspect.NoneType))
        case msgspec.inspect.StrType():
            return _text(info)
        case msgspec.inspect.BytesType() | msgspec.inspect.IntType():
            return _bounded(info)
        case msgspec.inspect.LiteralType():
            names = ", ".join(str(value) for value in info.values)
            return f"one of {names}" if len(info.values) > 1 else names
        case msgspec.inspect.VarTupleType() | msgspec.inspect.DictType():
            return _container(info)
        case _:
            return _SIMPLE[type(info)]


_SIMPLE: dict[type[msgspec.inspect.Type], str] = {
    msgspec.inspect.BoolType: "true or false",
    msgspec.inspect.DateType: "a date YYYY-MM-DD",
    msgspec.inspect.DateTimeType: "a time YYYY-MM-DDThh:mm:ssZ in UTC",
    msgspec.inspect.TimeType: "a time of day hh:mm:ss",
    msgspec.inspect.StructType: "an object",
}


def _bounded(info: msgspec.inspect.BytesType | msgspec.inspect.IntType) -> str:
    if isinstance(info, msgspec.inspect.BytesType):
        return f"base64 of {info.min_length} to {info.max_length} bytes"
    return f"a whole number from {info.ge} to {info.le}"


def _container(info: msgspec.inspect.VarTupleType | msgspec.inspect.DictType) -> str:
    if isinstance(info, msgspec.inspect.DictType):
        return f"an object whose values are each {_describe(info.value_type)}"
    most = "" if info.max_length is None else f" of at most {info.max_length}"
    return f"a list{most}, each {_describe(info.item_type)}"


def _text(info: msgspec.inspect.StrType) -> str:
    if info.pattern is None:
        return f"text of {info.min_length} to {info.max_length} characters"
    if digits := _DIGITS.fullmatch(info.pattern):
        return f"{digits[1]} digits as text"
    return _PATTERNS.get(info.pattern, f"text of the form {info.pattern}")
