"""What can go wrong between the kiosk and a card. No message ever holds a PIN or anything read from a card."""

from __future__ import annotations


class CardError(Exception):
    """Any of the below."""


class ReaderUnavailable(CardError):
    """No reader, no PC/SC service, or another program holds the card."""


class CardAbsent(CardError):
    """There is no card in the reader."""


class CardRemoved(CardError):
    """The card was pulled, or lost its contact, after the session began."""

    def __init__(self) -> None:
        super().__init__("the card was removed")


class CardSessionClosed(CardError):
    """A session was used after its end."""


class NotAMyNumberCard(CardError):
    """The card does not have the JPKI application, or does not answer at all."""


class PinMalformed(CardError):
    """What was typed is not four ASCII digits; the card did not see it and no try was spent."""

    def __init__(self) -> None:
        super().__init__("the PIN is not four digits")


class PinIncorrect(CardError):
    """The card refused the PIN; `remaining` (1 or 2) more wrong ones lock it."""

    def __init__(self, remaining: int) -> None:
        super().__init__(f"wrong PIN, {remaining} tries left")
        self.remaining = remaining


class PinLocked(CardError):
    """The PIN has no tries left, as of now or since before; the municipal office unlocks it."""

    def __init__(self) -> None:
        super().__init__("the PIN is locked")


class NoPin(CardError):
    """The card has no PIN that could be typed: a face-authentication card (顔認証マイナンバーカード)."""

    def __init__(self) -> None:
        super().__init__("the card has no PIN")


class CardProtocolError(CardError):
    """The card answered what this kiosk does not understand. `sw`: its status word."""

    def __init__(self, sw: int) -> None:
        super().__init__(f"unexpected status word {sw:04X}")
        self.sw = sw
