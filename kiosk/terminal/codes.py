"""The words that views and states are made of."""

from __future__ import annotations

from typing import Literal

OutOfServiceReason = Literal[
    "starting",
    "not-enrolled",
    "service-suspended",
    "outside-hours",
    "no-paper",
    "printer",
    "unreachable",
    "self-check-failed",
    "card-reader",
    "payment",
]
AlarmKind = Literal["card-left", "papers-left", "change-left"]
QuestionKind = Literal["more-time", "session-ending", "cancel"]
CheckingStep = Literal["card", "identity", "offers"]
ReprintReason = Literal["jam", "out-of-paper", "answer-lost"]
Money = Literal["none-taken", "not-charged", "refunded", "refund-listed", "paid"]
Next = Literal["again", "end", "card", "office"]

TERMINAL_CODES = (
    "card-removed",
    "wrong-card",
    "no-pin",
    "card-unreadable",
    "pin-locked",
    "no-answer",
    "out-of-paper",
    "jam",
    "printer-failed",
    "payment-failed",
    "change-not-given",
    "timed-out",
    "session-over",
    "cancelled",
    "pages-wrong",
    "power-lost",
)
"""Codes of `Problem.code` besides those of the service (`chalicelib.protocol.problems.PROBLEMS`)."""
