"""msgspec's knowledge of types, had before there are threads.

It learns a type when it first decodes one. Two threads that do so in the same instant end the process with a
segmentation fault: one of them reads what the other has not finished (seen with 0.22.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import msgspec


def learn_types() -> None:
    """Have msgspec learn every `Struct` that is defined by now."""
    for each in _below(msgspec.Struct):
        # One that is only ever encoded may have members that cannot be decoded.
        with suppress(TypeError, NameError):
            msgspec.json.Decoder(each)


def _below(base: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    for each in base.__subclasses__():
        yield each
        yield from _below(each)
