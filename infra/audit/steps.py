"""What an entry of each state may and must tell, and which state may follow which."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

FOLLOWING: dict[str, frozenset[str]] = {
    "": frozenset({"requested"}),
    "requested": frozenset({"sealed", "cancelled", "expired"}),
    "sealed": frozenset({"handed-over", "unconfirmed", "cancelled", "expired"}),
    "handed-over": frozenset({"printed", "misprinted", "unconfirmed"}),
    "printed": frozenset(),
    "misprinted": frozenset(),
    "unconfirmed": frozenset(),
    "cancelled": frozenset(),
    "expired": frozenset(),
}
FINAL = frozenset(state for state, following in FOLLOWING.items() if not following)

Check = Callable[[Any], bool]


def _text(pattern: str) -> Check:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _number(value: Any) -> bool:
    return type(value) is int and value >= 0


def _truth(value: Any) -> bool:
    return isinstance(value, bool)


_ID = _text(r"[A-Za-z0-9_.-]{1,64}")
_CODE = _text(r"[a-z0-9-]{1,40}")
_DIGEST = _text(r"[0-9a-f]{64}")
_PLACE: dict[str, Check] = {
    "issuance_id": _ID,
    "sequence": _number,
    "state": _CODE,
    "at": _number,
    "previous": _text(r"([0-9a-f]{64})?"),
}
_MUST: dict[str, dict[str, Check]] = {
    "requested": {
        "municipality": _text(r"[0-9]{5}"),
        "kiosk_id": _ID,
        "session_id": _ID,
        "certificate_type": _CODE,
        "copies": _number,
        "fee": _number,
        "expires_at": _number,
    },
    "sealed": {
        "fee": _number,
        "pages": _number,
        "size": _number,
        "image_sha256": _DIGEST,
        "subject_is_applicant": _truth,
    },
    "handed-over": {"payment_method": _CODE, "payment_amount": _number},
    "printed": {"pages_printed": _number},
    "misprinted": {"pages_printed": _number},
}
_MAY: dict[str, dict[str, Check]] = {
    "requested": {"replaces": _ID},
    **{state: {"reason": _CODE} for state in FINAL},
}


def wrongs(entry: dict[str, Any]) -> list[str]:
    """Return what is wrong with an entry by itself: unknown and missing names, and values of a wrong form."""
    state = str(entry.get("state"))
    if state not in FOLLOWING or not state:
        return ["has no known state"]
    must = _PLACE | _MUST.get(state, {})
    may = must | _MAY.get(state, {})
    return [
        *(f"tells {name!r}, which is not a fact of '{state}'" for name in sorted(set(entry) - set(may))),
        *(f"does not tell {name!r}" for name in sorted(set(must) - set(entry))),
        *(f"has a malformed {name!r}" for name, value in entry.items() if name in may and not may[name](value)),
    ]
