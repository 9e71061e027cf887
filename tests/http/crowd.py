"""Two hundred residents of the running emulation, each with a card, alone at home, and with a name of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.hazmat.primitives.serialization import Encoding

from chalicelib.edge.service_hours import require_open, today
from chalicelib.registers.entries import HouseholdRecord, Resident
from chalicelib.registers.municipalities import MunicipalService
from chalicelib.registers.store import RegisterWriter
from chalicelib.render.certificates import resident_record
from chalicelib.render.certificates.resident_record import ResidentRecordOptions
from chalicelib.render.certificates.sheets import Issue
from chalicelib.render.document import Document
from chalicelib.storage.cards import CardKey, Link
from chalicelib.storage.items import from_item
from infra.emulator.card_authority import fresh_key
from infra.emulator.card_authority.keys import KeyPool
from infra.office.card_links import LinkWriter
from tests.functions import books
from tests.http.cards import Card, pinned_authority
from tests.http.world import World, now

_FIRST_SERIAL = 700_001
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Citizen:
    """A resident, as the books have them, and the card."""

    record: HouseholdRecord
    card: Card

    @property
    def resident(self) -> Resident:
        """The only member of the household."""
        return self.record.residents[0]


class Crowd:
    """Residents that are entered into the books in force."""

    def __init__(self, world: World, number: int) -> None:
        """Enter them and link their cards."""
        self._resources = world.emulated.description["resources"]
        self._dynamodb = world.dynamodb
        self._service = self._read_service(world.municipality)
        self.citizens = tuple(self._enter(world, number))

    def _read_service(self, municipality: str) -> MunicipalService:
        table, key = self._resources["MunicipalitiesTable"], {"municipality": {"S": municipality}}
        item = self._dynamodb.get_item(TableName=table, Key=key, ConsistentRead=True)["Item"]
        return MunicipalService.from_rows(from_item(item), None)

    def _enter(self, world: World, number: int) -> Iterator[Citizen]:
        authority = pinned_authority(world.emulated.state / "trust-anchors.pem")
        deal, time = KeyPool(2, fresh_key), dt.datetime.now(dt.UTC)
        tables = self._resources["RegistersTable"], self._resources["MunicipalitiesTable"]
        registers = RegisterWriter(self._dynamodb, *tables)
        links = LinkWriter(self._dynamodb, self._resources["CardLinksTable"], self._resources["MunicipalitiesTable"])
        for serial in range(_FIRST_SERIAL, _FIRST_SERIAL + number):
            record, key = _household(world.municipality, serial), deal()
            issued = authority.issue_authentication(
                serial, f"crowd-{serial}", key.public_key(), time - _DAY, time + _DAY
            )
            registers.put_household(self._service.books, record)
            resident = record.residents[0]
            link = Link(self._service.books, resident.resident_id, resident.household_id, books.LINKED_ON, "crowd")
            links.put(world.municipality, CardKey("sim-1", serial, "card"), link)
            yield Citizen(record, Card(issued.public_bytes(Encoding.DER), key))

    def document(self, citizen: Citizen, issuance_id: str) -> Document:
        """Return what is to be on paper for a citizen who asks for the own record today."""
        time = now()
        return resident_record.compose(
            citizen.record,
            require_open(self._service.settings, "", time).municipality,
            holder=citizen.resident.resident_id,
            members=(citizen.resident.resident_id,),
            options=ResidentRecordOptions(),
            issue=Issue(issuance_id, today(time)),
        )


def _household(municipality: str, serial: int) -> HouseholdRecord:
    name = f"架空　{str(serial - _FIRST_SERIAL + 1).translate(_DIGITS)}"
    resident = books.resident(f"crowd-resident-{serial}", f"crowd-household-{serial}", name=name)
    return books.household(municipality, resident)
