"""The card's state machine (ISO/IEC 7816-4): selection, access conditions, commands."""

from __future__ import annotations

from collections.abc import Callable

from infra.emulator.virtual_card import layout, signing
from infra.emulator.virtual_card.apdu import Command, parse_command, response
from infra.emulator.virtual_card.contents import Contents, DataFile, PrivateKey
from infra.emulator.virtual_card.pins import PinObject
from infra.emulator.virtual_card.selection import SHORT_IDENTIFIER, FileSelection
from infra.emulator.virtual_card.status import StatusError, Sw

_BY_NAME, _UNDER_CURRENT = 0x04, 0x02
_OTHER_SELECTIONS = {0x00, 0x01, 0x03, 0x08, 0x09}
_PROPRIETARY, _INTERINDUSTRY = 0x80, 0x00
_CHANGE_TO_NEW = 0x01


class VirtualCard:
    """One card in a reader. Not safe for use by several threads at once: a card has one contact.

    Args:
        contents: what the application holds.
        name: the application's name; another makes a card of another kind.
        atr: the answer to reset that a reader reports.
        keeps_pin_on_reselect: whether a verified PIN stays verified when the application is selected again. Public
            sources disagree about real cards, so software must work with both.
    """

    def __init__(
        self,
        contents: Contents,
        *,
        name: bytes = layout.AID_JPKI,
        atr: bytes = layout.ATR_CONTACT,
        keeps_pin_on_reselect: bool = True,
    ) -> None:
        self.atr = atr
        self._contents = contents
        self._name = name
        self._keeps_pin = keeps_pin_on_reselect
        self._files = FileSelection(contents)
        self._commands: dict[tuple[int, int], Callable[[Command], bytes]] = {
            (_INTERINDUSTRY, 0x20): self._verify,
            (_INTERINDUSTRY, 0x24): self._change_reference_data,
            (_INTERINDUSTRY, 0xA4): self._select,
            (_INTERINDUSTRY, 0xB0): self._read_binary,
            (_PROPRIETARY, 0x2A): self._compute_digital_signature,
        }

    def reset(self) -> None:
        """Reset or lose power: nothing is selected and no PIN is verified; counters stay."""
        self._files.close()
        self._forget_verification()

    def transmit(self, apdu: bytes) -> bytes:
        """Answer a command APDU with a response APDU: data, then two bytes of status. Never raises."""
        try:
            command = parse_command(apdu)
            return response(self._command(command)(command), Sw.OK)
        except _Warning as warning:
            return response(warning.data, warning.sw)
        except StatusError as error:
            return response(b"", error.sw)

    def _command(self, command: Command) -> Callable[[Command], bytes]:
        if command.cla not in {_INTERINDUSTRY, _PROPRIETARY}:
            raise StatusError(Sw.UNKNOWN_CLA)
        handler = self._commands.get((command.cla, command.ins))
        if handler is None:
            raise StatusError(Sw.UNKNOWN_INS)
        return handler

    def _select(self, command: Command) -> bytes:
        if command.p1 == _BY_NAME:
            self._select_application(command.data)
        elif command.p1 == _UNDER_CURRENT:
            self._files.select(command.data)
        else:
            raise StatusError(Sw.NOT_FOUND if command.p1 in _OTHER_SELECTIONS else Sw.WRONG_P1_P2)
        return b""

    def _select_application(self, name: bytes) -> None:
        if name != self._name:
            raise StatusError(Sw.NOT_FOUND)
        if not self._keeps_pin:
            self._forget_verification()
        self._files.open()

    def _read_binary(self, command: Command) -> bytes:
        if command.p1 & SHORT_IDENTIFIER:
            item, offset = self._files.by_short_identifier(command.p1), command.p2
        else:
            item, offset = self._files.current, command.p1 << 8 | command.p2
        if not isinstance(item, DataFile):
            raise StatusError(Sw.WRONG_CURRENT_FILE)
        _require(item.guard)
        return _slice(item.content, offset, command)

    def _verify(self, command: Command) -> bytes:
        pin = self._pin(command, p1=0)
        if not command.data:
            # Also when it is verified: the cards answer the count, not 9000.
            raise StatusError(Sw.WRONG_PIN | pin.tries_left)
        pin.verify(command.data)
        return b""

    def _change_reference_data(self, command: Command) -> bytes:
        self._pin(command, p1=_CHANGE_TO_NEW).change(command.data)
        return b""

    def _pin(self, command: Command, *, p1: int) -> PinObject:
        if command.p1 != p1:
            raise StatusError(Sw.WRONG_P1_P2)
        item = self._files.referenced(command.p2)
        if not isinstance(item, PinObject):
            raise StatusError(Sw.WRONG_CURRENT_FILE)
        return item

    def _compute_digital_signature(self, command: Command) -> bytes:
        item = self._files.referenced(command.p2)
        if not isinstance(item, PrivateKey):
            raise StatusError(Sw.WRONG_CURRENT_FILE)
        _require(item.guard)
        if item.key is None:
            raise StatusError(Sw.WRONG_CURRENT_FILE)
        return signing.sign(item.key, command.p1, command.data)

    def _forget_verification(self) -> None:
        for item in self._contents.values():
            if isinstance(item, PinObject):
                item.verified = False


class _Warning(StatusError):
    """A status word that comes with data."""

    def __init__(self, sw: int, data: bytes) -> None:
        super().__init__(sw)
        self.data = data


def _require(guard: PinObject | None) -> None:
    if guard is not None and not guard.verified:
        raise StatusError(Sw.SECURITY_NOT_SATISFIED)


def _slice(content: bytes, offset: int, command: Command) -> bytes:
    if command.le is None:
        raise StatusError(Sw.WRONG_LENGTH)
    if offset >= len(content):
        raise StatusError(Sw.WRONG_OFFSET)
    data = content[offset : offset + command.le]
    if len(data) < command.le and not command.takes_all:
        raise _Warning(Sw.END_OF_FILE, data)
    return data
