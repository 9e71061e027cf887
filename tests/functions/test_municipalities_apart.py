"""Several municipalities in one service: what is one's is never read as another's."""

from __future__ import annotations

from chalicelib.protocol import errors
from tests.functions import books
from tests.functions.visits import Visit
from tests.functions.world import World


def test_an_id_of_one_municipality_is_nobodys_in_another(world: World) -> None:
    """Ids are unique within a municipality's books only: with a card of here nothing of there is ever issued."""
    there = world.neighbour()
    here = books.resident("resident-1", "household-1", name="架空　此方")
    namesake = books.resident("resident-1", "household-1", name="架空　彼方")
    world.enter(here)
    there.enter(namesake)
    card = world.link(here, world.maker.card())
    visit = Visit(there, there.terminal(), card)
    try:
        names = {member.name for member in visit.begin().offers().household}
    except errors.CardNotLinked:
        names = set()
    assert "架空　彼方" not in names
