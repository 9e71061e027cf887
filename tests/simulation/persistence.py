"""What an honest kiosk does about failures: repeat with the same key, and have replaced what may be lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from chalicelib.protocol.errors import (
    AlreadyRetrieved,
    Conflict,
    DependencyUnavailable,
    Expired,
    SessionInvalid,
    TooManyRequests,
)
from chalicelib.protocol.messages import IssuanceAnswer
from tests.simulation.faults import NoAnswer
from tests.simulation.kiosk import Kiosk

_PATIENCE = 6
_TRY_AGAIN = (DependencyUnavailable, TooManyRequests, NoAnswer)


class Unserved(AssertionError):
    """The kiosk has tried everything."""


def ask_for(kiosk: Kiosk, replaces: str | None = None) -> IssuanceAnswer:
    """Ask until there is an answer: with the same key while it may still come, with a new one when it cannot."""
    key = kiosk.new_key()
    for _ in range(_PATIENCE):
        try:
            return kiosk.request(key, replaces)
        except _TRY_AGAIN:
            continue
        except (Conflict, Expired):
            key = kiosk.new_key()
    raise Unserved("nothing is issued")


def obtain(kiosk: Kiosk, replaces: str | None = None) -> str:
    """Ask, pay and fetch until a certificate is there; what may be lost is replaced."""
    asked = ask_for(kiosk, replaces)
    for _ in range(_PATIENCE):
        try:
            kiosk.retrieve(asked)
        except (DependencyUnavailable, TooManyRequests):
            continue
        except (AlreadyRetrieved, NoAnswer):
            asked = ask_for(kiosk, asked.issuance_id)
        else:
            return asked.issuance_id
    raise Unserved("nothing is handed over")


def report(kiosk: Kiosk, issuance_id: str, outcome: Literal["printed", "misprinted"]) -> None:
    """Report until there is a receipt."""
    for _ in range(_PATIENCE):
        try:
            kiosk.report(issuance_id, outcome)
        except (*_TRY_AGAIN, Conflict):
            # A conflict with what we ourselves have said is answered when it is said again.
            continue
        return
    raise Unserved("no receipt")


def end(kiosk: Kiosk) -> None:
    """End the session until it has ended."""
    for _ in range(_PATIENCE):
        try:
            kiosk.end()
        except _TRY_AGAIN:
            continue
        except SessionInvalid:
            return
        return
    raise Unserved("the session does not end")


def plain(kiosk: Kiosk) -> int:
    """Have a certificate, print it, leave; return how many papers that makes."""
    report(kiosk, obtain(kiosk), "printed")
    end(kiosk)
    return 1


def misprinted(kiosk: Kiosk) -> int:
    """Have a certificate, spoil it, have it replaced, leave."""
    spoilt = obtain(kiosk)
    report(kiosk, spoilt, "misprinted")
    report(kiosk, obtain(kiosk, spoilt), "printed")
    end(kiosk)
    return 2


def left(kiosk: Kiosk) -> int:
    """Ask for a certificate, and leave without it."""
    ask_for(kiosk)
    end(kiosk)
    return 0


Story = Callable[[Kiosk], int]
STORIES: dict[str, Story] = {"plain": plain, "misprinted": misprinted, "left": left}
