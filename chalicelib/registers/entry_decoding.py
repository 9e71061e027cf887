"""From the JSON object on a line to a typed entry, with every field that does not fit reported."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec

from chalicelib.registers.field_forms import describe
from chalicelib.registers.file_errors import Report, showable
from chalicelib.registers.file_text import text_problems

Problems = Iterator[tuple[str, str]]
_Form = TypeVar("_Form", bound=msgspec.Struct)

KIND = "kind"


def decode_entry(found: dict[str, Any], form: type[_Form], report: Report) -> _Form | None:
    """Return `found` as the entry `form`, or None after reporting every field of it that does not fit."""
    problems = list(text_problems(found, ""))
    entry = None
    try:
        entry = msgspec.convert(found, form)
    except msgspec.ValidationError:
        # msgspec stops at the first problem, and its message may repeat the value.
        problems.extend(list(_walk(found, form, "")) or [("", "expected an entry of the form of its kind")])
    for field, message in problems:
        report(field, message)
    return None if problems else entry


def _walk(found: dict[str, Any], form: type[msgspec.Struct], path: str) -> Problems:
    fields = {field.encode_name: field for field in msgspec.structs.fields(form)}
    for name, field in fields.items():
        if name in found:
            yield from _value_problems(found[name], field.type, path + name)
        elif field.required:
            yield path + name, f"is missing: expected {describe(field.type)}"
    for name in found:
        if name not in fields and (path or name != KIND):
            yield path + showable(name), "is not a field of the format"


def _value_problems(value: Any, hint: Any, path: str) -> Problems:
    part = _part(hint)
    items = _items(hint)
    if part and isinstance(value, dict):
        yield from _walk(value, part, path + ".")
    elif items and isinstance(value, list) and _part(items):
        for index, item in enumerate(value):
            yield from _value_problems(item, items, f"{path}[{index}]")
    else:
        try:
            msgspec.convert(value, hint)
        except msgspec.ValidationError:
            yield path, f"expected {describe(hint)}"


def _part(hint: Any) -> type[msgspec.Struct] | None:
    """Return the group of fields that `hint` (a Part, or a Part or None) allows."""
    if get_origin(hint) is Literal:
        return None
    choices = get_args(hint) if get_origin(hint) in {types.UnionType, Union} else (hint,)
    return next((each for each in choices if isinstance(each, type) and issubclass(each, msgspec.Struct)), None)


def _items(hint: Any) -> Any | None:
    """Return the type of the items where `hint` is a list."""
    if get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    return get_args(hint)[0] if get_origin(hint) is tuple else None
