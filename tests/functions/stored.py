"""What is stored, looked at past the functions."""

from __future__ import annotations

from typing import Any

from chalicelib.edge.settings import Settings
from chalicelib.protocol.states import IssuanceState
from chalicelib.storage import clients
from chalicelib.storage.items import Row, from_item, to_item
from chalicelib.storage.ledger import Issuance


class Stored:
    """Reads and, where a test must, changes rows and objects."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._bucket = settings.images_bucket

    def row(self, table: str, **key: str) -> Row | None:
        """Return a row of a table, named as in the settings, or None."""
        answer = clients.dynamodb().get_item(
            TableName=self._settings.table(table), Key=to_item(key), ConsistentRead=True
        )
        return from_item(answer["Item"]) if "Item" in answer else None

    def challenge(self, challenge_id: str) -> bool:
        """Whether a challenge can still be used."""
        return self.row("CHALLENGES", challenge_id=challenge_id) is not None

    def issuance(self, issuance_id: str) -> Issuance | None:
        """Return an issuance as the ledger has it."""
        row = self.row("LEDGER", issuance_id=issuance_id)
        return Issuance.from_row(row) if row else None

    def required(self, issuance_id: str) -> Issuance:
        """Return an issuance that the ledger has."""
        issuance = self.issuance(issuance_id)
        assert issuance is not None
        return issuance

    def state(self, issuance_id: str) -> str | None:
        """Return the state of an issuance."""
        issuance = self.issuance(issuance_id)
        return str(issuance.state) if issuance else None

    def set_state(self, issuance_id: str, state: IssuanceState) -> None:
        """Change the state of an issuance, whatever it was."""
        clients.dynamodb().update_item(
            TableName=self._settings.table("LEDGER"),
            Key=to_item({"issuance_id": issuance_id}),
            UpdateExpression="SET #state = :state",
            ExpressionAttributeNames={"#state": "state"},
            ExpressionAttributeValues=to_item({":state": str(state)}),
        )

    def close(self, issuance_id: str) -> None:
        """Take an issuance out of the index of open ones."""
        clients.dynamodb().update_item(
            TableName=self._settings.table("LEDGER"),
            Key=to_item({"issuance_id": issuance_id}),
            UpdateExpression="REMOVE open_shard",
        )

    def envelope(self, issuance_id: str) -> bool:
        """Whether the envelope is there."""
        return self.row("ENVELOPES", issuance_id=issuance_id) is not None

    def objects(self, issuance_id: str) -> list[str]:
        """Return the keys of all objects of an issuance."""
        answer = clients.s3().list_objects_v2(Bucket=self._bucket, Prefix=f"{issuance_id}/")
        return [found["Key"] for found in answer.get("Contents", ())]

    def left(self, issuance_id: str) -> tuple[bool, bool, str | None]:
        """Return whether envelope and object are there, and the state."""
        return self.envelope(issuance_id), bool(self.objects(issuance_id)), self.state(issuance_id)

    def put_object(self, key: str, content: bytes = b"x") -> str:
        """Put an object past the functions, over one that is there."""
        clients.s3().put_object(Bucket=self._bucket, Key=key, Body=content)
        return key

    def object(self, key: str) -> bytes:
        """Return an object's content."""
        return clients.s3().get_object(Bucket=self._bucket, Key=key)["Body"].read()

    def put_body(self, books: str, entry: str, body: bytes) -> None:
        """Put the content of a row of the books past the writers."""
        clients.dynamodb().update_item(
            TableName=self._settings.table("REGISTERS"),
            Key=to_item({"books": books, "entry": entry}),
            UpdateExpression="SET body = :body",
            ExpressionAttributeValues=to_item({":body": body}),
        )

    def everything(self, table: str) -> list[Row]:
        """Return all rows of a table."""
        pages = clients.dynamodb().get_paginator("scan").paginate(TableName=self._settings.table(table))
        return [from_item(item) for page in pages for item in page["Items"]]

    def forget(self) -> None:
        """Delete all sessions, issuances, envelopes and objects, so that a sweep finds only what a test has made."""
        for table, name in (("LEDGER", "issuance_id"), ("ENVELOPES", "issuance_id"), ("SESSIONS", "token_hash")):
            for row in self.everything(table):
                key: Any = to_item({name: row[name]})
                clients.dynamodb().delete_item(TableName=self._settings.table(table), Key=key)
        for page in clients.s3().get_paginator("list_objects_v2").paginate(Bucket=self._bucket):
            for found in page.get("Contents", ()):
                clients.s3().delete_object(Bucket=self._bucket, Key=found["Key"])
