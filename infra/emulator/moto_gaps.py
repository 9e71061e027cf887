"""What Moto's CloudFormation leaves out, done from the same template by API calls, and checked by describe calls.

Moto creates tables, bucket and keys from the template but ignores time to live, point-in-time recovery, lifecycle,
public access block, object ownership, versioning and object lock, and makes every key a symmetric one. Filling in here
what deployment gets from
the template keeps one source; `verify` fails the start of the emulation when something of it is missing.
"""

import json
from collections.abc import Callable
from typing import Any

from infra.template.intrinsics import Json

Clients = Callable[[str], Any]


def fill(client: Clients, template: Json, physical: dict[str, str]) -> dict[str, str]:
    """Applies what Moto's CloudFormation ignored.

    Args:
        client: Makes a client for a service of the emulation, by its boto3 name.
        template: The template the stack was made from.
        physical: Logical name -> physical name, from the stack.

    Returns:
        Logical name -> physical name; of a key the ARN, as deployed functions get it.
    """
    names = dict(physical)
    account = client("sts").get_caller_identity()["Account"]
    for logical, resource in template["Resources"].items():
        properties = resource["Properties"]
        match resource["Type"]:
            case "AWS::DynamoDB::Table":
                _fill_table(client("dynamodb"), names[logical], properties)
            case "AWS::S3::Bucket":
                _fill_bucket(client("s3"), names[logical], properties)
            case "AWS::KMS::Key":
                names[logical] = _fill_key(client("kms"), names[logical], properties, account)
    return names


def _fill_table(dynamodb: Any, name: str, properties: Json) -> None:
    ttl = properties.get("TimeToLiveSpecification")
    if ttl is not None:
        dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification=ttl)
    recovery = properties.get("PointInTimeRecoverySpecification")
    if recovery is not None:
        dynamodb.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=recovery)


def _fill_bucket(s3: Any, name: str, properties: Json) -> None:
    access = properties["PublicAccessBlockConfiguration"]
    s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=access)
    s3.put_bucket_ownership_controls(Bucket=name, OwnershipControls=properties["OwnershipControls"])
    if "LifecycleConfiguration" in properties:
        rules = [rule_for_api(rule) for rule in properties["LifecycleConfiguration"]["Rules"]]
        s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": rules})
    if "VersioningConfiguration" in properties:
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration=properties["VersioningConfiguration"])
    if "ObjectLockConfiguration" in properties:
        lock = properties["ObjectLockConfiguration"]
        s3.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration=lock)


def rule_for_api(rule: Json) -> Json:
    """A lifecycle rule in the spelling of the S3 API, which differs from CloudFormation's and insists on a filter."""
    same = {name: rule[name] for name in ("Status", "AbortIncompleteMultipartUpload")}
    return {**same, "ID": rule["Id"], "Filter": {"Prefix": ""}, "Expiration": {"Days": rule["ExpirationInDays"]}}


def _fill_key(kms: Any, name: str, properties: Json, account: str) -> str:
    # Moto keeps the policy as an object and then cannot read it, so the text of it comes before any other call.
    policy = json.dumps(_resolved(properties["KeyPolicy"], account))
    kms.put_key_policy(KeyId=name, PolicyName="default", Policy=policy)
    key = kms.describe_key(KeyId=name)["KeyMetadata"]
    if key["KeySpec"] != properties.get("KeySpec", "SYMMETRIC_DEFAULT"):
        # A key's kind cannot be changed: Moto's symmetric one gives way to one of the right kind.
        kms.schedule_key_deletion(KeyId=name, PendingWindowInDays=properties["PendingWindowInDays"])
        wanted = {name: properties[name] for name in ("KeySpec", "KeyUsage", "Description")}
        key = kms.create_key(**wanted, Policy=policy)["KeyMetadata"]
    arn: str = key["Arn"]
    return arn


def _resolved(value: Any, account: str) -> Any:
    """`value` with every `Fn::Sub` of pseudo parameters replaced by its text."""
    match value:
        case {"Fn::Sub": str(text)}:
            return text.replace("${AWS::Partition}", "aws").replace("${AWS::AccountId}", account)
        case dict():
            return {name: _resolved(inner, account) for name, inner in value.items()}
        case list():
            return [_resolved(inner, account) for inner in value]
    return value
