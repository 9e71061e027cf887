"""What is fixed for a terminal, and how long it waits. Times in milliseconds."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.terminal.actions import PaymentMethod, Purpose

SECOND = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """How long each thing may take.

    Attributes:
        person: For a person to do something before being asked whether more time is needed.
        answer: For the answer to that question.
        machine: For card, service or payment to do something; longer than the client waits for the service.
        sheet: For one sheet to come out.
        staff: For somebody to see to the printer before being asked.
        alarm: Until a thing that lies there is called out.
        closing: How long the last screen stays.
        look: Between two looks at the service while nobody is there.
        session_warning: How long before the end of the session it is announced.
        least_session: How much of the session must be left to begin a certificate.
    """

    person: int = 90 * SECOND
    answer: int = 30 * SECOND
    machine: int = 75 * SECOND
    sheet: int = 60 * SECOND
    staff: int = 180 * SECOND
    alarm: int = 6 * SECOND
    closing: int = 3 * SECOND
    look: int = 15 * SECOND
    session_warning: int = 120 * SECOND
    least_session: int = 90 * SECOND


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedMunicipality:
    """A municipality whose certificates this terminal issues."""

    code: str
    prefecture: str
    name: str
    purposes: tuple[Purpose, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A terminal.

    Attributes:
        municipalities: Which are served.
        methods: How can be paid.
        place: Where the terminal is, for the receipt.
        contact: Whom to call about money.
        verification: Where anybody can check the code of a page, for the receipt.
        most_copies: Of one certificate.
        receipt_printer: Whether there is one.
    """

    municipalities: tuple[ServedMunicipality, ...]
    methods: tuple[PaymentMethod, ...] = ("cash", "e-money")
    place: str = ""
    contact: str = ""
    verification: str = ""
    most_copies: int = 10
    receipt_printer: bool = False
    times: Times = Times()
