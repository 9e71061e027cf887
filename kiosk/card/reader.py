"""The interface that the kiosk's screens use, whatever reader is behind it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from kiosk.card.pin import Pin


class CardSession(Protocol):
    """One card, held exclusively. Every method may raise `CardRemoved`, `CardProtocolError`, `ReaderUnavailable`."""

    def tries_left(self) -> int:
        """Ask how many wrong PINs the card still answers: 3 to 1, 0 when it is locked. Costs no try.

        Raises:
            NoPin: the card has none.
        """

    def certificate(self) -> bytes:
        """Read the user-authentication certificate: DER, exactly its length. Free to read, no PIN."""

    def sign(self, pin: Pin, message: bytes) -> bytes:
        """Verify the PIN and sign once: RSASSA-PKCS1-v1_5 with SHA-256 over `message`, as long as the modulus.

        The card is reset at once, so that no second signature can be had; the PIN is wiped, whatever happens.

        Raises:
            PinMalformed: not four digits; no try was spent.
            PinIncorrect: wrong; says how many tries remain.
            PinLocked: wrong for the last time, or locked before.
            NoPin: the card has none.
        """


class CardReader(Protocol):
    """One reader."""

    def card_present(self) -> bool:
        """Say whether a card is in the reader, at once; a session may be open.

        Raises:
            ReaderUnavailable: no reader or no service.
        """

    def connect(self) -> AbstractContextManager[CardSession]:
        """Take the card exclusively, freshly reset, for the length of a `with` block; it loses power at the end.

        Raises (on entering the block):
            CardAbsent: no card.
            CardRemoved: it was pulled just then.
            NotAMyNumberCard: another kind of card, or one that does not answer (put in the wrong way round).
            ReaderUnavailable: no reader, no service, or somebody else holds the card.
        """
