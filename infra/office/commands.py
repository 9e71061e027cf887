"""The office's commands as argparse knows them: names, arguments, and what each runs."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, get_args

from chalicelib.edge.service_hours import JST
from chalicelib.protocol.void_list import VoidReason
from chalicelib.registers.use_registrations import Refusal
from infra.office import actions, settings, use_actions, verification
from infra.office.lookback import commands as lookback

Run = Callable[[argparse.Namespace], int]


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; the chosen one is `run` of what it parses."""
    made = argparse.ArgumentParser(
        prog="python -m infra.office",
        description="What the municipal office does. The tables are named by the KOFU_* environment variables; "
        "kiosks, cards and the service stop with their next request.",
    )
    commands = made.add_subparsers(required=True, metavar="COMMAND")
    _add_books(commands)
    _add_settings(commands)
    _add_kiosks(commands)
    _add_cards(commands)
    _add_uses(commands)
    _add_service(commands)
    _add_audit(commands)
    _add_verification(commands)
    lookback.add(partial(_command, commands))
    return made


if TYPE_CHECKING:
    _Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - its only name


def _command(commands: _Commands, name: str, run: Run, explanation: str) -> argparse.ArgumentParser:
    made = commands.add_parser(name, help=explanation, description=explanation)
    made.set_defaults(run=run)
    return made


def _add_books(commands: _Commands) -> None:
    books = _command(
        commands, "import-register", actions.import_register, "check a register file; import it or nothing"
    )
    books.add_argument("file", type=Path)


def _add_settings(commands: _Commands) -> None:
    for name, run, explanation in (
        ("check-settings", settings.check_settings, "check a file of settings and show what of them holds"),
        ("import-settings", settings.import_settings, "check a file of settings; put them in force, or nothing"),
        ("show-settings", settings.show_settings, "show what of the settings in force holds"),
    ):
        command = _command(commands, name, run, explanation)
        if run is settings.show_settings:
            command.add_argument("municipality", help="its 5-digit code")
        else:
            command.add_argument("file", type=Path)
        command.set_defaults(at=dt.datetime.now(JST).replace(tzinfo=None))
        if run is not settings.import_settings:
            at = "a time in Japan, YYYY-MM-DDThh:mm:ss; now without it"
            command.add_argument("--at", type=dt.datetime.fromisoformat, metavar="TIME", help=at)
        command.add_argument("--kiosk", default=settings.NO_KIOSK, help="at a kiosk that may have hours of its own")


def _add_kiosks(commands: _Commands) -> None:
    for name, run, explanation in (
        ("enrol-kiosk", actions.enrol_kiosk, "enrol a new kiosk"),
        ("rotate-kiosk-key", actions.rotate_kiosk_key, "give an enrolled kiosk a new key; the old one ends at once"),
    ):
        kiosk = _command(commands, name, run, explanation)
        kiosk.add_argument("kiosk")
        kiosk.add_argument("public_key", help="its Ed25519 public key: 32 bytes in base64")
    for name, suspended in (("suspend-kiosk", True), ("resume-kiosk", False)):
        kiosk = _command(commands, name, actions.suspend_kiosk, f"{name.partition('-')[0]} a kiosk")
        kiosk.add_argument("kiosk")
        kiosk.set_defaults(suspended=suspended)


def _add_cards(commands: _Commands) -> None:
    link = _command(commands, "link-card", actions.link_card, "link a certificate to a resident")
    _add_card_arguments(link)
    link.add_argument("municipality")
    link.add_argument("resident")
    link.add_argument("--on", type=dt.date.fromisoformat, default=_today(), metavar="DATE")
    renew = _command(commands, "renew-card", actions.renew_card, "link a renewed certificate and end the old one")
    _add_card_arguments(renew)
    renew.add_argument("new_generation")
    renew.add_argument("new_serial", type=int)
    renew.add_argument("municipality")
    renew.add_argument("resident")
    renew.add_argument("--on", type=dt.date.fromisoformat, default=_today(), metavar="DATE")
    end = _command(commands, "end-card", actions.end_card, "end a certificate's link: lost, returned, reissued")
    _add_card_arguments(end)
    end.add_argument("municipality")
    end.add_argument("--on", type=dt.date.fromisoformat, default=_today(), metavar="DATE")
    unlock = _command(commands, "unlock-card", actions.unlock_card, "unlock a card after three failures")
    _add_card_arguments(unlock)


def _add_card_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("generation", help="the generation of the authority")
    command.add_argument("serial", type=int, help="the certificate's serial number, decimal")
    command.add_argument("--kind", choices=("card", "phone"), default="card")


def _add_uses(commands: _Commands) -> None:
    apply = _command(commands, "apply-use", use_actions.apply_for_use, "enter an application for 本籍地利用登録")
    apply.add_argument("generation", help="the generation of the authority")
    apply.add_argument("serial", type=int, help="the certificate's serial number, decimal")
    for name, run, explanation in (
        ("list-uses", use_actions.list_uses, "list applications for 本籍地利用登録 that wait for the office"),
        ("confirm-use", use_actions.confirm_use, "confirm an application for 本籍地利用登録"),
        ("refuse-use", use_actions.refuse_use, "refuse an application for 本籍地利用登録"),
        ("end-use", use_actions.end_use, "end a 本籍地利用登録"),
    ):
        command = _command(commands, name, run, explanation)
        _add_use_arguments(command)
        if run is use_actions.list_uses:
            command.add_argument("--all", action="store_true", help="those that are decided, too")
        else:
            command.add_argument("registration", help="the id that list-uses shows")
        if run is use_actions.refuse_use:
            command.add_argument("reason", choices=get_args(Refusal))
    _add_use_arguments(apply)
    apply.add_argument("register", help="register_id of the family register")
    apply.add_argument("person", help="person_id of the person in it")


def _add_use_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("municipality", help="the 5-digit code of the municipality that keeps the register")
    command.add_argument("--on", type=dt.date.fromisoformat, default=_today(), metavar="DATE")


def _add_service(commands: _Commands) -> None:
    for name, suspended in (("stop-service", True), ("resume-service", False)):
        stop = _command(commands, name, actions.stop_service, f"{name.partition('-')[0]} the service")
        stop.add_argument("municipality", nargs="?", help="a municipality's 5-digit code; all of them without it")
        stop.set_defaults(suspended=suspended)


def _add_audit(commands: _Commands) -> None:
    export = _command(commands, "export-audit", actions.export_periods, "export the audit for an auditor")
    export.add_argument("directory", type=Path)
    for name in ("--since", "--until"):
        export.add_argument(name, default="", metavar="PERIOD", help="such as 2026-11-26T09Z: an hour in UTC")


def _add_verification(commands: _Commands) -> None:
    void = _command(commands, "void-issuance", verification.void_issuance, "declare an issue number void, for good")
    void.add_argument("issue_number", help="as it stands on the paper, with or without hyphens")
    void.add_argument("reason", choices=[str(reason) for reason in VoidReason])
    publish = _command(
        commands,
        "publish-verification",
        verification.publish_verification,
        "write the verification page with its keys and the signed list of void issue numbers",
    )
    publish.add_argument("directory", type=Path, help="what is there already is renewed; keys of the past stay")
    publish.add_argument("--hours", type=int, default=24, help="how long the void list is current")


def _today() -> dt.date:
    return dt.datetime.now(JST).date()
