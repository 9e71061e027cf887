"""The mistakes that this field has really made, made in our code. Each is a patch that a test applies for itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.protocol import ids
from chalicelib.protocol.errors import AlreadyRetrieved
from chalicelib.render import issuing
from chalicelib.render.image import seal_document
from chalicelib.render.replacement import Replacement
from chalicelib.retrieve.hand_over import HandOver
from chalicelib.retrieve.session_end import SessionEnd
from chalicelib.storage.envelopes import EnvelopeTaker
from chalicelib.storage.issuing import SealRecorder
from chalicelib.storage.items import from_item, to_item
from chalicelib.storage.ledger import Issuance
from chalicelib.sweep import service as sweep
from tests.simulation.city import City
from tests.simulation.wire import UNDISTURBED

Patch = Callable[[pytest.MonkeyPatch, City], None]


def read_then_delete(
    patch: pytest.MonkeyPatch, city: City | None = None, *, between: Callable[[], None] = lambda: None
) -> None:
    """Read the envelope, then delete it: what every one-time link service has had to repair."""
    del city

    def take(self: Any, issuance_id: str, **_: Any) -> bytes:
        where = {"TableName": self._table, "Key": to_item({"issuance_id": issuance_id})}
        found = self._client.get_item(**where, ConsistentRead=True).get("Item")
        if found is None:
            raise AlreadyRetrieved
        between()
        self._client.delete_item(**where)
        return bytes(from_item(found)["enc"])

    patch.setattr(EnvelopeTaker, "take", take)


def ledger_as_log(patch: pytest.MonkeyPatch, city: City | None = None) -> None:
    """Hand over whatever the ledger says about it."""
    del city
    patch.setattr(HandOver, "_record", lambda *_: None)


def late_page_sealed(patch: pytest.MonkeyPatch, city: City) -> None:
    """Yokohama 2023: the time-out ends the wait, not the application; its page comes later, for whoever is there."""
    del city

    def record(self: Any, _standing: Any, envelope: Any, facts: Any, _basis: Any) -> None:
        put = envelope.put_request(self._envelopes)["Put"]
        del put["ConditionExpression"]
        self._client.put_item(**put)
        sealed = {"state": "sealed"} | {name: getattr(facts, name) for name in facts.__dataclass_fields__}
        updates = {name: {"Value": value, "Action": "PUT"} for name, value in to_item(sealed).items()}
        key = to_item({"issuance_id": envelope.issuance_id})
        self._client.update_item(TableName=self._ledger, Key=key, AttributeUpdates=updates)

    patch.setattr(SealRecorder, "record", record)


def lock_only_freed(patch: pytest.MonkeyPatch, city: City) -> None:
    """Yokohama 2023, the other half: the end of a session frees the kiosk and leaves what was made for it."""
    del city
    patch.setattr(SessionEnd, "_issuances", lambda *_: [])


def time_based_name(patch: pytest.MonkeyPatch, city: City) -> None:
    """Kawasaki 2023: what is asked for in the same second has the same name, and the later one overwrites."""

    def name(*_: object) -> str:
        return ids.encode_id(hashlib.sha256(str(city.clock.now).encode()).digest()[:16])

    def record(self: Any, issuance: Any) -> None:
        self._client.put_item(TableName=self._table, Item=to_item(issuance.to_row()))

    late_page_sealed(patch, city)
    patch.setattr(ids, "issuance_id", name)
    patch.setattr("chalicelib.storage.ledger.LedgerWriter.record", record)


def previous_file(patch: pytest.MonkeyPatch, city: City) -> None:
    """Munakata 2023: what lies in the spool is handed out, whoever asked for it."""

    def read(self: Any, _: Any) -> bytes:
        with city.wire.under(UNDISTURBED):
            oldest = min(city.picture().objects.items(), key=lambda found: found[1])
        return bytes(self._reader.get(oldest[0]))

    def take(self: Any, *_: Any, **__: Any) -> bytes:
        lying = map(from_item, self._client.scan(TableName=self._table)["Items"])
        return bytes(min(lying, key=lambda row: row["expires_at"])["enc"])

    patch.setattr(HandOver, "_read", read)
    patch.setattr(EnvelopeTaker, "take", take)


def swapped_second_page(patch: pytest.MonkeyPatch, city: City) -> None:
    """Tokushima 2023: the second sheet is somebody else's."""
    del city
    spool: list[bytes] = []

    def seal(document: Any, session: Any, typeset: Any, **how: Any) -> Any:
        def typeset_from_spool(made: Any, issued_at: int) -> tuple[bytes, ...]:
            first, second = typeset(made, issued_at)
            spool.append(second)
            return first, spool[0]

        return seal_document(document, session, typeset_from_spool, **how)

    patch.setattr(issuing, "seal_document", seal)


def old_page_kept(patch: pytest.MonkeyPatch, city: City) -> None:
    """A replacement that leaves the old envelope where it is."""
    del city
    patch.setattr(Replacement, "replace", lambda *_, **__: 0)


def sweep_without_margin(patch: pytest.MonkeyPatch, city: City) -> None:
    """A sweep that takes every object for an orphan as soon as it is there."""
    del city
    patch.setattr(sweep, "ORPHAN_AGE", -1)


def fee_asked_again(patch: pytest.MonkeyPatch, city: City) -> None:
    """A replacement that is never free."""
    del city
    replace = Replacement.replace

    def charging(*arguments: Any, **how: Any) -> int:
        replace(*arguments, **how)
        return 200

    patch.setattr(Replacement, "replace", charging)


def gate_open(patch: pytest.MonkeyPatch, city: City) -> None:
    """A gate that lets a kiosk ask for another session's issuance, and an envelope that is bound to none."""
    read_then_delete(patch, city)

    def issuance(row: Any, session: Any) -> Any:
        del session
        return Issuance.from_row(row) if row else None

    patch.setattr("chalicelib.edge.gatekeeper.Gatekeeper._issuance", staticmethod(issuance))
