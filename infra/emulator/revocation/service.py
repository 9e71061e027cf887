"""The simulated authority's revocation service: all generations, OCSP and lists, one register, one fault switch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cryptography import x509

from infra.emulator.card_authority import CardAuthority, KeySource, fresh_key
from infra.emulator.revocation.crl_issuer import issue_list
from infra.emulator.revocation.faults import Fault, FaultSwitch
from infra.emulator.revocation.ocsp_responder import OcspResponder
from infra.emulator.revocation.register import RevocationRegister
from infra.emulator.revocation.signers import DelegatedSigner, DirectSigner

Clock = Callable[[], int]
"""Answers the time in Unix seconds."""

_GARBAGE = b"\x30\x82\x01\x00 neither a response nor a list"
_STALE = dt.timedelta(days=3)


@dataclass(frozen=True)
class _Voice:
    """Somebody who answers for a generation: the authority, or its impostor of the same name."""

    authority: CardAuthority
    responder: OcspResponder


class RevocationService:
    """Answers for every generation. `register` and `faults` may be changed at any time."""

    def __init__(
        self,
        authorities: Iterable[CardAuthority],
        *,
        clock: Clock,
        key_source: KeySource = fresh_key,
        delegated: bool = True,
    ) -> None:
        """Speak for these generations; OCSP responses are signed by a delegated responder or by each root itself."""
        self.register = RevocationRegister()
        self.faults = FaultSwitch()
        self._clock = clock
        self._key_source = key_source
        self._delegated = delegated
        self._voices = {authority.generation: self._voice(authority) for authority in authorities}
        self._impostors: dict[str, _Voice] = {}

    @property
    def generations(self) -> tuple[str, ...]:
        """The names of the generations."""
        return tuple(self._voices)

    def revoke(self, generation: str, serial: int, reason: x509.ReasonFlags = x509.ReasonFlags.key_compromise) -> None:
        """Revoke a certificate now. The next answer says so."""
        self.register.revoke(generation, serial, reason, self._clock())

    def ocsp(self, generation: str, request: bytes) -> bytes:
        """Answer a DER request; DER.

        Raises:
            KeyError: There is no such generation.
        """
        fault = self.faults.fault
        if fault is Fault.GARBAGE:
            return _GARBAGE
        return self._speaker(generation).responder.respond(request, now=self._now(), fault=fault)

    def crl(self, generation: str) -> bytes | None:
        """Issue a list; DER. None when a fault says that there is none to be had now.

        Raises:
            KeyError: There is no such generation.
        """
        fault = self.faults.fault
        if fault in {Fault.TRY_LATER, Fault.UNKNOWN}:
            return None
        if fault is Fault.GARBAGE:
            return _GARBAGE
        at = self._now() - _STALE if fault is Fault.STALE else self._now()
        return issue_list(self._speaker(generation).authority, self.register.of(generation), now=at)

    def _speaker(self, generation: str) -> _Voice:
        voice = self._voices[generation]
        if self.faults.fault is not Fault.WRONG_SIGNER:
            return voice
        if generation not in self._impostors:
            twin = CardAuthority.create(generation=generation, now=self._now(), key_source=fresh_key)
            # It recognises questions about the authority and answers them under its name: only its key is another.
            responder = OcspResponder(voice.authority, self.register, DirectSigner(twin))
            self._impostors[generation] = _Voice(twin, responder)
        return self._impostors[generation]

    def _voice(self, authority: CardAuthority) -> _Voice:
        return _Voice(authority, OcspResponder(authority, self.register, self._signer(authority)))

    def _signer(self, authority: CardAuthority) -> DelegatedSigner | DirectSigner:
        if not self._delegated:
            return DirectSigner(authority)
        return DelegatedSigner.create(authority, now=self._now(), key_source=self._key_source)

    def _now(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(self._clock(), dt.UTC)
