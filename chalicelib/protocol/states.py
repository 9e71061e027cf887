"""States of an issuance and the transitions between them (design 4.4). Anything else is an error."""

from __future__ import annotations

from enum import StrEnum

from chalicelib.protocol.errors import TransitionForbidden


class IssuanceState(StrEnum):
    """Where one requested certificate stands."""

    REQUESTED = "requested"
    SEALED = "sealed"
    HANDED_OVER = "handed-over"
    PRINTED = "printed"
    MISPRINTED = "misprinted"
    UNCONFIRMED = "unconfirmed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


_S = IssuanceState
TRANSITIONS: dict[IssuanceState, frozenset[IssuanceState]] = {
    _S.REQUESTED: frozenset({_S.SEALED, _S.CANCELLED, _S.EXPIRED}),
    # A sealed issuance whose envelope is gone was interrupted in the hand-over: it becomes unconfirmed.
    _S.SEALED: frozenset({_S.HANDED_OVER, _S.UNCONFIRMED, _S.CANCELLED, _S.EXPIRED}),
    _S.HANDED_OVER: frozenset({_S.PRINTED, _S.MISPRINTED, _S.UNCONFIRMED}),
    _S.PRINTED: frozenset(),
    _S.MISPRINTED: frozenset(),
    _S.UNCONFIRMED: frozenset(),
    _S.CANCELLED: frozenset(),
    _S.EXPIRED: frozenset(),
}
OPEN_STATES = frozenset(state for state, following in TRANSITIONS.items() if following)


def check_transition(before: IssuanceState, after: IssuanceState) -> None:
    """Refuse a transition that is not in the picture.

    Raises:
        TransitionForbidden: There is no such arrow.
    """
    if after not in TRANSITIONS[before]:
        raise TransitionForbidden(before, after)
