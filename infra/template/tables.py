"""The DynamoDB tables."""

from typing import Any, Final

from infra.template.intrinsics import Json, arn

OPEN_BY_EXPIRY: Final = "open-by-expiry"
"""Ledger index of unfinished issuances; sparse, because only those carry `open_shard`."""

ENDED_BY_PERIOD: Final = "ended-by-period"
"""Ledger index of finished issuances by the hour of their end, with their audit entries; sparse as well."""

_OF_AN_OPEN_ONE: Final = ("state", "object_key", "municipality", "head", "sequence")

_PERSONS: Final = ("applicant", "subject")
"""Pseudonyms, each with an index `by-...` of what was issued to, and about, whom it names: for the office only."""

_OF_THE_LEDGER: Final = {
    "open_shard": "S",
    "expires_at": "N",
    "ended_period": "S",
    "applicant": "S",
    "subject": "S",
    "requested_at": "N",
}

BY_EXPIRY: Final = "by-expiry"
"""Index of sessions and of envelopes: what the sweep deletes when its time is over, without waiting for DynamoDB's own
expiry."""

PURGE_AT: Final = "purge_at"
"""Attribute (Unix seconds) after which DynamoDB may drop a row; only a backstop, expiry is checked at every use."""


def _table(key: str, attributes: Json | None = None, *, within: str = "", **properties: Any) -> Json:
    keys = [{"AttributeName": key, "KeyType": "HASH"}] if not within else _within(within, key)
    definitions = {**{entry["AttributeName"]: "S" for entry in keys}, **(attributes or {})}
    return {
        "Type": "AWS::DynamoDB::Table",
        "DeletionPolicy": "Delete",
        "UpdateReplacePolicy": "Delete",
        "Properties": {
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": n, "AttributeType": t} for n, t in definitions.items()],
            "KeySchema": keys,
            **properties,
        },
    }


def _within(partition: str, key: str) -> list[dict[str, str]]:
    return [{"AttributeName": partition, "KeyType": "HASH"}, {"AttributeName": key, "KeyType": "RANGE"}]


def _lasting(key: str, attributes: Json | None = None, **properties: Any) -> Json:
    table = _table(key, attributes, DeletionProtectionEnabled=True, **properties)
    return {**table, "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}


def _passing(key: str, attributes: Json | None = None, **properties: Any) -> Json:
    # No stream, no point-in-time recovery, no backup: a restored row would undo a deletion.
    ttl = {"AttributeName": PURGE_AT, "Enabled": True}
    recovery = {"PointInTimeRecoveryEnabled": False}
    return _table(key, attributes, TimeToLiveSpecification=ttl, PointInTimeRecoverySpecification=recovery, **properties)


def lasting() -> Json:
    """Tables whose rows survive a visit: deletion protection, and they outlive the stack."""
    registers_key = {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": arn("RegistersKey")}
    return {
        "KiosksTable": _lasting("kiosk_id"),
        "MunicipalitiesTable": _lasting("municipality"),
        "CardLinksTable": _lasting("card"),
        "CardLocksTable": _lasting("card"),
        "RegistersTable": _lasting("entry", within="books", SSESpecification=registers_key),
        "LedgerTable": _lasting(
            "issuance_id",
            _OF_THE_LEDGER,
            GlobalSecondaryIndexes=[
                _index(OPEN_BY_EXPIRY, _within("open_shard", "expires_at"), *_OF_AN_OPEN_ONE),
                _index(ENDED_BY_PERIOD, _within("ended_period", "issuance_id"), "chain", *_PERSONS),
                *(_index(f"by-{person}", _within(person, "requested_at")) for person in _PERSONS),
            ],
            PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
        ),
        # What was declared void stays void, also after an accident.
        "VoidIssuancesTable": _lasting(
            "issuance_id", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
        ),
    }


def _index(name: str, keys: list[dict[str, str]], *attributes: str) -> Json:
    projection: Json = {"ProjectionType": "INCLUDE", "NonKeyAttributes": list(attributes)}
    return {
        "IndexName": name,
        "KeySchema": keys,
        "Projection": projection if attributes else {"ProjectionType": "KEYS_ONLY"},
    }


def passing() -> Json:
    """Tables whose rows belong to a visit; nothing keeps a copy of what was deleted."""
    return {
        "ChallengesTable": _passing("challenge_id"),
        "SessionsTable": _passing(
            "token_hash",
            {"expiry_shard": "S", "expires_at": "N"},
            GlobalSecondaryIndexes=[_index(BY_EXPIRY, _within("expiry_shard", "expires_at"))],
        ),
        "RateLimitsTable": _passing("bucket"),
        # The index holds keys and a time: `enc` is in one place only.
        "EnvelopesTable": _passing(
            "issuance_id",
            {"expiry_shard": "S", "expires_at": "N"},
            GlobalSecondaryIndexes=[_index(BY_EXPIRY, _within("expiry_shard", "expires_at"))],
        ),
    }
