"""Command and response APDUs (ISO/IEC 7816-4 section 5.1, short and extended length fields)."""

from __future__ import annotations

from dataclasses import dataclass, field

from infra.emulator.virtual_card.status import StatusError, Sw

_HEADER = 4
_SHORT_MAXIMUM = 256
_EXTENDED_MAXIMUM = 65536
_EXTENDED_LENGTH = 3


@dataclass(frozen=True)
class Command:
    """A parsed command. `le`: how many bytes the reader is ready to take; None when it asks for none."""

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes = field(repr=False)  # VERIFY carries a PIN here
    le: int | None

    @property
    def takes_all(self) -> bool:
        """Whether `le` says "all there is" and no count (its field is all zeros)."""
        return self.le in {_SHORT_MAXIMUM, _EXTENDED_MAXIMUM}


def parse_command(apdu: bytes) -> Command:
    """Take a command APDU apart.

    Raises:
        StatusError: 6700, the length fields do not agree with the length.
    """
    if len(apdu) < _HEADER:
        raise StatusError(Sw.WRONG_LENGTH)
    cla, ins, p1, p2 = apdu[:_HEADER]
    data, le = _body(apdu[_HEADER:])
    return Command(cla, ins, p1, p2, data, le)


def response(data: bytes, sw: int) -> bytes:
    """Put a response APDU together: data, then the status word."""
    return data + sw.to_bytes(2, "big")


def _body(body: bytes) -> tuple[bytes, int | None]:
    if not body:
        return b"", None
    if len(body) == 1:
        return b"", body[0] or _SHORT_MAXIMUM
    if body[0] != 0:
        return _data_then_le(body[1:], body[0], le_size=1)
    if len(body) == _EXTENDED_LENGTH:
        return b"", int.from_bytes(body[1:], "big") or _EXTENDED_MAXIMUM
    if len(body) < _EXTENDED_LENGTH:
        raise StatusError(Sw.WRONG_LENGTH)
    return _data_then_le(body[_EXTENDED_LENGTH:], int.from_bytes(body[1:_EXTENDED_LENGTH], "big"), le_size=2)


def _data_then_le(rest: bytes, lc: int, *, le_size: int) -> tuple[bytes, int | None]:
    data, le = rest[:lc], rest[lc:]
    if lc == 0 or len(data) != lc or len(le) not in {0, le_size}:
        raise StatusError(Sw.WRONG_LENGTH)
    return data, (int.from_bytes(le, "big") or _SHORT_MAXIMUM**le_size) if le else None
