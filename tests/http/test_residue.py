"""Something personal stays behind: the fear, and the search for it in everything that was written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.http.guest import JAM, Guest, arriving
from tests.http.presenting import present
from tests.http.residue import book_ids, personal_data, pin_traces, pins, secrets_of, traces, written
from tests.http.world import World

pytestmark = pytest.mark.xdist_group("http")

REFUSED = ("deceased", "protected", "missing-glyph", "fourteen", "entry-in-progress", "moved-out-today")


@pytest.fixture(scope="module")
def used(world: World) -> Iterator[Guest]:
    """Give a live session after visits that went well, went wrong, and were refused."""
    for persona in REFUSED:
        with arriving(world, persona) as refused:
            refused.visit.offers()
            refused.request()
    present(world, world.card("taka-ladder"), wrong_message=True)
    with arriving(world, "nine-in-household", kiosk=1) as family:
        issuance = family.issue(options={"scope": "household", "individual_number": True, "domicile": True})
        family.retrieve(issuance, amount=1)
        family.retrieve(issuance)
        family.report(issuance, "misprinted", **JAM)
        family.issue(replaces=issuance.issuance_id)
    with arriving(world, "yoshi-earth") as live:
        live.visit.offers()
        live.issue(options={"individual_number": True, "resident_record_code": True})
        yield live


def test_nothing_personal_is_written(world: World, used: Guest) -> None:
    """Log, error bodies, rows, objects and files hold no name, reading, address, number, birth date, PIN or token."""
    places = written(world)
    assert used.token in secrets_of(world)
    assert all(places[name] for name in ("log", "error bodies", "objects", "SessionsTable", "EnvelopesTable"))
    assert traces(places, personal_data(world) | secrets_of(world)) == set()
    assert pin_traces(places, pins(world)) == set()


def test_only_sessions_and_links_know_who_it_is(world: World, used: Guest) -> None:
    """The ids of the books stand in the rows of live sessions and of card links, and nowhere else."""
    found = traces(written(world), book_ids(world))
    assert used.token not in repr(found)
    assert {place for place, _ in found} == {"SessionsTable", "CardLinksTable"}


def test_what_was_printed_is_known_to_the_search(world: World) -> None:
    """The search knows the residents by every kind of personal data: their number is that of the books."""
    wanted = personal_data(world)
    lines = (world.emulated.state / "register.jsonl").read_text(encoding="utf-8").splitlines()
    residents = sum('"kind":"resident"' in line for line in lines)
    assert residents > 100
    assert len(wanted) > 4 * residents
    assert "𠮷野　源太" in wanted


@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "utf-16-le", "unicode_escape"])
@pytest.mark.parametrize("text", ["樋口　栞", "樋口栞", "ヒグチ　シオリ"])
def test_a_planted_name_is_found_in_any_encoding(world: World, text: str, encoding: str) -> None:
    """A name or reading in the middle of other bytes is found however it is encoded."""
    planted = {"log": b"\x00before" + text.encode(encoding) + b"after\xff", "elsewhere": b"nothing"}
    assert ("log", text) in traces(planted, personal_data(world))
    assert "elsewhere" not in {place for place, _ in traces(planted, personal_data(world))}


def test_planted_data_is_found_where_it_was_planted(world: World, used: Guest) -> None:
    """An address in a ledger row, a birth date in a file's name, a token in a file and a PIN in a body are found."""
    wanted = personal_data(world) | secrets_of(world)
    address = next(text for text in sorted(wanted) if text.startswith("三重県松阪市"))
    born = next(text for text in sorted(wanted) if text[:2] == "19" and text[4:5] == "-")
    table, key = world.emulated.description["resources"]["LedgerTable"], {"issuance_id": {"S": "planted-issuance"}}
    files = [world.emulated.state / f"page-{born}.png", world.emulated.state / "spool"]
    world.dynamodb.put_item(TableName=table, Item={**key, "reason": {"S": f"({address})"}})
    files[0].touch()
    files[1].write_text(f"Authorization: Bearer {used.token}")
    try:
        found = traces(written(world), wanted)
    finally:
        world.dynamodb.delete_item(TableName=table, Key=key)
        for file in files:
            file.unlink()
    assert {("LedgerTable", address), (f"name of {files[0].name}", born), ("content of spool", used.token)} <= found
    pin = min(pins(world))
    assert pin_traces({"body": b'{"pin":"%s"}' % pin.encode()}, pins(world)) == {("body", pin)}
    assert pin_traces({"log": b'{"ms":%s}' % pin.encode()}, pins(world)) == set()
