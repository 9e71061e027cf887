"""A card that shows what is said to it, for people who look for a fault in a reader's software."""

from __future__ import annotations

from collections.abc import Callable

from infra.emulator.virtual_card.vpcd import InsertableCard

_HEADER = 4
_VERIFY, _CHANGE_REFERENCE_DATA = 0x20, 0x24
_SHOWN = 16
_STATUS_SIZE = 2


class TracedCard:
    """Passes everything on to `card` and tells `write` one line per command. PINs are never shown."""

    def __init__(self, card: InsertableCard, write: Callable[[str], None]) -> None:
        self._card = card
        self._write = write

    @property
    def atr(self) -> bytes:
        """The card's answer to reset."""
        return self._card.atr

    def transmit(self, apdu: bytes) -> bytes:
        """Pass a command on."""
        answer = self._card.transmit(apdu)
        self._write(f"{_shown_command(apdu)} -> {_shown(answer[:-_STATUS_SIZE])}{answer[-_STATUS_SIZE:].hex()}")
        return answer

    def reset(self) -> None:
        """Pass a reset on."""
        self._card.reset()
        self._write("reset")


def _shown_command(apdu: bytes) -> str:
    if len(apdu) > _HEADER and apdu[1] in {_VERIFY, _CHANGE_REFERENCE_DATA}:
        return f"{apdu[:_HEADER].hex()} (PIN hidden)"
    return apdu.hex()


def _shown(data: bytes) -> str:
    if not data:
        return ""
    return f"{data[:_SHOWN].hex()}{'..' if len(data) > _SHOWN else ''} ({len(data)} bytes) "
