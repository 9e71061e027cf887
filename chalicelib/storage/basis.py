"""What a page was made from, as conditions of the transaction that records it as sealed.

Drawing takes a moment, in which the office may enter a change, publish new books or stop the service. The rows are
not read a second time: the transaction itself holds them against what was read, so that nothing comes between the
check and the record (R3, R6).

A row that was not there when it was asked for, and is by now, is not held here: entering it changes what the books hold
by name, and the hand-over is conditional on that.
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
    card_links: str


@dataclass(frozen=True, slots=True)
class Basis:
    """The books and settings in force when the request came, and every row that was read.

    Attributes:
        municipality: Its 5-digit code.
        books: The version of its books.
        settings: The version of its settings: who issues, and on which terms.
        link: The row by which the card stands for the resident.
        rows: Key and `body` of each row of the books, as they were read.
    """

    municipality: str
    books: str
    settings: int
    link: Row = field(repr=False)
    rows: tuple[Row, ...] = field(default=(), repr=False)

    def checks(self, tables: BasisTables) -> list[dict[str, Any]]:
        """Return the conditions as items of a transaction: same books and settings, not stopped, rows unchanged."""
        expected = {"books": self.books, "settings_version": self.settings, "suspended": False}
        in_force = _check(tables.municipalities, {"municipality": self.municipality}, expected)
        return [
            in_force,
            _still_linked(tables.card_links, self.link),
            *(_unchanged(tables.registers, row) for row in self.rows),
        ]


def _still_linked(table: str, row: Row) -> dict[str, Any]:
    """Whose card it is and when that ends; not in which version of the books, for an import writes links after it."""
    expected: Row = {name: row[name] for name in ("resident_id", "ended_on") if name in row}
    check = _check(table, {"card": row["card"]}, expected)
    if "ended_on" not in row:
        check["ConditionCheck"]["ConditionExpression"] += " AND attribute_not_exists(ended_on)"
    return check


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
