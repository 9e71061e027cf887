"""A channel that records, counts and cuts in, for tests of the kiosk's dialogue."""

from __future__ import annotations

from collections.abc import Callable

from infra.emulator.virtual_card import VirtualCard


class ScriptedCard:
    """Passes on to a virtual card; `cut` sees each command first and may answer in its place, or raise."""

    def __init__(self, card: VirtualCard, cut: Callable[[int, bytes], bytes | None] | None = None) -> None:
        self.card = card
        self.cut = cut
        self.log: list[str] = []

    @property
    def atr(self) -> bytes:
        """The card's."""
        return self.card.atr

    def transmit(self, apdu: bytes) -> bytes:
        """Record a command and answer it."""
        self.log.append(apdu.hex().upper())
        answer = self.cut(len(self.log), apdu) if self.cut else None
        return self.card.transmit(apdu) if answer is None else answer

    def reset(self) -> None:
        """Record a reset."""
        self.log.append("reset")
        self.card.reset()


def answering(ins: int, answer: str) -> Callable[[int, bytes], bytes | None]:
    """Answer every command with this INS byte so."""
    return lambda _count, apdu: bytes.fromhex(answer) if apdu[1] == ins else None
