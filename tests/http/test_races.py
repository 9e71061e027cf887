"""Races over HTTP: one hand-over each, one's own page each; and the same races with mistakes in the code."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.demo.emulation import emulation
from tests.emulated import Emulated
from tests.http.conftest import PERSONA
from tests.http.crowd import Crowd
from tests.http.races import READERS, check_own, race_for_one, serve_all_at_once
from tests.http.world import World

pytestmark = pytest.mark.xdist_group("http")

# 500 rounds and 200 residents take longer than a run of all tests may: the environment asks for them.
ROUNDS = int(os.environ.get("KOFU_RACE_ROUNDS", "10"))
RESIDENTS = int(os.environ.get("KOFU_RACE_RESIDENTS", "40"))


def _show(figure: str) -> None:
    print(f"\n{figure}")  # noqa: T201 - the figures are part of the proof


def test_one_of_64_readers_gets_it_each_time(world: World) -> None:
    """Of 64 simultaneous retrievals of one certificate exactly one succeeds, in every round, and nothing is left."""
    in_vain = race_for_one(world, PERSONA, ROUNDS)
    _show(f"{ROUNDS} rounds of {READERS} readers: {ROUNDS} hand-overs, {in_vain} asked in vain")
    assert in_vain == ROUNDS * (READERS - 1)


def test_residents_in_the_same_instant_each_get_their_own(world: World) -> None:
    """However many are served at once, each page is of the issuance that was asked for and says whose it is."""
    crowd = Crowd(world, RESIDENTS)
    served = serve_all_at_once(world, crowd.citizens)
    check_own(world, crowd, served)
    _show(f"{len(served)} residents at once: {sum(len(each.pages) for each in served)} pages read back")
    assert len({each.issuance_id for each in served}) == RESIDENTS


@pytest.fixture(scope="module")
def mistaken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Run an emulation with the mistakes of `mistaken_emulation`."""
    directory = tmp_path_factory.mktemp("mistaken")
    state, log = Path(directory / "state"), Path(directory / "output.log")
    with emulation(state, log, module="tests.http.mistaken_emulation") as running:
        yield World(Emulated(running.description, state, log))


def test_a_hand_over_that_reads_and_then_deletes_loses_the_race(mistaken: World) -> None:
    """With the envelope read first and deleted then, more than one reader gets the certificate."""
    with pytest.raises(AssertionError, match=r"[0-9]+ of 64 readers got it"):
        race_for_one(mistaken, PERSONA, 5)


def test_a_spool_that_all_share_gives_pages_to_others(mistaken: World) -> None:
    """With one file for the pages of whoever is being served, somebody is shown another resident's page."""
    crowd = Crowd(mistaken, 16)
    served = serve_all_at_once(mistaken, crowd.citizens)
    with pytest.raises(AssertionError, match="another issuance's page"):
        check_own(mistaken, crowd, served)
