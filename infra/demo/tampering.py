"""What somebody might do to an exported audit, clumsily and well: each does it to a directory of periods."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from chalicelib.protocol import audit_entries, audit_periods, es256
from chalicelib.protocol.audit_periods import Chain

Edit = Callable[[list[list[str]]], list[list[str]]]
"""Takes the chains of a period and returns what is to be there instead."""


@dataclass(frozen=True)
class Tampering:
    """One thing to do; `what` is shown."""

    what: str
    apply: Callable[[Path], None]


def busiest(directory: Path) -> Path:
    """Return the period with the most chains."""
    return max(sorted(directory.iterdir()), key=lambda path: len(path.read_text().splitlines()))


def _editing(what: str, edit: Edit) -> Tampering:
    def apply(directory: Path) -> None:
        path = busiest(directory)
        jws, chains = _read(path)
        _write(path, jws, edit([list(chain) for chain in chains]))

    return Tampering(what, apply)


def _read(path: Path) -> tuple[str, list[Chain]]:
    return audit_periods.unpack(path.read_bytes())


def _write(path: Path, jws: str, chains: list[list[str]]) -> None:
    path.write_bytes(audit_periods.pack(jws, chains))


def _changed(text: str, **facts: Any) -> str:
    return json.dumps(json.loads(text) | facts, sort_keys=True, separators=(",", ":"))


def _relinked(chain: list[str], **facts: Any) -> list[str]:
    """Change facts of the first entry and make the chain whole again, as one would who knows the format."""
    made: list[str] = []
    previous = ""
    for number, text in enumerate(chain):
        own = facts if number == 0 else {name: facts[name] for name in facts if name == "issuance_id"}
        made.append(_changed(text, previous=previous, sequence=number, **own))
        previous = audit_entries.digest(made[-1])
    return made


def _longest(chains: list[list[str]]) -> int:
    return max(range(len(chains)), key=lambda place: len(chains[place]))


def _with(chains: list[list[str]], edit: Callable[[list[str]], list[str]]) -> list[list[str]]:
    place = _longest(chains)
    return [edit(chain) if number == place else chain for number, chain in enumerate(chains)]


def _forged(chains: list[list[str]]) -> list[list[str]]:
    chain = _relinked(chains[_longest(chains)], issuance_id="0" * 26)
    return sorted([*chains, chain], key=lambda each: str(json.loads(each[0])["issuance_id"]))


def _drop(directory: Path, place: int) -> None:
    sorted(directory.iterdir())[place].unlink()


def _move(directory: Path) -> None:
    path = busiest(directory)
    jws, chains = _read(path)
    other = next(each for each in sorted(directory.iterdir()) if each != path)
    _write(path, jws, [list(chain) for chain in chains[1:]])
    other_jws, there = _read(other)
    _write(other, other_jws, [*(list(chain) for chain in there), list(chains[0])])


def _resign(directory: Path) -> None:
    """State something else about the period, with a key of one's own under the name of the right one."""
    path = busiest(directory)
    jws, chains = _read(path)
    head, body, _ = jws.split(".")
    claims = json.loads(es256.unb64url(body))
    kept = chains[1:]
    made = audit_periods.statement(
        audit_periods.period_named(path.name), kept, previous=claims["previous"], now=claims["iat"]
    )
    key_id = json.loads(es256.unb64url(head))["kid"]
    signed = audit_periods.signing_input(made, key_id)
    signature = es256.sign(ec.generate_private_key(ec.SECP256R1()), signed)
    _write(path, f"{signed.decode()}.{es256.b64url(signature)}", [list(chain) for chain in kept])


def _swap_periods(directory: Path) -> None:
    one, other = sorted(directory.iterdir())[-2:]
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)


TAMPERINGS: tuple[Tampering, ...] = (
    _editing("an issuance is removed", lambda chains: chains[1:]),
    _editing("an issuance is added, well linked", _forged),
    _editing("an issuance is there twice", lambda chains: [chains[0], *chains]),
    _editing("two issuances change places", lambda chains: [chains[1], chains[0], *chains[2:]]),
    _editing("an entry in the middle is removed", lambda chains: _with(chains, lambda c: [c[0], *c[2:]])),
    _editing("the last entry is removed", lambda chains: _with(chains, lambda c: c[:-1])),
    _editing("two entries change places", lambda chains: _with(chains, lambda c: [c[0], c[2], c[1], *c[3:]])),
    _editing("an entry is added", lambda chains: _with(chains, lambda c: [*c, c[-1]])),
    _editing("the kiosk is changed", lambda c: _with(c, lambda chain: [_changed(chain[0], kiosk_id="x"), *chain[1:]])),
    _editing("the kiosk is changed, all links renewed", lambda c: _with(c, lambda ch: _relinked(ch, kiosk_id="x"))),
    _editing("a fact is added", lambda c: _with(c, lambda chain: [*chain[:-1], _changed(chain[-1], name="x")])),
    Tampering("an issuance is moved to another hour", _move),
    Tampering("an hour is removed", lambda directory: _drop(directory, 1)),
    Tampering("the last hour is removed", lambda directory: _drop(directory, -1)),
    Tampering("two hours change places", _swap_periods),
    Tampering("an hour is stated anew, signed with another key", _resign),
    Tampering("a file is added", lambda directory: _write(directory / "2000-01-01T00Z.new", "", [])),
)
