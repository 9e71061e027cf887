"""What the commands about 本籍地利用登録 do with their parsed arguments; each returns the exit status."""

from __future__ import annotations

import argparse
import secrets

from chalicelib.protocol.errors import NotFound
from chalicelib.registers.use_registrations import CERTIFICATE_KIND, UseRegistration, UseState
from chalicelib.storage.cards import CardKey
from infra.office.uses import UseDesk


def list_uses(options: argparse.Namespace) -> int:
    """Show the applications that wait for the office, with what the register says of the person; or all."""
    desk = UseDesk(options.municipality)
    for use in desk.all():
        state = use.state(options.on)
        if options.all or state is UseState.PENDING:
            print(f"{use.registration_id}  {state}  applied {use.applied_on}  {_person(desk, use)}")
    return 0


def apply_for_use(options: argparse.Namespace) -> int:
    """Enter an application and say under which id."""
    card = CardKey(options.generation, options.serial, CERTIFICATE_KIND)
    use = UseDesk(options.municipality).apply(
        card, options.register, options.person, on=options.on, entropy=secrets.token_bytes
    )
    print(use.registration_id)
    return 0


def confirm_use(options: argparse.Namespace) -> int:
    """Confirm an application."""
    UseDesk(options.municipality).confirm(options.registration, on=options.on)
    return 0


def refuse_use(options: argparse.Namespace) -> int:
    """Refuse an application."""
    UseDesk(options.municipality).refuse(options.registration, options.reason, on=options.on)
    return 0


def end_use(options: argparse.Namespace) -> int:
    """End a registration."""
    UseDesk(options.municipality).end(options.registration, on=options.on)
    return 0


def _person(desk: UseDesk, use: UseRegistration) -> str:
    """Say who it is in the register, for the official who compares it with the application."""
    try:
        record = desk.register(use.register_id)
    except NotFound:
        return "the register is not kept here"
    person = record.person_of(use.holder_id)
    if person is None:
        return "not in the register"
    register = record.register
    return f"{register.domicile}  筆頭者 {register.head_name}  名 {person.given_name}  {person.birth_date}"
