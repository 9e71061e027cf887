"""Where Kofu keeps things: tables, keys and buckets, as one CloudFormation template part.

The deployed stack and the local emulation are both made from `storage_template`, so a rule written here holds in both.
Physical names are left to CloudFormation: nothing can rely on a guessed name, and two stacks never collide.
"""

from typing import Final

from infra.template import parameters, tables, vaults
from infra.template.intrinsics import Json, arn

ENVIRONMENT: Final[dict[str, str]] = {
    "KiosksTable": "KOFU_KIOSKS_TABLE",
    "MunicipalitiesTable": "KOFU_MUNICIPALITIES_TABLE",
    "ChallengesTable": "KOFU_CHALLENGES_TABLE",
    "SessionsTable": "KOFU_SESSIONS_TABLE",
    "CardLinksTable": "KOFU_CARD_LINKS_TABLE",
    "CardLocksTable": "KOFU_CARD_LOCKS_TABLE",
    "RateLimitsTable": "KOFU_RATE_LIMITS_TABLE",
    "RegistersTable": "KOFU_REGISTERS_TABLE",
    "EnvelopesTable": "KOFU_ENVELOPES_TABLE",
    "LedgerTable": "KOFU_LEDGER_TABLE",
    "VoidIssuancesTable": "KOFU_VOID_ISSUANCES_TABLE",
    "ImagesBucket": "KOFU_IMAGES_BUCKET",
    "ReceiptKey": "KOFU_RECEIPT_KEY",
    "PageKey": "KOFU_PAGE_KEY",
    "PseudonymKey": "KOFU_PSEUDONYM_KEY",
    "AuditBucket": "KOFU_AUDIT_BUCKET",
    "AuditKey": "KOFU_AUDIT_KEY",
    "VoidListKey": "KOFU_VOID_LIST_KEY",
}
"""Logical name of a resource -> environment variable that carries its physical name (of a key: its ARN)."""


def storage_template() -> Json:
    """The template part with everything that stores; a fresh copy at each call."""
    resources = {**tables.lasting(), **tables.passing(), **vaults.keys(), **vaults.images(), **vaults.audit()}
    outputs = {name: {"Value": reference(name)} for name in ENVIRONMENT}
    asked = {vaults.RETENTION: parameters.parameters()[vaults.RETENTION]}
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Parameters": asked,
        "Resources": resources,
        "Outputs": outputs,
    }


def reference(logical: str) -> Json:
    """What a function gets in its environment for a resource: the name, or of a key the ARN."""
    return arn(logical) if logical.endswith("Key") else {"Ref": logical}
