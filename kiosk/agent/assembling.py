"""Puts an agent together from its configuration."""

from __future__ import annotations

import secrets
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from chalicelib.protocol import ids
from kiosk.agent.agent import Agent
from kiosk.agent.configuration import Configuration, IppPart, PcscPart
from kiosk.agent.hands import Parts
from kiosk.agent.journal import Journal
from kiosk.agent.looking import Lookout
from kiosk.agent.money_work import MoneyWork
from kiosk.agent.print_work import PrintWork
from kiosk.agent.sensors import Sensors
from kiosk.agent.visit_work import Tools
from kiosk.agent.worker import Worker
from kiosk.card import CardReader, PcscReader
from kiosk.devices.interfaces import Printer
from kiosk.devices.ipp.printer import IppPrinter
from kiosk.devices.virtual import VirtualPayment, VirtualPrinter, VirtualReader, VirtualReceiptPrinter
from kiosk.devices.virtual_connection import VirtualMachine
from kiosk.identity import KioskIdentity
from kiosk.service import Service
from kiosk.terminal.events import Event

_REFUND_NUMBER_BYTES = 5


class MachineMissing(Exception):
    """A device is virtual, and the configuration names no virtual machine."""


def assemble(configuration: Configuration) -> Agent:
    """Make the agent; it does nothing yet.

    Raises:
        MachineMissing, JournalDamaged, OSError, TypeError: The configuration asks for what is not there.
    """
    return Agent(configuration.settings(), lambda post: _parts(configuration, post))


def _parts(configuration: Configuration, post: Callable[[Event], None]) -> Parts:
    if configuration.machine is None:
        raise MachineMissing
    machine = VirtualMachine(configuration.machine)
    reader, printer = _reader(configuration, machine), _printer(configuration, machine)
    payment = VirtualPayment(machine)
    receipts = VirtualReceiptPrinter(machine) if configuration.receipt_printer == "virtual" else None
    service = _service(configuration)
    journal = Journal(Path(configuration.journal))
    return Parts(
        sensors=Sensors(reader, payment, printer),
        tools=Tools(
            service=service,
            reader=reader,
            post=post,
            failed=_failed,
            new_key=lambda: secrets.token_urlsafe(24),
            closing=threading.Event(),
        ),
        money=MoneyWork(
            payment,
            journal,
            post=post,
            submit=Worker("payment", _failed).submit,
            clock=_seconds,
            new_number=lambda: ids.encode_id(secrets.token_bytes(_REFUND_NUMBER_BYTES)),
        ),
        printing=PrintWork(printer, receipts, post=post, failed=_failed),
        journal=journal,
        lookout=Lookout(service, post=post, failed=_failed),
        clock=_milliseconds,
        shuffle=_shuffled_digits,
    )


def _reader(configuration: Configuration, machine: VirtualMachine) -> CardReader:
    part = configuration.card_reader
    return PcscReader(part.name) if isinstance(part, PcscPart) else VirtualReader(machine)


def _printer(configuration: Configuration, machine: VirtualMachine) -> Printer:
    part = configuration.printer
    return IppPrinter(part.uri) if isinstance(part, IppPart) else VirtualPrinter(machine)


def _service(configuration: Configuration) -> Service:
    identity = KioskIdentity.load(configuration.kiosk_id, Path(configuration.private_key))
    return Service(configuration.service, identity, clock=_seconds)


def _failed(error: BaseException) -> None:
    # The kind alone: a message might hold what it failed on.
    sys.stderr.write(f"terminal: {type(error).__name__}\n")


def _seconds() -> int:
    return int(time.time())


def _milliseconds() -> int:
    return time.time_ns() // 1_000_000


def _shuffled_digits() -> tuple[int, ...]:
    digits = list(range(10))
    secrets.SystemRandom().shuffle(digits)
    return tuple(digits)
