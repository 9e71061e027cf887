"""Every step of an issuance leaves its entry in the audit, in the same write as the step itself."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import partial

import pytest

from chalicelib.protocol import errors, ids
from chalicelib.protocol.audit_entries import FACTS
from chalicelib.protocol.states import IssuanceState
from chalicelib.storage import clients
from tests.functions import audited, faults
from tests.functions.crowd import kinds, parallel
from tests.functions.times import NOW
from tests.functions.visits import Visit, new_key
from tests.functions.world import World

S = IssuanceState
OVERDUE = NOW + 600 + 61


def _printed(visit: Visit) -> str:
    issuance_id = visit.request().issuance_id
    visit.retrieve(issuance_id)
    visit.report(issuance_id)
    return issuance_id


def test_a_whole_visit_is_one_chain(visit: Visit) -> None:
    """From the request to the paper: who asked is not in it, where, for what, when, for how much and what came are."""
    issuance_id = _printed(visit)
    requested, sealed, handed_over, printed = audited.chain(visit.world, issuance_id)
    assert [entry["at"] for entry in (requested, sealed, handed_over, printed)] == [NOW] * 4
    assert requested["kiosk_id"] == visit.terminal.kiosk_id
    assert (requested["municipality"], requested["certificate_type"]) == (visit.world.code, "resident-record")
    assert sealed["image_sha256"] == visit.world.stored.required(issuance_id).image_sha256
    assert (handed_over["payment_method"], handed_over["payment_amount"]) == ("cash", sealed["fee"])
    assert (printed["state"], printed["pages_printed"]) == ("printed", 1)


def test_a_misprint_and_its_replacement_name_each_other(visit: Visit) -> None:
    """The new chain begins with what it replaces, and costs nothing."""
    first = visit.request().issuance_id
    visit.retrieve(first)
    visit.report(first, "misprinted", 0, "paper-jam")
    second = visit.request(replaces=first).issuance_id
    assert audited.chain(visit.world, first)[-1]["reason"] == "paper-jam"
    entries = audited.chain(visit.world, second)
    assert (entries[0]["replaces"], entries[1]["fee"]) == (first, 0)


def test_every_way_an_issuance_ends_is_an_entry(swept: World, visit: Visit) -> None:
    """Cancelled by a failure, by the session's end; unconfirmed; expired by the sweep."""
    failed = new_key()
    with pytest.raises(errors.CannotBeRendered):
        visit.request(key=failed, typeset=_cannot)
    crashed = new_key()
    with faults.crash_after(clients.s3(), "PutObject"), pytest.raises(faults.Crash):
        visit.request(key=crashed)
    handed, unread = (visit.request().issuance_id for _ in range(2))
    visit.retrieve(handed)
    visit.end()
    swept.services.sweep().run(now=OVERDUE)
    ended = {
        ids.issuance_id(visit.token, failed): ["requested", "cancelled"],
        ids.issuance_id(visit.token, crashed): ["requested", "expired"],
        handed: ["requested", "sealed", "handed-over", "unconfirmed"],
        unread: ["requested", "sealed", "cancelled"],
    }
    assert {issuance_id: audited.states(visit.world, issuance_id) for issuance_id in ended} == ended


def _cannot(*_: object) -> tuple[bytes, ...]:
    raise errors.CannotBeRendered


def test_of_writers_who_saw_the_same_head_one_passes(visit: Visit) -> None:
    """However many tell an outcome, an end or an expiry at once: the chain does not fork."""
    issuance_id = visit.request().issuance_id
    visit.retrieve(issuance_id)
    standing, ledger = visit.world.stored.required(issuance_id).standing, visit.world.services.ledger
    ends = [S.PRINTED, S.MISPRINTED, S.UNCONFIRMED] * 5
    results = parallel([partial(ledger.move, standing, end, at=NOW) for end in ends])
    assert kinds(results) == {"str": 1, "TransitionForbidden": len(ends) - 1}
    assert len(audited.chain(visit.world, issuance_id)) == 4


def test_a_head_that_is_not_the_last_one_is_refused(visit: Visit) -> None:
    """The state alone does not suffice: whoever writes must have read what was written last."""
    issuance_id = visit.request().issuance_id
    standing = visit.world.stored.required(issuance_id).standing
    with pytest.raises(errors.TransitionForbidden):
        visit.world.services.ledger.move(replace(standing, head="0" * 64), S.CANCELLED, at=NOW)
    assert audited.states(visit.world, issuance_id) == ["requested", "sealed"]


def test_a_repeated_record_takes_no_entry_back(visit: Visit) -> None:
    """The SDK may send the first entry twice; once something has followed it, the second time is refused."""
    issuance_id = visit.request().issuance_id
    ledger, now = visit.world.services.ledger, visit.world.stored.required(issuance_id)
    first = replace(now, state=S.REQUESTED, sequence=0)
    with pytest.raises(errors.Conflict):
        ledger.record(first)
    assert audited.states(visit.world, issuance_id) == ["requested", "sealed"]


def test_an_entry_tells_nothing_but_codes_numbers_and_ids(visit: Visit) -> None:
    """All names are of the closed set; all text is short and of letters that ids have: no name, no address."""
    for text in audited.texts(visit.world, _printed(visit)):
        entry = json.loads(text)
        assert set(entry) <= FACTS | {"issuance_id", "sequence", "state", "at", "previous"}
        for value in entry.values():
            assert isinstance(value, (int, bool)) or re.fullmatch(r"[A-Za-z0-9_-]{0,64}", value)
        assert visit.world.resident().resident_id not in text
