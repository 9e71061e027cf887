"""Bringing the books: a register file, already checked as a whole, is written to the tables."""

from __future__ import annotations

import os
from collections.abc import Callable

from chalicelib.registers.municipalities import MunicipalityWriter
from chalicelib.registers.register_file import RegisterFile
from chalicelib.registers.store import RegisterWriter
from chalicelib.storage import clients

Progress = Callable[[int, int], None]
"""Takes how many households are written and how many there are."""


def import_books(books: RegisterFile, progress: Progress = lambda _done, _all: None) -> None:
    """Write municipality, households and card links. A household is replaced as a whole, or not at all.

    Raises:
        KofuError: A table could not be written; the import can be repeated.
    """
    dynamodb = clients.dynamodb()
    writer = RegisterWriter(
        dynamodb,
        registers_table=os.environ["KOFU_REGISTERS_TABLE"],
        card_links_table=os.environ["KOFU_CARD_LINKS_TABLE"],
    )
    MunicipalityWriter(dynamodb, os.environ["KOFU_MUNICIPALITIES_TABLE"]).publish(books.municipality)
    household_of = {
        resident.resident_id: record.household.household_id
        for record in books.households
        for resident in record.residents
    }
    for done, record in enumerate(books.households, start=1):
        writer.put_household(record)
        progress(done, len(books.households))
    writer.put_links(books.card_links, household_of)
