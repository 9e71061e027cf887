"""One step of an issuance in the ledger: the state, the facts, and the audit's entry of it, in the same write.

The entry is appended on condition of the head that the writer has read. So there is no step without its entry, no
entry without its step, and a chain cannot fork: of two writers who saw the same head one passes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.protocol import audit_entries
from chalicelib.protocol.states import OPEN_STATES, IssuanceState, check_transition
from chalicelib.storage.items import to_item

ENDED_SHARDS = 4

_TIMES = {IssuanceState.SEALED: "sealed_at", IssuanceState.HANDED_OVER: "handed_over_at"}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an issuance stands as its reader saw it: its state, the digest and number of its last audit entry."""

    issuance_id: str
    state: IssuanceState
    head: str
    sequence: int


def transition_request(
    table: str, standing: Standing, after: IssuanceState, *, at: int, facts: Mapping[str, Any]
) -> dict[str, Any]:
    """Return an `UpdateItem` that makes a transition only from `standing`, and records time and facts with it.

    Raises:
        TransitionForbidden: There is no such arrow in the picture of states.
    """
    check_transition(standing.state, after)
    known = {name: value for name, value in facts.items() if value is not None}
    text = audit_entries.entry(
        issuance_id=standing.issuance_id,
        sequence=standing.sequence + 1,
        state=after,
        at=at,
        previous=standing.head,
        facts=known,
    )
    values = known | {
        "state": str(after),
        _TIMES.get(after, "ended_at"): at,
        "head": audit_entries.digest(text),
        "sequence": standing.sequence + 1,
    }
    if after not in OPEN_STATES:
        values["ended_period"] = ended_period(standing.issuance_id, audit_entries.period_of(at))
    sets = ", ".join(["#chain = list_append(#chain, :entry)", *(f"#{name} = :{name}" for name in values)])
    closing = "" if after in OPEN_STATES else " REMOVE open_shard"
    return {
        "TableName": table,
        "Key": to_item({"issuance_id": standing.issuance_id}),
        "UpdateExpression": f"SET {sets}{closing}",
        "ConditionExpression": "#state = :before AND #head = :seen",
        # Every name through a placeholder: DynamoDB reserves words such as `size`.
        "ExpressionAttributeNames": {"#chain": "chain"} | {f"#{name}": name for name in values},
        "ExpressionAttributeValues": to_item(
            {":before": str(standing.state), ":seen": standing.head, ":entry": [text]}
            | {f":{name}": value for name, value in values.items()}
        ),
    }


def head_after(request: Mapping[str, Any]) -> str:
    """Return the digest of the audit entry that a transition's request appends."""
    head: str = request["ExpressionAttributeValues"][":head"]["S"]
    return head


def ended_period(issuance_id: str, period: int) -> str:
    """Return the index partition of an issuance that ended in a period; several a period, so that none is hot."""
    return ended_partition(period, sum(issuance_id.encode()) % ENDED_SHARDS)


def ended_partition(period: int, shard: int) -> str:
    """Return one of a period's index partitions."""
    return f"{period}#{shard}"
