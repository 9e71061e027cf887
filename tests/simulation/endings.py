"""How a meeting has ended, but for what is drawn: from the same ending on, everything goes the same way.

What is drawn is what images are sealed with, and so their digests and those of the audit's entries, and the second half
of an object's name.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import fields, replace

from chalicelib.storage.ledger import Issuance
from tests.simulation.city import Picture
from tests.simulation.kiosk import Kiosk


def ending(picture: Picture, kiosks: Sequence[Kiosk]) -> Hashable:
    """Return what is stored and what the kiosks hold, each thing by its name."""
    named = {row.object_key for row in picture.ledger.values()}
    objects = [(key.partition("/")[0], key in named, written) for key, written in picture.objects.items()]
    rows = [
        tuple(sorted((name, repr(value)) for name, value in row.items() if name != "enc"))
        for table in (picture.envelopes, picture.sessions)
        for row in table.values()
    ]
    ledger = [_facts(row, picture) for row in picture.ledger.values()]
    held = [
        (kiosk.token, tuple(kiosk.tried), tuple(kiosk.papers), tuple(name for name, _ in kiosk.released))
        for kiosk in kiosks
    ]
    return tuple(sorted(objects)), tuple(sorted(rows)), tuple(sorted(ledger)), tuple(held)


def _facts(row: Issuance, picture: Picture) -> tuple[str, ...]:
    known = replace(row, head="", image_sha256=None, object_key=str(row.object_key in picture.objects))
    return tuple(repr(getattr(known, field.name)) for field in fields(known))
