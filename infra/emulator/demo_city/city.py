"""The demo city as a whole."""

from __future__ import annotations

import datetime as dt

import msgspec

from chalicelib.registers.entries import CardLink
from chalicelib.registers.register_file import FORMAT, JAPAN_STANDARD_TIME, Header, RegisterFile
from chalicelib.registers.use_registrations import UseRegistration
from infra.emulator.demo_city import families, foreign_residents, further, ordinary, rare_characters, removals, turns
from infra.emulator.demo_city.context import Context
from infra.emulator.demo_city.dice import Dice
from infra.emulator.demo_city.entering import Office
from infra.emulator.demo_city.family_books import FamilyBooks
from infra.emulator.demo_city.model import DemoCity
from infra.emulator.demo_city.municipality import CODE, demo_settings
from infra.emulator.demo_city.seals import registrations
from infra.emulator.demo_city.taxes import tax_records


def build_city(seed: int, today: dt.date) -> DemoCity:
    """Return the city as it is on `today` (Japan Standard Time); the same arguments give the same city."""
    context = Context(today, Dice(seed))
    office = Office(context, CODE)
    for part in (families, rare_characters, foreign_residents, removals, ordinary, further, turns):
        for home in part.homes(context):
            office.enter(home)
    records, personas = tuple(office.records), tuple(office.personas)
    books = FamilyBooks(context, records, personas)
    return DemoCity(
        today=today,
        settings=demo_settings(),
        households=records,
        personas=personas,
        seals=registrations(context, records, personas),
        family_registers=tuple(books.registers),
        supplements=tuple(books.supplements),
        taxation=tax_records(context, records, personas),
    )


def register_file(
    city: DemoCity,
    card_links: tuple[CardLink, ...] = (),
    use_registrations: tuple[UseRegistration, ...] = (),
) -> RegisterFile:
    """Return the city's books as a register file, exported at the beginning of the city's day."""
    start = dt.datetime.combine(city.today, dt.time(0), JAPAN_STANDARD_TIME)
    header = Header(format=FORMAT, municipality=city.settings.code, exported_at=start.astimezone(dt.UTC))
    file = RegisterFile(
        header=header,
        settings=city.settings,
        households=city.households,
        seals=city.seals,
        family_registers=city.family_registers,
        supplements=city.supplements,
        taxation=city.taxation,
        card_links=card_links,
        use_registrations=use_registrations,
    )
    counted = msgspec.structs.replace(header, entries=sum(1 for _ in file.entries()))
    return msgspec.structs.replace(file, header=counted)
