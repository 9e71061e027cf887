"""Functions that meet: what is there before, what runs at the same time, and what must be true whatever the order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from tests.simulation.city import City
from tests.simulation.kiosk import Kiosk, arrive
from tests.simulation.persistence import ask_for, obtain
from tests.simulation.schedules import Function

Prepared = tuple[Sequence[Kiosk], Sequence[Function]]


@dataclass(frozen=True, slots=True)
class Meeting:
    """What meets, how many of the functions may succeed, and whether nothing at all may be left to the sweep.

    `preemptions` bounds the schedules: how often one function may be overtaken in the middle.
    """

    prepare: Callable[[City], Prepared]
    successes: frozenset[int]
    tidy: bool = False
    preemptions: int = 99


def two_retrievals(city: City) -> Prepared:
    """One image, asked for twice at once."""
    kiosk = arrive(city)
    asked = ask_for(kiosk)
    return [kiosk], [lambda: kiosk.retrieve(asked), lambda: kiosk.retrieve(asked)]


def retrieval_and_session_end(city: City) -> Prepared:
    """The session ends while its image is handed over."""
    kiosk = arrive(city)
    asked = ask_for(kiosk)
    return [kiosk], [lambda: kiosk.retrieve(asked), kiosk.end]


def retrieval_and_sweep(city: City) -> Prepared:
    """A hand-over that takes so long that the sweep comes, against every time-out."""
    kiosk = arrive(city)
    asked = ask_for(kiosk)
    return [kiosk], [lambda: kiosk.retrieve(asked), _late_sweep(city)]


def retrieval_and_replacement(city: City) -> Prepared:
    """The kiosk has given up waiting and asks for a replacement, while the hand-over still runs."""
    kiosk = arrive(city)
    asked, key = ask_for(kiosk), kiosk.new_key()
    return [kiosk], [lambda: kiosk.retrieve(asked), lambda: kiosk.request(key, asked.issuance_id)]


def issue_and_session_end(city: City) -> Prepared:
    """The session ends while a page is being made: the page comes too late."""
    kiosk = arrive(city)
    key = kiosk.new_key()
    return [kiosk], [lambda: kiosk.request(key), kiosk.end]


def issue_and_sweep(city: City) -> Prepared:
    """A page takes so long to make that the sweep comes, against every time-out."""
    kiosk = arrive(city)
    key = kiosk.new_key()
    return [kiosk], [lambda: kiosk.request(key), _late_sweep(city)]


def issue_and_early_sweep(city: City) -> Prepared:
    """The sweep comes by while a page is being made, in time: it must not touch it."""
    kiosk = arrive(city)
    key = kiosk.new_key()
    return [kiosk], [lambda: obtain_with(kiosk, key), city.sweep]


def replacement_and_session_end(city: City) -> Prepared:
    """The session ends while an image is replaced."""
    kiosk = arrive(city)
    asked, key = ask_for(kiosk), kiosk.new_key()
    return [kiosk], [lambda: kiosk.request(key, asked.issuance_id), kiosk.end]


def two_replacements(city: City) -> Prepared:
    """One image, replaced twice at once under two keys."""
    kiosk = arrive(city)
    asked, keys = ask_for(kiosk), (kiosk.new_key(), kiosk.new_key())
    requests = [partial(kiosk.request, key, asked.issuance_id) for key in keys]
    return [kiosk], requests


def repeated_request(city: City) -> Prepared:
    """The kiosk repeats its request while the first one still runs."""
    kiosk = arrive(city)
    key = kiosk.new_key()
    return [kiosk], [lambda: kiosk.request(key), lambda: kiosk.request(key)]


def two_residents(city: City) -> Prepared:
    """Two residents at two kiosks, in the same second."""
    kiosks = [arrive(city, which) for which in (0, 1)]
    return kiosks, [lambda: obtain(kiosks[0]), lambda: obtain(kiosks[1])]


def obtain_with(kiosk: Kiosk, key: str) -> None:
    """Ask and fetch, once each."""
    kiosk.retrieve(kiosk.request(key))


def _late_sweep(city: City) -> Function:
    later = city.clock.now + 2 * 3600
    return lambda: city.services.sweep().run(now=later)


_BOTH, _ONE, _ONE_OR_BOTH = frozenset({2}), frozenset({1}), frozenset({1, 2})
MEETINGS = {
    "two retrievals": Meeting(two_retrievals, _ONE),
    "retrieval, session end": Meeting(retrieval_and_session_end, _ONE_OR_BOTH),
    "retrieval, sweep": Meeting(retrieval_and_sweep, _ONE_OR_BOTH),
    "retrieval, replacement": Meeting(retrieval_and_replacement, _ONE_OR_BOTH),
    "issue, session end": Meeting(issue_and_session_end, _ONE_OR_BOTH, tidy=True),
    "issue, sweep": Meeting(issue_and_sweep, _ONE_OR_BOTH),
    "issue and retrieval, sweep in time": Meeting(issue_and_early_sweep, _BOTH),
    "replacement, session end": Meeting(replacement_and_session_end, _ONE_OR_BOTH),
    "two replacements": Meeting(two_replacements, _ONE, preemptions=4),
    "a request, repeated": Meeting(repeated_request, _ONE_OR_BOTH),
    "two residents": Meeting(two_residents, _BOTH),
}
