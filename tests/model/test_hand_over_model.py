"""The hand-over protocol, exhaustively: the design is right, and the check would notice if it were not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chalicelib.protocol.states import IssuanceState
from tests.model.spin import MODEL, check

# Who takes part, how many states that has at least, and which functions run only partly there.
_PARTIES = {
    "RETRIEVALS": (1_000_000, {"render", "session_end", "outcome"}),
    "REPLACEMENT": (500_000, {"sweep", "clock"}),
    "REPLACEMENTS": (1_000_000, {"session_end", "sweep", "clock"}),
    "LEFT_BEHIND": (3_000_000, {"outcome"}),
    "NEIGHBOURS": (4_000_000, {"render", "session_end", "outcome"}),
    "RESIDENTS": (3_000_000, {"render", "session_end", "outcome", "sweep", "clock"}),
    "BOOKS": (1_000_000, {"render", "session_end", "outcome", "sweep", "clock"}),
}
_AT_MOST_ONCE = r"!\(came_out\[i\]\)"
_MISTAKES = [
    ("RETRIEVALS", "READ_THEN_DELETE", _AT_MOST_ONCE),
    ("RETRIEVALS", "SDK_REPEATS", _AT_MOST_ONCE),
    ("RETRIEVALS", "LATE_RESULT", r"live\[s\]"),
    ("RETRIEVALS", "LOCK_ONLY", r"envelope\[\(2\*s\)\]==0"),
    ("RETRIEVALS", "SWEEP_RACES", r"object\[i\]==\(i\+1\)"),
    ("RETRIEVALS", "NO_SWEEP", r"ledger\[k\]=="),
    ("REPLACEMENT", "REPLACE_KEEPS_OLD", r"!\(closed\[i\]\)"),
    ("REPLACEMENT", "STALE_FEE", r"!\(taken\["),
    ("REPLACEMENTS", "TWO_RIGHTS", r"==7\)"),
    ("REPLACEMENTS", "REFUSAL_BELIEVED", r"==7\)"),
    ("RESIDENTS", "TIME_NAME", r"envelope\[\(\(2\*s\)%2\)\]"),
    ("RESIDENTS", "UNBOUND_ENVELOPE", r"enc!=ciphertext"),
    ("BOOKS", "OLD_BOOKS", r"of_page\[i\]>=gate"),
    ("BOOKS", "BOOKS_AS_SEALED", r"of_page\[i\]>=gate"),
]


@pytest.mark.parametrize("parties", _PARTIES)
def test_the_protocol_holds_in_every_state(parties: str, tmp_path: Path) -> None:
    """No interleaving, crash or lost reply breaks an assertion, deadlocks, or leaves anything behind."""
    least, partly = _PARTIES[parties]
    verdict = check(tmp_path, parties)
    _print(parties, verdict.states, verdict.claim or "holds")
    assert verdict.errors == 0, verdict.claim
    assert verdict.states > least
    assert verdict.unreached <= partly


@pytest.mark.parametrize(("parties", "mistake", "claim"), _MISTAKES, ids=str)
def test_a_seeded_mistake_is_found(parties: str, mistake: str, claim: str, tmp_path: Path) -> None:
    """Each mistake that this field has made breaks the very assertion that is about it."""
    verdict = check(tmp_path, parties, mistake, optimise="-O0")
    _print(f"{parties} {mistake}", verdict.states, verdict.claim)
    assert verdict.errors >= 1
    assert re.search(claim, verdict.claim), verdict.claim


def test_the_model_speaks_of_the_states_of_the_code() -> None:
    """The model's states are those of the code, no more and no fewer."""
    declared = re.search(r"mtype = \{(.*?)\};", MODEL.read_text(encoding="utf-8"))
    assert declared is not None
    assert {name.strip().replace("_", "-") for name in declared.group(1).split(",")} == set(IssuanceState)


def _print(what: str, states: int, verdict: str) -> None:
    print(f"\n{what}: {states:,} states, {verdict}")  # noqa: T201 - the figures are part of the proof
