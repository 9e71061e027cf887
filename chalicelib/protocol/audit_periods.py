"""A period of the audit as it is stored and exported: a signed statement, then the chains that ended in the period.

    line 1       the statement, a JWS (ES256)
    each other   one chain: its entries in order, between them a tab; chains in the order of their issuance ids

The statement names the digest of the statement before, so that no period can be left out, and the root of the hash
tree over the heads of the chains. A head is the digest of a chain's last entry, and stands for the whole chain.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence

import msgspec

from chalicelib.protocol import audit_entries, jws, merkle
from chalicelib.protocol.audit_entries import PERIOD

_TYPE = "kofu-audit-period+jwt"
_DOMAIN = b"kofu/audit-statement/v1\0"
_NAME = "%Y-%m-%dT%HZ"
ISSUER = "urn:kofu:audit"

Chain = Sequence[str]
"""The texts of an issuance's entries, the first one first."""


class Statement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The claims about a period: when it was (Unix seconds, the end not included), and what ended in it.

    Attributes:
        iat: When it was gathered.
        chains: How many there are.
        root: Of the hash tree, in hexadecimal.
        previous: Digest of the statement of the period before; empty in the first one.
    """

    iss: str
    iat: int
    period: str
    starts_at: int
    ends_at: int
    chains: int
    root: str
    previous: str


def name_of(period: int) -> str:
    """Return the name of a period: the hour in UTC with which it begins. Names sort as the periods do."""
    return dt.datetime.fromtimestamp(period * PERIOD, dt.UTC).strftime(_NAME)


def period_named(name: str) -> int:
    """Return the number of the period with this name.

    Raises:
        ValueError: It is no such name.
    """
    return int(dt.datetime.strptime(name, _NAME).replace(tzinfo=dt.UTC).timestamp()) // PERIOD


def statement(period: int, chains: Sequence[Chain], *, previous: str, now: int) -> Statement:
    """State what ended in a period."""
    heads = (bytes.fromhex(audit_entries.digest(chain[-1])) for chain in chains)
    return Statement(
        iss=ISSUER,
        iat=now,
        period=name_of(period),
        starts_at=period * PERIOD,
        ends_at=(period + 1) * PERIOD,
        chains=len(chains),
        root=merkle.root(heads).hex(),
        previous=previous,
    )


def signing_input(made: Statement, key_id: str) -> bytes:
    """Return the bytes that ES256 signs."""
    return jws.signing_input(made, key_id=key_id, kind=_TYPE)


def statement_digest(signed: str) -> str:
    """Return the digest of a signed statement by which the next one names it, in hexadecimal."""
    return hashlib.sha256(_DOMAIN + signed.encode("ascii")).hexdigest()


def pack(signed: str, chains: Iterable[Chain]) -> bytes:
    """Return a period as it is stored."""
    lines = [signed, *("\t".join(chain) for chain in chains)]
    return "".join(f"{line}\n" for line in lines).encode("ascii")


def unpack(stored: bytes) -> tuple[str, list[Chain]]:
    """Return the signed statement and the chains of a stored period, unchecked."""
    signed, *lines = stored.decode("ascii").splitlines()
    return signed, [line.split("\t") for line in lines]
