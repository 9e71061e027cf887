"""Fixtures for the card's tests."""

from __future__ import annotations

import pytest

from tests.unit.card import making
from tests.unit.card.talking import Talk


@pytest.fixture
def talk() -> Talk:
    """Give a full card with the JPKI application selected."""
    return Talk(making.full_card()).open()
