"""What a reader gives to a session: a way to exchange APDUs with one card."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from kiosk.card.errors import CardRemoved

_STATUS_SIZE = 2


@dataclass(frozen=True)
class Response:
    """A response APDU taken apart (ISO/IEC 7816-4 section 5.1)."""

    data: bytes = field(repr=False)
    sw: int


class Channel(Protocol):
    """A card held exclusively."""

    def transmit(self, command: bytearray) -> bytes:
        """Exchange one APDU; the answer ends with the status word. The caller may wipe `command` afterwards.

        Raises:
            CardRemoved: the card did not answer.
            ReaderUnavailable: the reader or its service is gone.
        """

    def reset(self) -> None:
        """Reset the card and keep holding it; raises as `transmit`."""


def exchange(channel: Channel, command: bytes | bytearray) -> Response:
    """Exchange one APDU.

    Raises:
        CardRemoved: no answer, or not even a status word.
        ReaderUnavailable: as `Channel.transmit`.
    """
    answer = channel.transmit(command if isinstance(command, bytearray) else bytearray(command))
    if len(answer) < _STATUS_SIZE:
        raise CardRemoved
    return Response(answer[:-_STATUS_SIZE], int.from_bytes(answer[-_STATUS_SIZE:], "big"))
