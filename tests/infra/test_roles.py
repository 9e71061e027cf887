"""The policies, enforced: what each function's role can and cannot do on the emulated cloud."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto.core.authorization import enable_iam_authentication

from infra import permissions
from infra.emulator.cloud import EmulatedCloud
from tests.infra import roles

Names = dict[str, str]
Call = tuple[str, Callable[[Any, Names], object]]

ROW = {"issuance_id": {"S": "i"}}
CALLS: dict[str, Call] = {
    "dynamodb:BatchGetItem": (
        "dynamodb",
        lambda client, names: client.batch_get_item(RequestItems={names["LedgerTable"]: {"Keys": [ROW]}}),
    ),
    "dynamodb:GetItem": (
        "dynamodb",
        lambda client, names: client.get_item(
            TableName=names["RegistersTable"], Key={"books": {"S": "b"}, "entry": {"S": "e"}}
        ),
    ),
    "dynamodb:PutItem": (
        "dynamodb",
        lambda client, names: client.put_item(TableName=names["EnvelopesTable"], Item=ROW),
    ),
    "dynamodb:UpdateItem": (
        "dynamodb",
        lambda client, names: client.update_item(
            TableName=names["LedgerTable"],
            Key=ROW,
            UpdateExpression="SET object_key = :key",
            ExpressionAttributeValues={":key": {"S": "k"}},
        ),
    ),
    "dynamodb:DeleteItem": (
        "dynamodb",
        lambda client, names: client.delete_item(TableName=names["EnvelopesTable"], Key=ROW),
    ),
    "dynamodb:Query": (
        "dynamodb",
        lambda client, names: client.query(
            TableName=names["LedgerTable"],
            IndexName="open-by-expiry",
            KeyConditionExpression="open_shard = :shard",
            ExpressionAttributeValues={":shard": {"S": "0"}},
        ),
    ),
    "dynamodb:Scan": ("dynamodb", lambda client, names: client.scan(TableName=names["LedgerTable"])),
    "dynamodb:CreateBackup": (
        "dynamodb",
        lambda client, names: client.create_backup(TableName=names["EnvelopesTable"], BackupName="backup"),
    ),
    "s3:PutObject": (
        "s3",
        lambda client, names: client.put_object(Bucket=names["ImagesBucket"], Key="image", Body=b"sealed"),
    ),
    "s3:GetObject": ("s3", lambda client, names: client.get_object(Bucket=names["ImagesBucket"], Key="image")),
    "s3:DeleteObject": ("s3", lambda client, names: client.delete_object(Bucket=names["ImagesBucket"], Key="other")),
    "s3:ListBucket": ("s3", lambda client, names: client.list_objects_v2(Bucket=names["ImagesBucket"])),
    "s3:PutBucketVersioning": (
        "s3",
        lambda client, names: client.put_bucket_versioning(
            Bucket=names["ImagesBucket"], VersioningConfiguration={"Status": "Enabled"}
        ),
    ),
    "kms:Sign": (
        "kms",
        lambda client, names: client.sign(
            KeyId=names["ReceiptKey"], Message=b"receipt", SigningAlgorithm="ECDSA_SHA_256"
        ),
    ),
    "kms:GetPublicKey": ("kms", lambda client, names: client.get_public_key(KeyId=names["ReceiptKey"])),
    "kms:ScheduleKeyDeletion": (
        "kms",
        lambda client, names: client.schedule_key_deletion(KeyId=names["ReceiptKey"], PendingWindowInDays=7),
    ),
}
Clients = dict[str, Callable[[str], Any]]


@pytest.fixture(scope="module")
def acting(cloud: EmulatedCloud) -> Iterator[Clients]:
    """Function -> maker of clients that act in its role; permissions are enforced while the tests run."""
    cloud.client("s3").put_object(Bucket=cloud.resources["ImagesBucket"], Key="image", Body=b"sealed")
    made = {function: roles.clients(cloud, function) for function in (*permissions.FUNCTIONS, permissions.API_HANDLER)}
    with enable_iam_authentication():
        yield made


def _allowed(function: str) -> set[str]:
    """The actions of a function; of those on buckets the ones on the image bucket, which the calls are about."""
    return {
        action
        for permission in permissions.PERMISSIONS.get(function, ())
        for action in permission.actions
        if not action.startswith("s3:") or permission.on[0].startswith("ImagesBucket")
    }


@pytest.mark.parametrize("action", CALLS)
@pytest.mark.parametrize("function", [*permissions.FUNCTIONS, permissions.API_HANDLER])
def test_a_role_can_do_what_it_may_and_nothing_else(
    cloud: EmulatedCloud, acting: Clients, function: str, action: str
) -> None:
    """A call succeeds in a role whose function has that permission, and is denied in every other role."""
    service, call = CALLS[action]
    client = acting[function](service)
    if action in _allowed(function):
        call(client, cloud.resources)
    else:
        with pytest.raises(ClientError, match="AccessDenied"):
            call(client, cloud.resources)


def test_the_audit_adds_and_takes_nothing_away(cloud: EmulatedCloud, acting: Clients) -> None:
    """Its role puts and reads periods; it deletes none, changes no retention, and no other role reaches them."""
    s3, bucket = acting["audit"]("s3"), cloud.resources["AuditBucket"]
    version = s3.put_object(Bucket=bucket, Key="period", Body=b"", ChecksumAlgorithm="SHA256")["VersionId"]
    assert s3.get_object(Bucket=bucket, Key="period")["Body"].read() == b""
    denied: list[Callable[[], object]] = [
        lambda: s3.delete_object(Bucket=bucket, Key="period"),
        lambda: s3.delete_object(Bucket=bucket, Key="period", VersionId=version, BypassGovernanceRetention=True),
        lambda: s3.put_object_lock_configuration(Bucket=bucket),
        *(
            lambda function=function: acting[function]("s3").get_object(Bucket=bucket, Key="period")
            for function in permissions.FUNCTIONS
            if function != "audit"
        ),
    ]
    for call in denied:
        with pytest.raises(ClientError, match="AccessDenied"):
            call()


def test_a_role_reaches_no_other_bucket(cloud: EmulatedCloud, acting: Clients) -> None:
    """The permission to read images is one for the image bucket and not for any bucket."""
    with pytest.raises(ClientError, match="AccessDenied"):
        acting["retrieve"]("s3").get_object(Bucket=f"{cloud.resources['ImagesBucket']}-other", Key="image")
