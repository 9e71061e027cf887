"""What each office command does with its parsed arguments; returns the exit status."""

from __future__ import annotations

import argparse
import base64
import binascii
import os
import secrets

from rich.console import Console
from rich.progress import Progress

from chalicelib.registers.file_format import RegisterFileError, format_errors, read_register
from chalicelib.registers.municipalities import EVERYWHERE, MunicipalityWriter
from chalicelib.storage import clients
from chalicelib.storage.cards import CardKey
from chalicelib.storage.kiosks import Kiosk, KioskWriter
from infra.office import cards
from infra.office.audit import export_audit
from infra.office.books import import_books

PUBLIC_KEY_SIZE = 32

console = Console(stderr=True)


class ArgumentWrong(Exception):
    """An argument has not the form it must have; the message says which."""


def import_register(options: argparse.Namespace) -> int:
    """Check a register file and import it, or nothing of it."""
    try:
        with options.file.open("rb") as source:
            books = read_register(source)
    except RegisterFileError as error:
        console.print(format_errors(error), markup=False, highlight=False)
        console.print("Nothing was imported.")
        return 1
    with Progress(console=console) as bar:
        task = bar.add_task("Importing households", total=len(books.households))
        import_books(books, entropy=secrets.token_bytes, progress=lambda done, _all: bar.update(task, completed=done))
    return 0


def enrol_kiosk(options: argparse.Namespace) -> int:
    """Enrol a kiosk."""
    _kiosks().enrol(Kiosk(options.kiosk, _public_key(options.public_key)))
    return 0


def rotate_kiosk_key(options: argparse.Namespace) -> int:
    """Give a kiosk a new key."""
    _kiosks().rotate_key(options.kiosk, _public_key(options.public_key))
    return 0


def suspend_kiosk(options: argparse.Namespace) -> int:
    """Suspend or resume a kiosk."""
    _kiosks().set_suspended(options.kiosk, suspended=options.suspended)
    return 0


def link_card(options: argparse.Namespace) -> int:
    """Link a certificate to a resident."""
    cards.link_card(options.municipality, _card(options), options.resident, linked_on=options.on, source="office")
    return 0


def renew_card(options: argparse.Namespace) -> int:
    """Link a renewed certificate and end the old one."""
    new = CardKey(options.new_generation, options.new_serial, options.kind)
    cards.renew_card(options.municipality, _card(options), new, options.resident, day=options.on)
    return 0


def end_card(options: argparse.Namespace) -> int:
    """End a certificate's link."""
    cards.end_card(options.municipality, _card(options), day=options.on)
    return 0


def unlock_card(options: argparse.Namespace) -> int:
    """Unlock a card."""
    cards.unlock_card(_card(options))
    return 0


def stop_service(options: argparse.Namespace) -> int:
    """Stop or resume the service."""
    writer = MunicipalityWriter(clients.dynamodb(), os.environ["KOFU_MUNICIPALITIES_TABLE"])
    writer.set_suspended(options.municipality or EVERYWHERE, suspended=options.suspended)
    return 0


def export_periods(options: argparse.Namespace) -> int:
    """Export the gathered periods of the audit."""
    count = export_audit(os.environ["KOFU_AUDIT_BUCKET"], options.directory, since=options.since, until=options.until)
    console.print(f"{count} periods exported")
    return 0


def _kiosks() -> KioskWriter:
    return KioskWriter(clients.dynamodb(), os.environ["KOFU_KIOSKS_TABLE"])


def _card(options: argparse.Namespace) -> CardKey:
    return CardKey(options.generation, options.serial, options.kind)


def _public_key(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ArgumentWrong("the public key is not base64") from error
    if len(key) != PUBLIC_KEY_SIZE:
        raise ArgumentWrong("an Ed25519 public key has 32 bytes")
    return key
