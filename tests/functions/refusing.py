"""What a refused certificate looks like to a resident: not offered, not issued, for the same reason."""

from __future__ import annotations

import pytest

from chalicelib.protocol import errors
from tests.functions.visits import Visit


def check_refused(visit: Visit, kind: str, reason: str) -> None:
    """Check that a certificate is neither offered nor issued, and why."""
    offer = next(offer for offer in visit.offers().offers if offer.type == kind)
    assert (offer.available, offer.reason, offer.options) == (False, reason, {})
    with pytest.raises(errors.NotEligible) as caught:
        visit.request(kind=kind)
    assert caught.value.reason == reason
