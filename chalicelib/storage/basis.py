"""What a page was made from, as conditions of the transaction that records it as sealed.

Drawing takes a moment, in which the office may enter a change, publish new books or stop the service. The rows are
not read a second time: the transaction itself holds them against what was read, so that nothing comes between the
check and the record (R3, R6).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from chalicelib.storage.items import Row, to_item


@dataclass(frozen=True, slots=True)
class BasisTables:
    """Physical names of the tables that the conditions are on."""

    municipalities: str
    registers: str


@dataclass(frozen=True, slots=True)
class Basis:
    """The books in force when the request came, and every row of them that was read.

    Attributes:
        municipality: Its 5-digit code.
        books: The version of its books.
        rows: Key and `body` of each row, as they were read.
    """

    municipality: str
    books: str
    rows: tuple[Row, ...] = field(default=(), repr=False)

    def checks(self, tables: BasisTables) -> list[dict[str, Any]]:
        """Return the conditions as items of a transaction: same books, service not stopped, rows unchanged."""
        in_force = _check(
            tables.municipalities, {"municipality": self.municipality}, {"books": self.books, "suspended": False}
        )
        return [in_force, *(_unchanged(tables.registers, row) for row in self.rows)]


def _unchanged(table: str, row: Row) -> dict[str, Any]:
    return _check(table, {"books": row["books"], "entry": row["entry"]}, {"body": row["body"]})


def _check(table: str, key: Row, expected: Row) -> dict[str, Any]:
    return {
        "ConditionCheck": {
            "TableName": table,
            "Key": to_item(key),
            "ConditionExpression": " AND ".join(f"#{name} = :{name}" for name in expected),
            "ExpressionAttributeNames": {f"#{name}": name for name in expected},
            "ExpressionAttributeValues": to_item({f":{name}": value for name, value in expected.items()}),
        }
    }
