"""Rate limits: counters of fixed windows, counted in the same transaction as what they limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chalicelib.storage.items import to_item
from chalicelib.storage.sessions import PURGE_MARGIN


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most `most` in each window of `seconds`."""

    most: int
    seconds: int

    def count_request(self, table: str, subject: str, now: int) -> dict[str, Any]:
        """Return the `Update` that counts one more for a subject in the window of `now`, if there is room."""
        window = now // self.seconds
        return {
            "Update": {
                "TableName": table,
                "Key": to_item({"bucket": f"{subject}#{self.seconds}#{window}"}),
                "UpdateExpression": "ADD #count :one SET purge_at = :purge_at",
                "ConditionExpression": "attribute_not_exists(#count) OR #count < :most",
                "ExpressionAttributeNames": {"#count": "count"},
                "ExpressionAttributeValues": to_item(
                    {":one": 1, ":most": self.most, ":purge_at": (window + 1) * self.seconds + PURGE_MARGIN}
                ),
            }
        }

    def seconds_left(self, now: int) -> int:
        """Return how long the window of `now` still lasts."""
        return self.seconds - now % self.seconds


@dataclass(frozen=True, slots=True)
class RateLimits:
    """What is limited."""

    challenges_of_a_kiosk: RateLimit
    attempts_of_a_card: RateLimit
