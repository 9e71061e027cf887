"""The municipality's settings: checked, brought without the books, shown as they hold at a time."""

from __future__ import annotations

import argparse
import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

from chalicelib.protocol.certificate_types import TITLES
from chalicelib.protocol.errors import NotFound
from chalicelib.registers.entries import MunicipalitySettings
from chalicelib.registers.file_errors import RegisterFileError
from chalicelib.registers.municipalities import MunicipalityWriter
from chalicelib.registers.opening_hours import next_opening
from chalicelib.registers.settings_file import read_settings
from chalicelib.registers.settings_in_force import at
from chalicelib.storage import clients

NO_KIOSK = ""
"""A kiosk with no hours of its own."""


def check_settings(options: argparse.Namespace) -> int:
    """Check a file of settings and show what of them holds at a time."""
    settings = _read(options.file, options.at.date())
    if settings is None:
        return 1
    _show(settings, options)
    return 0


def import_settings(options: argparse.Namespace) -> int:
    """Check a file of settings and put them in force, or leave everything as it is."""
    settings = _read(options.file, options.at.date())
    if settings is None:
        print("Nothing was imported.")
        return 1
    before = _municipalities().settings(settings.code)
    if before == settings:
        print(f"Version {settings.version} is in force already.")
        return 0
    _municipalities().put_settings(settings)
    _show(settings, options)
    return 0


def show_settings(options: argparse.Namespace) -> int:
    """Show what of the settings in force holds at a time."""
    settings = _municipalities().settings(options.municipality)
    if settings is None:
        raise NotFound
    _show(settings, options)
    return 0


def _read(path: Path, day: dt.date) -> MunicipalitySettings | None:
    try:
        return read_settings(path.read_bytes(), day)
    except RegisterFileError as error:
        for each in error.errors:
            print(f"{each.field or 'the file'}: {each.message}")
        return None


def _show(settings: MunicipalitySettings, options: argparse.Namespace) -> None:
    print("\n".join(described(settings, options.at, options.kiosk)))


def described(settings: MunicipalitySettings, when: dt.datetime, kiosk: str) -> Iterator[str]:
    """Yield lines that say what holds at a time in Japan, without zone, at a kiosk."""
    in_force = at(settings, when, kiosk)
    municipality = in_force.municipality
    yield f"{settings.code} {settings.prefecture}{settings.name}, version {settings.version}, at {when:%Y-%m-%d %H:%M}"
    yield f"issuer: {municipality.mayor_title}　{municipality.mayor_name}"
    yield f"seal: {municipality.seal_text}"
    for kind, terms in in_force.terms.items():
        state = "open" if terms.is_open else "closed"
        off = f", without {', '.join(sorted(terms.switched_off))}" if terms.switched_off else ""
        yield f"{TITLES[kind]}: {terms.fee} yen, {state}{off}"
    yield from (f"{title}: not offered" for kind, title in TITLES.items() if kind not in in_force.terms)
    if not in_force.is_open:
        opens = next_opening(settings, when, kiosk)
        yield f"opens: {opens:%Y-%m-%d %H:%M}" if opens else "opens: not foreseen"


def _municipalities() -> MunicipalityWriter:
    return MunicipalityWriter(clients.dynamodb(), os.environ["KOFU_MUNICIPALITIES_TABLE"])
