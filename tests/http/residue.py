"""Looks for personal data in everything that a running emulation has written, but where it belongs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.http.world import World

# Where personal data and PINs belong: the books as handed in, the cards, and the description of both for clients.
_BELONGS = re.compile(r"register\.jsonl|emulator\.json|(card|kiosk)-[0-9]+(-key)?\.pem")
# What holds random bytes, in which four digits would be found by chance.
_RANDOM = {"ChallengesTable", "EnvelopesTable", "objects"}
_SHORTEST = 3
"""Fewer characters than these would be found by chance in random bytes, in one encoding or another."""

# Numbers that may be a PIN's: durations, and the serial numbers of the demonstration cards, which count as PINs do.
_OTHER_NUMBERS = re.compile(rb'"ms":[0-9]+|sim-[0-9]+#[0-9]+#|"serial":"[0-9]+"')
_ENCODINGS = ("utf-8", "utf-16-le", "cp932", "euc_jp", "unicode_escape")

Places = dict[str, bytes]
"""What was written, by where it was found."""


def personal_data(world: World) -> set[str]:
    """Return names, readings, addresses, numbers and birth dates of everybody in the books, as they may be spelt."""
    found: set[str] = set()
    for line in (world.emulated.state / "register.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if entry["kind"] == "household":
            found.add(entry["address"])
        elif entry["kind"] == "resident":
            found.update(_of_resident(entry))
    return {text for text in found if len(text) >= _SHORTEST}


def book_ids(world: World) -> set[str]:
    """Return the ids by which the books know residents and households."""
    lines = (world.emulated.state / "register.jsonl").read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    return {entry[name] for entry in entries for name in ("resident_id", "household_id") if name in entry}


def secrets_of(world: World) -> set[str]:
    """Return the session tokens that were given out, and the part of each that is secret."""
    return {part for token in world.tokens for part in (token, token.partition("-")[2])}


def pins(world: World) -> set[str]:
    """Return the PINs of all cards."""
    return {entry["pin"] for entry in world.emulated.description["cards"]}


def written(world: World) -> Places:
    """Return everything that was written, but the books, the cards, and the description of both."""
    tables = {name for name in world.emulated.description["resources"] if name.endswith("Table")}
    places = {name: b"\n".join(_flat(world.rows(name))) for name in tables - {"RegistersTable"}}
    places["objects"] = b"\n".join(_objects(world))
    places["log"] = world.emulated.log.read_bytes()
    places["error bodies"] = b"\n".join(answer.body for answer in world.answers if answer.status >= 400)
    for path in sorted(world.emulated.state.rglob("*")):
        places[f"name of {path.name}"] = path.name.encode()
        if path.is_file() and not _BELONGS.fullmatch(path.name):
            places[f"content of {path.name}"] = path.read_bytes()
    return places


def traces(places: Mapping[str, bytes], wanted: set[str]) -> set[tuple[str, str]]:
    """Return which of the texts stand where, in any encoding that Japanese text may have."""
    spellings = {text: set(_spellings(text)) for text in wanted}
    return {
        (place, text)
        for place, content in places.items()
        for text, spelt in spellings.items()
        if any(each in content for each in spelt)
    }


def pin_traces(places: Mapping[str, bytes], wanted: set[str]) -> set[tuple[str, str]]:
    """Return which PINs stand where as a number of their own."""
    number = re.compile(rb"(?<![0-9A-Za-z.])(" + "|".join(wanted).encode() + rb")(?![0-9A-Za-z])")
    return {
        (place, found.decode())
        for place, content in places.items()
        if place not in _RANDOM and not place.startswith("name of ")
        for found in number.findall(_OTHER_NUMBERS.sub(b"", content))
    }


def _of_resident(entry: dict[str, Any]) -> Iterator[str]:
    for name in (entry["name"], entry.get("furigana"), (entry.get("former_name") or {}).get("name")):
        if name:
            yield from (name, name.replace("　", ""), re.sub("[\U000e0100-\U000e01ef]", "", name))
    yield from (entry["individual_number"], entry["resident_record_code"])
    yield from (entry["birth_date"], entry["birth_date"].replace("-", ""), entry["birth_date"].replace("-", "/"))


def _spellings(text: str) -> Iterator[bytes]:
    for encoding in _ENCODINGS:
        try:
            yield text.encode(encoding)
        except UnicodeEncodeError:
            continue
    yield json.dumps(text)[1:-1].encode()


def _objects(world: World) -> Iterator[bytes]:
    s3, bucket = world.emulated.aws("s3"), world.emulated.description["resources"]["ImagesBucket"]
    for key in world.objects():
        found = s3.get_object(Bucket=bucket, Key=key)
        yield from (key.encode(), json.dumps(found["Metadata"]).encode(), found["Body"].read())


def _flat(value: object) -> Iterator[bytes]:
    """Yield every text and byte string in rows, attribute names included."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield str(name).encode()
            yield from _flat(inner)
    elif isinstance(value, list | set | frozenset):
        for inner in value:
            yield from _flat(inner)
    else:
        yield value if isinstance(value, bytes) else str(value).encode()
