"""The emulated cloud: what is in it, and that it comes and goes cleanly."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.emulator import moto_checks
from infra.emulator.cloud import REGION, EmulatedCloud
from infra.emulator.provisioning import provision
from infra.resources import ENVIRONMENT, storage_template

KEPT = {"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key"}


def _stored() -> dict[str, Any]:
    template = storage_template()
    return {**template, "Resources": {n: r for n, r in template["Resources"].items() if r["Type"] in KEPT}}


def test_every_resource_of_the_template_is_there(cloud: EmulatedCloud) -> None:
    """All tables, buckets and keys of the deployed template exist under a name of their own."""
    assert set(cloud.resources) == set(_stored()["Resources"])
    assert len(set(cloud.resources.values())) == len(cloud.resources)


def test_the_environment_names_every_resource_by_the_deployed_variables(cloud: EmulatedCloud) -> None:
    """A process with this environment finds each resource under the variable that a deployed function reads."""
    environment = cloud.environment()
    assert {environment[variable] for variable in ENVIRONMENT.values()} <= set(cloud.resources.values())
    assert environment["KOFU_LEDGER_TABLE"] == cloud.resources["LedgerTable"]
    assert environment["AWS_ENDPOINT_URL"] == cloud.endpoint
    assert cloud.endpoint.startswith("http://127.0.0.1:")


def test_rows_of_a_visit_have_a_time_to_live(cloud: EmulatedCloud) -> None:
    """Rows that belong to a visit have one; a Moto that ignored it would be noticed."""
    dynamodb = cloud.client("dynamodb")
    for table in ("ChallengesTable", "SessionsTable", "EnvelopesTable"):
        found = dynamodb.describe_time_to_live(TableName=cloud.resources[table])["TimeToLiveDescription"]
        assert found == {"AttributeName": "purge_at", "TimeToLiveStatus": "ENABLED"}


def test_only_the_ledger_can_be_restored(cloud: EmulatedCloud) -> None:
    """Point-in-time recovery is on for the ledger and off for the envelopes."""
    dynamodb = cloud.client("dynamodb")
    found = {
        table: dynamodb.describe_continuous_backups(TableName=cloud.resources[table])["ContinuousBackupsDescription"]
        for table in ("LedgerTable", "EnvelopesTable")
    }
    status = {name: item["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] for name, item in found.items()}
    assert status == {"LedgerTable": "ENABLED", "EnvelopesTable": "DISABLED"}


def test_the_bucket_is_closed_and_emptied(cloud: EmulatedCloud) -> None:
    """The image bucket has the public access block, a lifecycle of one day, and no versioning."""
    s3, bucket = cloud.client("s3"), cloud.resources["ImagesBucket"]
    block = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    (rule,) = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    assert set(block.values()) == {True}
    assert (rule["Expiration"], rule["Status"]) == ({"Days": 1}, "Enabled")
    assert rule["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 1}
    assert "Status" not in s3.get_bucket_versioning(Bucket=bucket)


def test_nobody_deletes_a_period_of_the_audit(cloud: EmulatedCloud) -> None:
    """What is put into the audit's bucket is locked in compliance mode: even the account cannot delete or shorten."""
    s3, bucket = cloud.client("s3"), cloud.resources["AuditBucket"]
    version = s3.put_object(Bucket=bucket, Key="period", Body=b"signed", ChecksumAlgorithm="SHA256")["VersionId"]
    assert s3.head_object(Bucket=bucket, Key="period")["ObjectLockMode"] == "COMPLIANCE"
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.delete_object(Bucket=bucket, Key="period", VersionId=version, BypassGovernanceRetention=True)
    assert s3.get_object(Bucket=bucket, Key="period", VersionId=version)["Body"].read() == b"signed"


def test_receipts_are_signed_with_p256(cloud: EmulatedCloud) -> None:
    """The receipt key is of the deployed kind and signs."""
    kms = cloud.client("kms")
    key = kms.describe_key(KeyId=cloud.environment()["KOFU_RECEIPT_KEY"])["KeyMetadata"]
    assert (key["KeySpec"], key["KeyUsage"]) == ("ECC_NIST_P256", "SIGN_VERIFY")
    assert kms.sign(KeyId=key["KeyId"], Message=b"receipt", SigningAlgorithm="ECDSA_SHA_256")["Signature"]


