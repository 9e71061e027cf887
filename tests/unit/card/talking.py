"""Short words for APDUs in tests."""

from __future__ import annotations

from infra.emulator.virtual_card import VirtualCard

AID = "D392F000260100000001"


class Talk:
    """Sends hexadecimal commands to a card and keeps what it answered last."""

    def __init__(self, card: VirtualCard) -> None:
        self.card = card
        self.data = b""

    def send(self, *parts: str | bytes) -> str:
        """Send the joined parts (hexadecimal, or bytes); answer the status word as four capitals."""
        apdu = b"".join(bytes.fromhex(part) if isinstance(part, str) else part for part in parts)
        answer = self.card.transmit(apdu)
        self.data = answer[:-2]
        return answer[-2:].hex().upper()

    def open(self) -> Talk:
        """Select the JPKI application."""
        assert self.send("00A4040C0A", AID) == "9000"
        return self

    def at(self, identifier: str) -> Talk:
        """Select a file."""
        assert self.send("00A4020C02", identifier) == "9000"
        return self

    def verify(self, value: str, identifier: str = "0018") -> str:
        """Select a PIN and verify a value."""
        return self.at(identifier).send("00200080", bytes([len(value)]), value.encode())

    def tries(self, identifier: str = "0018") -> str:
        """Select a PIN and ask for its tries."""
        return self.at(identifier).send("00200080")

    def sign(self, data: bytes, scheme: str = "00", identifier: str = "0017") -> str:
        """Select a key and sign."""
        return self.at(identifier).send("802A", scheme, "80", bytes([len(data)]), data, "00")
