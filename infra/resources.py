"""Where Kofu keeps things: tables, keys and the image bucket, as one CloudFormation template part.

The deployed stack and the local emulation are both made from `storage_template`, so a rule written here holds in both.
Physical names are left to CloudFormation: nothing can rely on a guessed name, and two stacks never collide.
"""

from typing import Final

from infra.template import tables, vaults
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
    "ImagesBucket": "KOFU_IMAGES_BUCKET",
    "ReceiptKey": "KOFU_RECEIPT_KEY",
    "PageKey": "KOFU_PAGE_KEY",
}
"""Logical name of a resource -> environment variable that carries its physical name (of a key: its ARN)."""


def storage_template() -> Json:
    """The template part with everything that stores: `Resources` and `Outputs`; a fresh copy at each call."""
    resources = {**tables.lasting(), **tables.passing(), **vaults.keys(), **vaults.images()}
    outputs = {name: {"Value": reference(name)} for name in ENVIRONMENT}
    return {"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources, "Outputs": outputs}


def reference(logical: str) -> Json:
    """What a function gets in its environment for a resource: the name, or of a key the ARN."""
    return arn(logical) if logical.endswith("Key") else {"Ref": logical}
