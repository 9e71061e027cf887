"""The audit's chain of an issuance, read and checked past the functions, by the description in the documents."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from tests.functions.world import World


def texts(world: World, issuance_id: str) -> list[str]:
    """Return the texts of an issuance's entries."""
    row = world.stored.row("LEDGER", issuance_id=issuance_id)
    assert row is not None
    chain: list[str] = row["chain"]
    return chain


def chain(world: World, issuance_id: str) -> list[dict[str, Any]]:
    """Return an issuance's entries, if they are a chain that ends in the ledger's head."""
    row = world.stored.row("LEDGER", issuance_id=issuance_id)
    assert row is not None
    entries, previous = [], ""
    for number, text in enumerate(row["chain"]):
        entry = json.loads(text)
        assert (entry["issuance_id"], entry["sequence"], entry["previous"]) == (issuance_id, number, previous)
        assert text == json.dumps(entry, sort_keys=True, separators=(",", ":"))
        previous = hashlib.sha256(b"kofu/audit-entry/v1\0" + text.encode("ascii")).hexdigest()
        entries.append(entry)
    assert (previous, entries[-1]["sequence"], entries[-1]["state"]) == (row["head"], row["sequence"], row["state"])
    return entries


def states(world: World, issuance_id: str) -> list[str]:
    """Return the states that an issuance has gone through."""
    return [entry["state"] for entry in chain(world, issuance_id)]
