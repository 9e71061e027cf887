"""The kiosk's card reader: one interface, in process for the emulation and PC/SC for real readers.

Importing this package needs no PC/SC software; only `PcscReader` does, when it is used.
"""

from kiosk.card.errors import (
    CardAbsent,
    CardError,
    CardProtocolError,
    CardRemoved,
    CardSessionClosed,
    NoPin,
    NotAMyNumberCard,
    PinIncorrect,
    PinLocked,
    PinMalformed,
    ReaderUnavailable,
)
from kiosk.card.in_process import InProcessReader
from kiosk.card.pcsc import PcscReader
from kiosk.card.pin import Pin
from kiosk.card.reader import CardReader, CardSession

__all__ = [
    "CardAbsent",
    "CardError",
    "CardProtocolError",
    "CardReader",
    "CardRemoved",
    "CardSession",
    "CardSessionClosed",
    "InProcessReader",
    "NoPin",
    "NotAMyNumberCard",
    "PcscReader",
    "Pin",
    "PinIncorrect",
    "PinLocked",
    "PinMalformed",
    "ReaderUnavailable",
]
