"""The cards that a developer can put on the reader: of the demo city, and some that are no use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from infra.emulator.virtual_card import VirtualCard, face_authentication_card, soft_card

OTHER_CARD = "other-card"
FACE_CARD = "face-card"
_OTHER_NAME = bytes.fromhex("A0000000031010")


class CardBox:
    """Keeps every card that was used once: its PIN counter is its own."""

    def __init__(self, entries: Iterable[Mapping[str, str]]) -> None:
        """Hold the cards of `emulator.json`."""
        self._entries = {entry["label"]: entry for entry in entries}
        self._cards: dict[str, VirtualCard] = {}

    def listed(self) -> list[dict[str, str]]:
        """Return label, PIN and note of each card."""
        further = [
            {"label": OTHER_CARD, "pin": "", "note": "not a My Number Card: wrong-card"},
            {"label": FACE_CARD, "pin": "", "note": "a face-authentication card (顔認証マイナンバーカード): no-pin"},
        ]
        return [
            {name: entry[name] for name in ("label", "pin", "note")} for entry in (*self._entries.values(), *further)
        ]

    def card(self, label: str) -> VirtualCard:
        """Return a card.

        Raises:
            KeyError: There is none of this label.
        """
        if label not in self._cards:
            self._cards[label] = self._make(label)
        return self._cards[label]

    def _make(self, label: str) -> VirtualCard:
        if label == OTHER_CARD:
            return VirtualCard({}, name=_OTHER_NAME)
        if label == FACE_CARD:
            return face_authentication_card(_read(next(iter(self._entries.values())), "certificate"))
        entry = self._entries[label]
        return soft_card(_read(entry, "certificate"), _read(entry, "private_key"), entry["pin"])


def _read(entry: Mapping[str, str], name: str) -> bytes:
    return Path(entry[name]).read_bytes()
