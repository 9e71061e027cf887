"""Which function may do what to which resource: the table from which policies and environments are made."""

from typing import Final, NamedTuple

from infra.template.tables import BY_EXPIRY, ENDED_BY_PERIOD, OPEN_BY_EXPIRY

API_HANDLER: Final = "api_handler"
"""Chalice's own function: an integration nobody mapped ends there, may do nothing, and never runs."""


class Permission(NamedTuple):
    """Allowed actions.

    Attributes:
        actions: IAM actions; never a wildcard.
        on: Logical names of resources, each optionally followed by a path below its ARN (`LedgerTable/index/x`).
        via: The AWS service that must make the call on the function's behalf; any caller when empty.
    """

    actions: tuple[str, ...]
    on: tuple[str, ...]
    via: str = ""


def _dynamodb(*actions: str, on: tuple[str, ...]) -> Permission:
    return Permission(tuple(f"dynamodb:{action}" for action in actions), on)


_EDGE: Final = ("KiosksTable", "MunicipalitiesTable")
_OBJECTS: Final = ("ImagesBucket/*",)

PERMISSIONS: Final[dict[str, tuple[Permission, ...]]] = {
    "authenticate": (
        _dynamodb(
            "BatchGetItem", on=(*_EDGE, "ChallengesTable", "CardLinksTable", "CardLocksTable", "RateLimitsTable")
        ),
        _dynamodb("PutItem", "DeleteItem", on=("ChallengesTable",)),
        _dynamodb("PutItem", on=("SessionsTable",)),
        _dynamodb("UpdateItem", "DeleteItem", on=("CardLocksTable",)),
        _dynamodb("UpdateItem", on=("RateLimitsTable",)),
    ),
    "render": (
        _dynamodb("BatchGetItem", on=(*_EDGE, "SessionsTable", "LedgerTable", "RegistersTable", "CardLinksTable")),
        Permission(("kms:Decrypt",), ("RegistersKey",), via="dynamodb"),
        _dynamodb("PutItem", "UpdateItem", on=("LedgerTable",)),
        _dynamodb("UpdateItem", on=("SessionsTable",)),
        _dynamodb("PutItem", "DeleteItem", on=("EnvelopesTable",)),
        _dynamodb("ConditionCheckItem", on=("MunicipalitiesTable", "RegistersTable", "CardLinksTable")),
        Permission(("s3:PutObject", "s3:DeleteObject"), _OBJECTS),
        Permission(("kms:Sign",), ("PageKey",)),
    ),
    "retrieve": (
        _dynamodb("BatchGetItem", on=(*_EDGE, "SessionsTable", "LedgerTable")),
        Permission(("s3:GetObject", "s3:DeleteObject"), _OBJECTS),
        # Without it S3 answers for a missing object that access is denied, and not that it is not there.
        Permission(("s3:ListBucket",), ("ImagesBucket",)),
        _dynamodb("DeleteItem", on=("EnvelopesTable",)),
        _dynamodb("UpdateItem", on=("LedgerTable",)),
        _dynamodb("DeleteItem", on=("SessionsTable",)),
        Permission(("kms:Sign",), ("ReceiptKey",)),
        Permission(("kms:GetPublicKey",), ("ReceiptKey", "PageKey", "AuditKey", "VoidListKey")),
    ),
    "audit": (
        _dynamodb("Query", on=(f"LedgerTable/index/{ENDED_BY_PERIOD}",)),
        Permission(("s3:GetObject", "s3:PutObject"), ("AuditBucket/*",)),
        Permission(("s3:ListBucket",), ("AuditBucket",)),
        Permission(("kms:Sign",), ("AuditKey",)),
    ),
    "sweep": (
        _dynamodb(
            "Query",
            on=(
                f"LedgerTable/index/{OPEN_BY_EXPIRY}",
                f"SessionsTable/index/{BY_EXPIRY}",
                f"EnvelopesTable/index/{BY_EXPIRY}",
            ),
        ),
        _dynamodb("BatchGetItem", "UpdateItem", on=("LedgerTable",)),
        _dynamodb("DeleteItem", on=("EnvelopesTable", "SessionsTable")),
        Permission(("s3:ListBucket",), ("ImagesBucket",)),
        Permission(("s3:DeleteObject",), _OBJECTS),
    ),
}
"""What the code of each function may do to Kofu's resources. A transaction needs what its single writes need."""

FUNCTIONS: Final = tuple(PERMISSIONS)
