"""PIN objects: values and retry counters survive without power, the verified state does not."""

from __future__ import annotations

import hmac

from infra.emulator.virtual_card.memory import NonVolatileMemory
from infra.emulator.virtual_card.status import StatusError, Sw


class PinObject:
    """One PIN reference. A PIN made with `value` None was never set: it has no tries and accepts nothing."""

    def __init__(self, reference: int, value: bytes | None, limit: int, memory: NonVolatileMemory) -> None:
        self._reference = reference
        self._initial = value
        self._limit = limit
        self._memory = memory
        self.verified = False

    @property
    def tries_left(self) -> int:
        """How many wrong values are still answered; 0 when the PIN is blocked or was never set."""
        return 0 if self._initial is None else self._memory.tries(self._reference, self._limit)

    def verify(self, value: bytes) -> None:
        """Compare a value.

        Raises:
            StatusError: 63CX, wrong, X tries left; 6984, the PIN was blocked before.
        """
        self.verified = False
        left = self.tries_left
        if self._initial is None or left == 0:
            raise StatusError(Sw.BLOCKED)
        # Counted before the comparison: power cut between the two must not give a try back.
        self._memory.set_tries(self._reference, left - 1)
        if not hmac.compare_digest(value, self._memory.value(self._reference, self._initial)):
            raise StatusError(Sw.WRONG_PIN | (left - 1))
        self._memory.set_tries(self._reference, self._limit)
        self.verified = True

    def change(self, value: bytes) -> None:
        """Replace the value; the length stays within what the initial value's kind allows.

        Raises:
            StatusError: 6982, the old value was not verified; 6A80, the new one is not acceptable.
        """
        if not self.verified:
            raise StatusError(Sw.SECURITY_NOT_SATISFIED)
        self._check_form(value)
        self._memory.set_value(self._reference, value)

    def _check_form(self, value: bytes) -> None:
        raise NotImplementedError


class AuthenticationPin(PinObject):
    """Four digits."""

    LENGTH = 4

    def _check_form(self, value: bytes) -> None:
        if len(value) != self.LENGTH or not value.isdigit():
            raise StatusError(Sw.WRONG_DATA)


class SigningPassword(PinObject):
    """Six to sixteen capital letters and digits."""

    SHORTEST, LONGEST = 6, 16

    def _check_form(self, value: bytes) -> None:
        well_formed = value.isalnum() and value == value.upper()
        if not (self.SHORTEST <= len(value) <= self.LONGEST and well_formed):
            raise StatusError(Sw.WRONG_DATA)
