"""A My Number Card in software: the JPKI application as an ISO/IEC 7816-4 state machine, and its vpcd connector.

`VirtualCard.transmit` takes a command APDU and answers a response APDU; nothing else is needed to put a reader's
software on it. `python -m infra.emulator.virtual_card` inserts the card into a PC/SC reader of the vpcd driver.
"""

from infra.emulator.virtual_card.card import VirtualCard
from infra.emulator.virtual_card.memory import MemoryFileError, NonVolatileMemory
from infra.emulator.virtual_card.personalisation import Credential, face_authentication_card, soft_card
from infra.emulator.virtual_card.status import Sw
from infra.emulator.virtual_card.vpcd import VpcdConnector

__all__ = [
    "Credential",
    "MemoryFileError",
    "NonVolatileMemory",
    "Sw",
    "VirtualCard",
    "VpcdConnector",
    "face_authentication_card",
    "soft_card",
]
