"""The dialogue with one card, the same for every reader."""

from __future__ import annotations

from kiosk.card import commands
from kiosk.card.certificate import read_certificate
from kiosk.card.channel import Channel, Response, exchange
from kiosk.card.errors import CardProtocolError, NoPin, NotAMyNumberCard, PinIncorrect, PinLocked
from kiosk.card.pin import Pin
from kiosk.card.profile import JPKI_RSA, CardProfile

_OK = 0x9000
_TRIES_LEFT, _TRIES_MASK = 0x63C0, 0x000F
# Cards say 6984 (JICSAP) where general guides say 6983.
_BLOCKED = frozenset({0x6983, 0x6984})
_SIGNING_CERTIFICATE_PRESENT = 0x8F
_INVALID_CONTENT = 0x6F00


class ApduSession:
    """A `CardSession` over a channel.

    Every operation selects the application anew: between two of them the card was reset, or may have been.
    """

    def __init__(self, channel: Channel, profile: CardProfile = JPKI_RSA) -> None:
        self._channel = channel
        self._profile = profile

    def open(self) -> None:
        """Reset the card, so that nothing an earlier program verified counts, and see whether it is one of ours.

        Raises:
            NotAMyNumberCard: it has no JPKI application.
        """
        self._channel.reset()
        self._select_application()

    def tries_left(self) -> int:
        """See `CardSession.tries_left`."""
        self._select_application()
        left = self._ask_tries()
        if left == 0 and self._never_had_a_pin():
            raise NoPin
        return left

    def certificate(self) -> bytes:
        """See `CardSession.certificate`."""
        self._select_application()
        self._select_file(self._profile.authentication_certificate)
        return read_certificate(self._channel)

    def sign(self, pin: Pin, message: bytes) -> bytes:
        """See `CardSession.sign`."""
        with pin, commands.VerifyCommand(pin) as verify:
            if not self.tries_left():
                raise PinLocked
            self._select_file(self._profile.authentication_pin)
            self._check_verified(exchange(self._channel, verify))
        try:
            return self._compute_signature(message)
        finally:
            self._channel.reset()

    def _compute_signature(self, message: bytes) -> bytes:
        self._select_file(self._profile.authentication_key)
        command = commands.compute_signature(self._profile.signature_input(message))
        signature = self._expect_ok(exchange(self._channel, command))
        if len(signature) != self._profile.signature_size:
            raise CardProtocolError(_INVALID_CONTENT)
        return signature

    @staticmethod
    def _check_verified(response: Response) -> None:
        if response.sw == _OK:
            return
        left = _tries(response.sw)
        raise PinIncorrect(left) if left else PinLocked

    def _ask_tries(self) -> int:
        self._select_file(self._profile.authentication_pin)
        return _tries(exchange(self._channel, commands.ask_tries()).sw)

    def _never_had_a_pin(self) -> bool:
        """Tell a card without PINs from a locked one, as far as the card lets us.

        A face-authentication card has no signing certificate. Neither has the card of a child, or of a person who
        declined it; locked, theirs look the same, and their way is the same: to the municipal office.
        """
        self._select_file(self._profile.certificates_present)
        present = self._expect_ok(exchange(self._channel, commands.read_binary(0, 1)))
        return present != bytes([_SIGNING_CERTIFICATE_PRESENT])

    def _select_application(self) -> None:
        if exchange(self._channel, commands.select_application(self._profile.aid)).sw != _OK:
            raise NotAMyNumberCard("the card has no JPKI application")

    def _select_file(self, identifier: int) -> None:
        self._expect_ok(exchange(self._channel, commands.select_file(identifier)))

    @staticmethod
    def _expect_ok(response: Response) -> bytes:
        if response.sw != _OK:
            raise CardProtocolError(response.sw)
        return response.data


def _tries(sw: int) -> int:
    """Read the number of tries left out of the answer to a VERIFY that did not succeed."""
    if sw in _BLOCKED:
        return 0
    if sw & ~_TRIES_MASK != _TRIES_LEFT:
        raise CardProtocolError(sw)
    return sw & _TRIES_MASK
