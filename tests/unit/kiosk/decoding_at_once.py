"""Decodes types that were never decoded before, each in many threads at once."""

from __future__ import annotations

import sys
import threading
from typing import Any

import msgspec

from kiosk.known_types import learn_types

_TYPES, _THREADS = 100, 16
_BODY = b'{"payment":{"method":"cash","amount":3},"copies":1,"replaces":"x","pages":["y"]}'


def _message(number: int) -> Any:
    payment: Any = msgspec.defstruct(f"Payment{number}", [("method", str), ("amount", int, 0)])
    members: list[Any] = [
        ("payment", payment),
        ("copies", int, 0),
        ("replaces", str | None, None),
        ("pages", list[str], []),
    ]
    return msgspec.defstruct(f"Message{number}", members)


def _decode_at_once(message: Any) -> None:
    together = threading.Barrier(_THREADS)

    def decode() -> None:
        together.wait()
        msgspec.json.decode(_BODY, type=message)

    threads = [threading.Thread(target=decode) for _ in range(_THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    sys.setswitchinterval(1e-6)
    messages = [_message(number) for number in range(_TYPES)]
    learn_types()
    for each in messages:
        _decode_at_once(each)
