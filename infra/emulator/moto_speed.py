"""What Moto does anew or in full for each request though once or a part is enough: what comes out is the same.

Moto looks up every member that an answer could have under up to a dozen spellings, since its models spell them in
their own ways; DynamoDB's answers are spelled as AWS spells them. It draws the letters of an id for each answer. And
before a transaction it copies every table of it, in case it must be undone: with some hundred rows in a table that
takes longer than all else.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from functools import cache
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from moto import backends
from moto.backends import list_of_moto_modules
from moto.core import responses
from moto.core.base_backend import BaseBackend
from moto.core.serialize import BaseJSONSerializer
from moto.core.utils import method_names_from_class
from moto.dynamodb import models
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import Table
from moto.s3 import urls
from moto.s3.models import S3Backend

from infra.emulator import moto_expressions

_spelled_as_it_may_be: Any = BaseJSONSerializer._serialize_type_structure  # noqa: SLF001 - Moto has no seam for it
_urls: Any = vars(BaseBackend)["urls"].fget
_write_or_copy_back: Any = DynamoDBBackend.transact_write_items

Found = tuple[Any, tuple[Any, Any], Any]
"""A table, the key of a row, and a copy of the row or None."""


Replacement = tuple[Any, str, Any]
"""A module or class, the name of something in it, and what takes its place."""


def _structure(self: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:
    """Serialize a structure; one that is spelled as AWS spells it by the members that it has, not by those it could."""
    transformed = getattr(self._value_picker, "response_transformers", None)
    if transformed or type(value) is not dict or shape.is_document_type or not value.keys() <= shape.members.keys():
        _spelled_as_it_may_be(self, serialized, value, shape, key)
        return
    wrapper: Any = self.MAP_TYPE() if key else serialized
    for name, member in value.items():
        if member is not None:
            self._serialize(wrapper, member, shape.members[name], name)
    if key:
        self._default_serialize(serialized, wrapper, shape, key)


def _request_id(headers: dict[str, Any]) -> str:
    headers["x-amzn-requestid"] = made = uuid4().hex.upper()
    return made


def _copy_unless_table(thing: Any) -> Any:
    return thing if isinstance(thing, Table) else deepcopy(thing)


def _transact(self: Any, transact_items: Sequence[dict[str, Any]]) -> None:
    """Write all or nothing: what is undone is the rows of the transaction, not the whole of their tables."""
    before = [found for item in transact_items for found in _rows(self, item)]
    try:
        _write_or_copy_back(self, transact_items)
    except Exception:
        for table, key, row in before:
            _put_back(table, key, row)
        raise


def _rows(backend: Any, item: dict[str, Any]) -> list[Found]:
    found: list[Found] = []
    for asked in item.values():
        table = backend.tables.get(asked.get("TableName"))
        if table is not None:
            names = asked.get("Key") or asked.get("Item") or {}
            key = backend.get_keys_value(table, names)
            found.append((table, key, deepcopy(table.get_item(*key))))
    return found


def _put_back(table: Any, key: tuple[Any, Any], row: Any) -> None:
    hash_key, range_key = key
    if row is None:
        table.delete_item(hash_key, range_key)
    elif range_key is None:
        table.items[hash_key] = row
    else:
        table.items[hash_key][range_key] = row


REPLACEMENTS: list[Replacement] = [
    (responses, "method_names_from_class", cache(method_names_from_class)),
    # It reads its own directory twice for each request.
    (backends, "list_of_moto_modules", cache(lambda: frozenset(list_of_moto_modules()))),
    (BaseJSONSerializer, "_serialize_type_structure", _structure),
    (responses, "gen_amzn_requestid_long", _request_id),
    # It loads the module anew for each request.
    (S3Backend, "_url_module", urls),
    (BaseBackend, "urls", property(cache(_urls))),
    (models, "copy", SimpleNamespace(deepcopy=_copy_unless_table)),
    (DynamoDBBackend, "transact_write_items", _transact),
    *moto_expressions.REPLACEMENTS,
]
"""What is replaced, by what."""

OWN_WAYS: list[Replacement] = [(where, name, vars(where)[name]) for where, name, _ in REPLACEMENTS]
"""The same with what Moto has there itself."""


def speed_up() -> None:
    """Replace these parts of Moto in this process; doing it twice is the same as once."""
    for where, name, what in REPLACEMENTS:
        setattr(where, name, what)