def test_a_difference_from_the_template_stops_the_start(cloud: EmulatedCloud) -> None:
    """The check at the start names every property that the emulation does not have."""
    template = _stored()
    template["Resources"]["LedgerTable"]["Properties"]["PointInTimeRecoverySpecification"] = {}
    template["Resources"]["ImagesBucket"]["Properties"]["VersioningConfiguration"] = {"Status": "Enabled"}
    template["Resources"]["AuditBucket"]["Properties"]["ObjectLockConfiguration"] = None
    template["Resources"]["RegistersTable"]["Properties"]["SSESpecification"] = {"SSEEnabled": False}
    template["Resources"]["RegistersKey"]["Properties"]["EnableKeyRotation"] = False
    (rule,) = template["Resources"]["AuditBucket"]["Properties"]["BucketEncryption"][
        "ServerSideEncryptionConfiguration"
    ]
    rule["ServerSideEncryptionByDefault"] = {"SSEAlgorithm": "aws:kms"}
    with pytest.raises(moto_checks.EmulationError) as caught:
        moto_checks.verify(cloud.client, template, cloud.resources)
    assert "LedgerTable: point-in-time recovery is True, not False" in str(caught.value)
    assert "ImagesBucket: versioning is None" in str(caught.value)
    assert "AuditBucket: object lock is {" in str(caught.value)
    assert "AuditBucket: encryption is [{'SSEAlgorithm': 'AES256'}]" in str(caught.value)
    assert "RegistersTable: encryption key is 'arn:" in str(caught.value)
    assert "RegistersKey: rotation is True, not False" in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "properties"),
    [("AWS::S3::Bucket", {"WebsiteConfiguration": {}}), ("AWS::SQS::Queue", {})],
)
def test_what_cannot_be_made_stops_the_start(cloud: EmulatedCloud, kind: str, properties: dict[str, Any]) -> None:
    """A kind of resource or a property that the emulation has no way to make is an error, not left out."""
    template = {"Resources": {"New": {"Type": kind, "Properties": properties}}}
    with pytest.raises(ValueError, match=next(iter(properties), kind)):
        provision(cloud.client, template, "kofu", REGION)


def test_there_is_one_cloud_in_a_process(cloud: EmulatedCloud) -> None:
    """A second cloud would share the first one's state, so it is refused, and the first one keeps working."""
    with pytest.raises(RuntimeError, match="already runs"), EmulatedCloud():
        pass
    assert cloud.client("dynamodb").list_tables()["TableNames"]


def test_a_cancelled_transaction_changes_nothing(cloud: EmulatedCloud) -> None:
    """Rows that it would have added, changed and deleted before its condition failed are as they were."""
    dynamodb, table = cloud.client("dynamodb"), cloud.resources["RegistersTable"]
    for number in ("changed", "deleted"):
        dynamodb.put_item(TableName=table, Item=_row(number) | {"list": {"L": [{"S": "before"}]}})
    before = dynamodb.scan(TableName=table)["Items"]
    after = {":after": {"L": [{"S": "after"}]}}
    change = {"UpdateExpression": "SET #list = list_append(#list, :after)", "ExpressionAttributeValues": after}
    items: list[Any] = [
        {"Put": {"Item": _row("added")}},
        {"Update": {"Key": _row("changed"), **change, "ExpressionAttributeNames": {"#list": "list"}}},
        {"Delete": {"Key": _row("deleted")}},
        {"ConditionCheck": {"Key": _row("none"), "ConditionExpression": "attribute_exists(entry)"}},
    ]
    for (asked,) in (item.values() for item in items):
        asked["TableName"] = table
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException):
        dynamodb.transact_write_items(TransactItems=items)
    assert dynamodb.scan(TableName=table)["Items"] == before
    dynamodb.transact_write_items(TransactItems=items[:3])
    names = {item["entry"]["S"]: item.get("list", {}).get("L", []) for item in dynamodb.scan(TableName=table)["Items"]}
    assert {name: len(values) for name, values in names.items() if name != "1"} == {"added": 0, "changed": 2}


def _row(entry: str) -> dict[str, Any]:
    return {"books": {"S": "books"}, "entry": {"S": entry}}
