"""The tables, buckets and keys of the template, made by API calls.

Moto has a CloudFormation, too. It ignores time to live, point-in-time recovery, lifecycle, public access block, object
ownership, versioning and object lock, makes every key a symmetric one, and loads a third of AWS before it begins. Here
a property that is not known is an error, and `moto_checks` compares what came out with the template.
"""

import json
import secrets
from collections.abc import Callable
from typing import Any

from infra.template.intrinsics import Json

Clients = Callable[[str], Any]

_KEY = "AWS::KMS::Key"


def provision(client: Clients, template: Json, stack: str, region: str) -> dict[str, str]:
    """Make everything in a template.

    Args:
        client: Makes a client for a service of the emulation, by its boto3 name.
        template: The template; its resources are tables, buckets and keys.
        stack: What the physical names begin with.
        region: Where it is.

    Returns:
        Logical name -> physical name; of a key the ARN, as deployed functions get it.

    Raises:
        ValueError: A resource or property is of a kind that is not known here.
    """
    account = client("sts").get_caller_identity()["Account"]
    names = dict[str, str]()
    # Tables name keys.
    for logical, resource in sorted(template["Resources"].items(), key=lambda found: found[1]["Type"] != _KEY):
        properties = _resolved(resource["Properties"], account, names)
        name = f"{stack}-{logical}-{secrets.token_hex(6)}"
        match resource["Type"]:
            case "AWS::KMS::Key":
                name = _make_key(client("kms"), properties)
            case "AWS::DynamoDB::Table":
                _make_table(client("dynamodb"), name, properties)
            case "AWS::S3::Bucket":
                name = name.lower()
                _make_bucket(client("s3"), name, properties, region)
            case unknown:
                raise ValueError(unknown)
        names[logical] = name
    return names


def _make_key(kms: Any, properties: Json) -> str:
    rotates = properties.pop("EnableKeyRotation", False)
    # How long a deletion waits is said when one is asked for.
    del properties["PendingWindowInDays"]
    policy = json.dumps(properties.pop("KeyPolicy"))
    # Moto does not know what AWS takes for said.
    said = {"KeySpec": "SYMMETRIC_DEFAULT", "KeyUsage": "ENCRYPT_DECRYPT"} | properties
    key = kms.create_key(Policy=policy, **said)["KeyMetadata"]
    if rotates:
        kms.enable_key_rotation(KeyId=key["KeyId"])
    arn: str = key["Arn"]
    return arn


def _make_table(dynamodb: Any, name: str, properties: Json) -> None:
    ttl = properties.pop("TimeToLiveSpecification", None)
    recovery = properties.pop("PointInTimeRecoverySpecification", None)
    if encryption := properties.get("SSESpecification"):
        encryption["Enabled"] = encryption.pop("SSEEnabled")
    dynamodb.create_table(TableName=name, **properties)
    if ttl is not None:
        dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification=ttl)
    if recovery is not None:
        dynamodb.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=recovery)


def _make_bucket(s3: Any, name: str, properties: Json, region: str) -> None:
    s3.create_bucket(
        Bucket=name,
        CreateBucketConfiguration={"LocationConstraint": region},
        ObjectLockEnabledForBucket=properties.pop("ObjectLockEnabled", False),
    )
    for kind, said in properties.items():
        match kind:
            case "PublicAccessBlockConfiguration":
                s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=said)
            case "OwnershipControls":
                s3.put_bucket_ownership_controls(Bucket=name, OwnershipControls=said)
            case "BucketEncryption":
                rules = [encryption_for_api(rule) for rule in said["ServerSideEncryptionConfiguration"]]
                s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": rules})
            case "LifecycleConfiguration":
                rules = [rule_for_api(rule) for rule in said["Rules"]]
                s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": rules})
            case "VersioningConfiguration":
                s3.put_bucket_versioning(Bucket=name, VersioningConfiguration=said)
            case "ObjectLockConfiguration":
                s3.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration=said)
            case _:
                raise ValueError(kind)


def encryption_for_api(rule: Json) -> Json:
    """A bucket's encryption in the spelling of the S3 API."""
    return {"ApplyServerSideEncryptionByDefault": rule["ServerSideEncryptionByDefault"]}


def rule_for_api(rule: Json) -> Json:
    """A lifecycle rule in the spelling of the S3 API, which differs from CloudFormation's and insists on a filter."""
    same = {name: rule[name] for name in ("Status", "AbortIncompleteMultipartUpload")}
    return {**same, "ID": rule["Id"], "Filter": {"Prefix": ""}, "Expiration": {"Days": rule["ExpirationInDays"]}}


def _resolved(value: Any, account: str, names: dict[str, str]) -> Any:
    """`value` with its references to the account and to what has been made replaced by their texts."""
    match value:
        case {"Fn::Sub": str(text)}:
            return text.replace("${AWS::Partition}", "aws").replace("${AWS::AccountId}", account)
        case {"Fn::GetAtt": [str(logical), "Arn"]}:
            return names[logical]
        case dict():
            return {name: _resolved(inner, account, names) for name, inner in value.items()}
        case list():
            return [_resolved(inner, account, names) for inner in value]
    return value
