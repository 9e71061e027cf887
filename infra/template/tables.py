"""The DynamoDB tables."""

from typing import Any, Final

from infra.template.intrinsics import Json, arn

OPEN_BY_EXPIRY: Final = "open-by-expiry"
"""Ledger index of unfinished issuances; sparse, because only those carry `open_shard`."""

PURGE_AT: Final = "purge_at"
"""Attribute (Unix seconds) after which DynamoDB may drop a row; only a backstop, expiry is checked at every use."""


def _table(key: str, attributes: Json | None = None, **properties: Any) -> Json:
    definitions = {key: "S", **(attributes or {})}
    return {
        "Type": "AWS::DynamoDB::Table",
        "DeletionPolicy": "Delete",
        "UpdateReplacePolicy": "Delete",
        "Properties": {
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": n, "AttributeType": t} for n, t in definitions.items()],
            "KeySchema": [{"AttributeName": key, "KeyType": "HASH"}],
            **properties,
        },
    }


def _lasting(key: str, attributes: Json | None = None, **properties: Any) -> Json:
    table = _table(key, attributes, DeletionProtectionEnabled=True, **properties)
    return {**table, "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}


def _passing(key: str) -> Json:
    # No stream, no point-in-time recovery, no backup: a restored row would undo a deletion.
    ttl = {"AttributeName": PURGE_AT, "Enabled": True}
    return _table(
        key, TimeToLiveSpecification=ttl, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": False}
    )


def lasting() -> Json:
    """Tables whose rows survive a visit: deletion protection, and they outlive the stack."""
    registers_key = {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": arn("RegistersKey")}
    return {
        "KiosksTable": _lasting("kiosk_id"),
        "MunicipalitiesTable": _lasting("municipality"),
        "CardLinksTable": _lasting("card"),
        "CardLocksTable": _lasting("card"),
        "RegistersTable": _lasting("entry", SSESpecification=registers_key),
        "LedgerTable": _lasting(
            "issuance_id",
            {"open_shard": "S", "expires_at": "N"},
            GlobalSecondaryIndexes=[_open_by_expiry()],
            PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
        ),
    }


def _open_by_expiry() -> Json:
    return {
        "IndexName": OPEN_BY_EXPIRY,
        "KeySchema": [
            {"AttributeName": "open_shard", "KeyType": "HASH"},
            {"AttributeName": "expires_at", "KeyType": "RANGE"},
        ],
        "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["state", "object_key", "municipality"]},
    }


def passing() -> Json:
    """Tables whose rows belong to a visit; nothing keeps a copy of what was deleted."""
    return {
        "ChallengesTable": _passing("challenge_id"),
        "SessionsTable": _passing("token_hash"),
        "EnvelopesTable": _passing("issuance_id"),
    }
