"""The cache: nothing outlives its end, the maximum age or the bound, whatever the clock does."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.authenticate.revocation.cache import ExpiringCache

TIMES = st.integers(min_value=0, max_value=400)
STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, 5), TIMES, st.integers(-50, 300)), max_size=60)
MAX_AGE, BOUND = 100, 3


@given(STEPS)
def test_an_entry_is_never_given_outside_its_time(steps: list[tuple[bool, int, int, int]]) -> None:
    """Of any sequence of writes and reads at any times, a read gives the last write of its key or nothing."""
    cache: ExpiringCache[int, int] = ExpiringCache(entries=BOUND, max_age=MAX_AGE)
    last: dict[int, tuple[int, int, int]] = {}
    for number, (writes, key, now, lasts) in enumerate(steps):
        if writes:
            cache.put(key, number, until=now + lasts, now=now)
            last[key] = (number, now, min(now + lasts, now + MAX_AGE))
            continue
        got = cache.get(key, now=now)
        if got is not None:
            written, since, until = last[key]
            assert got == written
            assert since <= now < until
        assert len(cache) <= BOUND


@given(st.integers(1, 1000), st.integers(1, 1000))
def test_the_last_second_counts_and_the_next_does_not(lasts: int, max_age: int) -> None:
    """An entry is there until the second before the earlier of its end and the maximum age."""
    cache: ExpiringCache[str, str] = ExpiringCache(entries=1, max_age=max_age)
    cache.put("key", "value", until=1000 + lasts, now=1000)
    end = 1000 + min(lasts, max_age)
    assert cache.get("key", now=end - 1) == "value"
    assert cache.get("key", now=end) is None
    assert len(cache) == 0


def test_the_least_recently_used_goes_first() -> None:
    """A bound that is reached costs the entry that nobody asked for."""
    cache: ExpiringCache[str, int] = ExpiringCache(entries=2, max_age=10)
    cache.put("a", 1, until=9, now=0)
    cache.put("b", 2, until=9, now=0)
    assert cache.get("a", now=1) == 1
    cache.put("c", 3, until=9, now=1)
    assert [cache.get(key, now=1) for key in "abc"] == [1, None, 3]


def test_a_clock_that_is_set_back_finds_nothing() -> None:
    """Before its beginning an entry does not count: it cannot be prolonged by the clock."""
    cache: ExpiringCache[str, int] = ExpiringCache(entries=1, max_age=10)
    cache.put("key", 1, until=110, now=100)
    assert cache.get("key", now=99) is None
    assert cache.get("key", now=100) == 1


@pytest.mark.parametrize(("entries", "max_age"), [(0, 1), (1, 0)])
def test_a_cache_without_bounds_cannot_be_made(entries: int, max_age: int) -> None:
    """Both bounds are at least one."""
    with pytest.raises(ValueError, match="at least one"):
        ExpiringCache[str, str](entries=entries, max_age=max_age)


def test_many_threads_share_it() -> None:
    """Readers and writers at once leave it whole and within its bound."""
    cache: ExpiringCache[int, int] = ExpiringCache(entries=8, max_age=50)
    wrong: list[object] = []

    def work(offset: int) -> None:
        try:
            for step in range(2000):
                key = (step + offset) % 16
                cache.put(key, key, until=step % 40 + 1, now=step % 30)
                if cache.get(key, now=step % 30) not in {key, None} or len(cache) > 8:
                    wrong.append(key)
        except (KeyError, RuntimeError) as error:
            wrong.append(error)

    threads = [threading.Thread(target=work, args=(offset,)) for offset in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
