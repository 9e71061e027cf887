"""Declaring an issue number void: only what was issued, once, for good; the ledger stays as it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.protocol import void_list
from chalicelib.protocol.void_list import VoidList
from infra.office.__main__ import main
from infra.verification_site import KEYS, PAGE, VOID
from tests.functions.visits import Visit
from tests.functions.world import World


def _published(directory: Path) -> tuple[dict[str, Any], VoidList]:
    assert main(["publish-verification", str(directory)]) == 0
    keys: dict[str, Any] = json.loads((directory / KEYS).read_text(encoding="utf-8"))
    return keys, void_list.verify(json.loads((directory / VOID).read_text(encoding="utf-8")), keys)


def test_what_is_declared_void_is_on_the_next_list(visit: Visit, tmp_path: Path) -> None:
    """With its reason, signed by the office's key, and current for a day; its ledger entry is untouched."""
    issuance_id = visit.request().issuance_id
    before = visit.world.stored.row("LEDGER", issuance_id=issuance_id)
    printed = "-".join(issuance_id[start : start + 4] for start in range(0, 26, 4)).lower()
    assert main(["void-issuance", printed, "wrong-content"]) == 0
    _, listed = _published(tmp_path)
    (found,) = [void for void in listed.void if void.issuance_id == issuance_id]
    assert (str(found.reason), found.declared_at <= listed.iat) == ("wrong-content", True)
    assert listed.next_update == listed.iat + 86400
    assert visit.world.stored.row("LEDGER", issuance_id=issuance_id) == before


def test_nothing_is_void_twice_or_that_was_never_issued(visit: Visit) -> None:
    """The first declaration stays; a number that the ledger does not have cannot be void."""
    issuance_id = visit.request().issuance_id
    assert main(["void-issuance", issuance_id, "lost"]) == 0
    assert main(["void-issuance", issuance_id, "misused"]) == 1
    row = visit.world.stored.row("VOID_ISSUANCES", issuance_id=issuance_id)
    assert row is not None
    assert row["reason"] == "lost"
    assert main(["void-issuance", "0" * 26, "lost"]) == 1
    assert visit.world.stored.row("VOID_ISSUANCES", issuance_id="0" * 26) is None


@pytest.mark.parametrize("number", ["", "0" * 25, "0" * 27, "U" * 26, "*"])
def test_what_is_no_issue_number_is_an_error_of_typing(world: World, number: str) -> None:
    """A mistyped number is told as such and declares nothing."""
    assert main(["void-issuance", number, "lost"]) == 2
    assert number not in {row["issuance_id"] for row in world.stored.everything("VOID_ISSUANCES")}


def test_what_is_published_is_the_page_with_keys_and_issuers(world: World, tmp_path: Path) -> None:
    """The folder has the page, the service's own verification keys, the municipalities' names, and nothing else."""
    keys, _ = _published(tmp_path)
    assert keys["keys"] == world.services.public_keys.jwks()["keys"]
    assert keys["issuers"][world.code]
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    page = {path.relative_to(PAGE).as_posix() for path in PAGE.rglob("*") if path.is_file()}
    assert written == page | {KEYS, VOID}


def test_keys_of_the_past_stay_published(world: World, tmp_path: Path) -> None:
    """Publishing anew keeps a key that is used no more, and takes no key twice: old papers are still checked."""
    _published(tmp_path)
    old = world.services.public_keys.jwks()["keys"][1] | {"kid": "of-last-year"}
    (tmp_path / KEYS).write_text(json.dumps({"keys": [old]}), encoding="utf-8")
    for _ in range(2):
        keys, _ = _published(tmp_path)
    kids = [key["kid"] for key in keys["keys"]]
    assert "of-last-year" in kids
    assert len(kids) == len(set(kids))
