"""Two faults in a visit: what is done about the first one fails, too."""

from __future__ import annotations

import pytest

from tests.simulation.city import City
from tests.simulation.figures import show
from tests.simulation.persistence import STORIES
from tests.simulation.runs import run_all, sampled_pairs

_FIRSTS, _SECONDS, _SEED = 15, 4, 1


@pytest.mark.parametrize("story", STORIES)
def test_no_pair_of_faults_breaks_a_visit(city: City, story: str) -> None:
    """As with one fault, for a sample of all pairs, the same in every run."""
    plans = list(sampled_pairs(city, STORIES[story], firsts=_FIRSTS, seconds=_SECONDS, seed=_SEED))
    run_all(city, STORIES[story], plans)
    show(f"{story}: {len(plans)} pairs of faults")
    assert len(plans) > 3 * _FIRSTS
