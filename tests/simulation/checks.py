"""What must be true, looked at from outside: what is stored, and what kiosks hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from chalicelib.protocol.errors import SealBroken
from chalicelib.protocol.states import OPEN_STATES, IssuanceState
from chalicelib.storage.ledger import Issuance
from tests.simulation.city import Picture
from tests.simulation.kiosk import Kiosk

_S = IssuanceState
_CONSUMED = frozenset({_S.HANDED_OVER, _S.PRINTED, _S.MISPRINTED, _S.UNCONFIRMED})

_GOOD = frozenset({_S.SEALED, _S.HANDED_OVER, _S.PRINTED})


def check_always(picture: Picture, kiosks: Sequence[Kiosk]) -> None:
    """Check what must hold at every instant."""
    for kiosk in kiosks:
        _check_released_once(kiosk)
        _check_own_pages(kiosk, kiosks)
        _check_no_more_than_paid(picture, kiosk)
    _check_gone(picture, kiosks)
    _check_replaced(picture)


def check_afterwards(picture: Picture, kiosks: Sequence[Kiosk]) -> None:
    """Check what must hold when all visits are over and swept."""
    check_always(picture, kiosks)
    assert not picture.objects, "an object stays"
    assert not picture.envelopes, "an envelope stays"
    assert not picture.sessions, "a session stays"
    still_open = [str(row.state) for row in picture.ledger.values() if row.state in OPEN_STATES]
    assert not still_open, f"an issuance stays {still_open}"


def _check_released_once(kiosk: Kiosk) -> None:
    times = Counter(issuance_id for issuance_id, _ in kiosk.released)
    assert all(number == 1 for number in times.values()), "handed over twice"


def _check_own_pages(kiosk: Kiosk, kiosks: Sequence[Kiosk]) -> None:
    """Whatever the service let go for a kiosk opens there, holds all pages of what was asked for, and nowhere else."""
    for issuance_id, answer in kiosk.released:
        try:
            pages = kiosk.open(answer, issuance_id)
        except SealBroken:
            others = [other for other in kiosks if other is not kiosk and _opens(other, answer)]
            raise AssertionError("somebody else's page" if others else "noise") from None
        own = f"{issuance_id} {kiosk.resident.resident_id}"
        assert pages == (f"{own} 1/2".encode(), f"{own} 2/2".encode()), "a page of something else"
        assert not any(_opens(other, answer) for other in kiosks if other is not kiosk), "opens elsewhere"


def _opens(kiosk: Kiosk, answer: bytes) -> bool:
    for asked in kiosk.asked:
        try:
            kiosk.open(answer, asked.issuance_id)
        except SealBroken:
            continue
        return True
    return False


def _check_gone(picture: Picture, kiosks: Sequence[Kiosk]) -> None:
    released = {issuance_id for kiosk in kiosks for issuance_id, _ in kiosk.released}
    assert not released & picture.envelopes.keys(), "readable after its hand-over"


def check_paid_once(picture: Picture, kiosks: Sequence[Kiosk]) -> None:
    """Check that an honest visit for one certificate paid once, whatever had to be replaced."""
    for kiosk in kiosks:
        charged = [row for row in _own(picture, kiosk) if row.fee > 0 and row.state in _CONSUMED]
        assert len(charged) <= 1, "charged twice"


def _check_no_more_than_paid(picture: Picture, kiosk: Kiosk) -> None:
    own = _own(picture, kiosk)
    good = sum(row.state in _GOOD for row in own)
    assert good <= sum(row.fee > 0 and row.state in _CONSUMED | _GOOD for row in own), "two for one payment"


def _own(picture: Picture, kiosk: Kiosk) -> list[Issuance]:
    return [row for row in picture.ledger.values() if row.session_id == kiosk.session_id]


def _check_replaced(picture: Picture) -> None:
    """What a sealed replacement replaces cannot come out any more; it is free if that may have come out before."""
    for row in picture.ledger.values():
        old = picture.ledger.get(row.replaces or "")
        if old is not None and row.sealed_at is not None:
            assert old.state not in OPEN_STATES, "the old page can come out"
            assert old.issuance_id not in picture.envelopes, "the replaced page is still readable"
            assert not row.fee or old.state not in {_S.MISPRINTED, _S.UNCONFIRMED}, "charged twice"
