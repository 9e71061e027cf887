"""What can be made to go wrong with the simulated authority's answers, for tests of whoever asks it."""

from __future__ import annotations

import threading
from enum import StrEnum


class Fault(StrEnum):
    """One way to go wrong; each applies to OCSP and to the list, the nonce's two to OCSP only."""

    NONE = "none"
    STALE = "stale"
    WRONG_SIGNER = "wrong-signer"
    TRY_LATER = "try-later"
    SLOW = "slow"
    GARBAGE = "garbage"
    UNKNOWN = "unknown"
    NO_NONCE = "no-nonce"
    WRONG_NONCE = "wrong-nonce"


class FaultSwitch:
    """The fault that is in force now. A slow answer waits until `release`, or for `longest` seconds."""

    def __init__(self, longest: float = 10.0) -> None:
        self._longest = longest
        self._released = threading.Event()
        self.fault = Fault.NONE

    def release(self) -> None:
        """Let slow answers go, the waiting and all later ones."""
        self._released.set()

    def delay(self) -> None:
        """Wait, if answers are to be slow."""
        if self.fault is Fault.SLOW:
            self._released.wait(self._longest)
