"""The decision: sources are asked in order, the first signed answer decides, and no answer refuses."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cryptography import x509

from chalicelib.authenticate.revocation.answers import Answer, Good, RevocationSource, Revoked, Unknown
from chalicelib.authenticate.trust_anchors import Authority
from chalicelib.protocol.errors import CardRevoked, RevocationUnknown

Observe = Callable[[Answer], None]
"""Told of every answer of every source, for metrics and evidence; an answer names no certificate."""


def ignore(_answer: Answer, /) -> None:
    """Observe nothing."""


class RevocationChecker:
    """Refuses every certificate that no source says is good."""

    def __init__(self, sources: Sequence[RevocationSource], observe: Observe = ignore) -> None:
        """Ask `sources` in this order.

        Raises:
            ValueError: There is none: that would refuse every card, or tempt somebody to accept every card.
        """
        if not sources:
            raise ValueError("revocation needs a source")
        self._sources = tuple(sources)
        self._observe = observe

    def check(self, certificate: x509.Certificate, authority: Authority, *, now: int) -> Good:
        """Return on whose word a certificate is not revoked, at `now` in Unix seconds.

        `authority` is the pinned generation whose key signed the certificate; that has been checked before.

        Raises:
            CardRevoked: The authority revoked or suspended it.
            RevocationUnknown: No source gave an answer to rely on.
        """
        for source in self._sources:
            answer = source.status(certificate, authority, now=now)
            self._observe(answer)
            match answer:
                case Good():
                    return answer
                case Revoked():
                    raise CardRevoked
                case Unknown():
                    continue
        raise RevocationUnknown
