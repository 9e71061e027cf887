"""The demo city as a whole."""

from __future__ import annotations

import datetime as dt

from chalicelib.registers.entries import CardLink
from chalicelib.registers.register_file import FORMAT, JAPAN_STANDARD_TIME, Header, RegisterFile
from infra.emulator.demo_city import families, foreign_residents, ordinary, rare_characters, removals
from infra.emulator.demo_city.context import Context
from infra.emulator.demo_city.dice import Dice
from infra.emulator.demo_city.entering import Office
from infra.emulator.demo_city.model import DemoCity
from infra.emulator.demo_city.municipality import CODE, demo_municipality


def build_city(seed: int, today: dt.date) -> DemoCity:
    """Return the city as it is on `today` (Japan Standard Time); the same arguments give the same city."""
    context = Context(today, Dice(seed))
    office = Office(context, CODE)
    for part in (families, rare_characters, foreign_residents, removals, ordinary):
        for home in part.homes(context):
            office.enter(home)
    return DemoCity(
        today=today,
        municipality=demo_municipality(),
        households=tuple(office.records),
        personas=tuple(office.personas),
    )


def register_file(city: DemoCity, card_links: tuple[CardLink, ...] = ()) -> RegisterFile:
    """Return the city's books as a register file, exported at the beginning of the city's day."""
    start = dt.datetime.combine(city.today, dt.time(0), JAPAN_STANDARD_TIME)
    residents = sum(len(record.residents) for record in city.households)
    header = Header(
        format=FORMAT,
        municipality=city.municipality.code,
        exported_at=start.astimezone(dt.UTC),
        entries=1 + len(city.households) + residents + len(card_links),
    )
    return RegisterFile(
        header=header, municipality=city.municipality, households=city.households, card_links=card_links
    )
