"""The port to the network: one exchange with the authority's server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from chalicelib.authenticate.trust_anchors import Authority

_PLACEHOLDER = "{generation}"


@dataclass(frozen=True, slots=True)
class Exchange:
    """What to ask: GET without a body, POST with one of type `sends`; what to take: type `accepts`, `limit` bytes."""

    url: str
    accepts: str
    limit: int
    body: bytes | None = None
    sends: str | None = None


class Fetch(Protocol):
    """Makes an exchange."""

    def __call__(self, exchange: Exchange, /) -> bytes:
        """Return the body of a 200 answer.

        Raises:
            Doubt: `UNREACHABLE`, `TOO_SLOW`, `HTTP_STATUS`, `CONTENT_TYPE` or `TOO_LARGE`.
        """


@dataclass(frozen=True, slots=True)
class Address:
    """An http or https URL, in which `{generation}` stands for the generation's name. Its messages are signed."""

    template: str

    def __post_init__(self) -> None:
        """Check it.

        Raises:
            ValueError: Not an absolute http(s) URL, or with credentials, fragment or another placeholder.
        """
        sample = self.template.replace(_PLACEHOLDER, "x")
        parts = urlsplit(sample)
        plain = parts.username is None and not parts.fragment and not set(sample) & set("{} \t\r\n")
        if parts.scheme not in {"http", "https"} or not parts.hostname or not plain:
            raise ValueError("not an address of a revocation service")

    def of(self, authority: Authority) -> str:
        """Return the address for a generation, whose name the pinned bundle restricts to letters, digits, `_`, `-`."""
        return self.template.replace(_PLACEHOLDER, authority.generation)
