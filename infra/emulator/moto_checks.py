"""Whether the emulated resources really are what the template says, asked by describe calls.

Without this, a Moto that forgets a property would make every test of that property pass for nothing.
"""

from collections.abc import Iterable
from typing import Any

from botocore.exceptions import ClientError

from infra.emulator.provisioning import Clients, encryption_for_api, rule_for_api
from infra.template.intrinsics import Json

Comparison = tuple[str, Any, Any]
"""What is compared, what was found, what the template wants."""


class EmulationError(RuntimeError):
    """The emulated resources are not what the template says."""


def verify(client: Clients, template: Json, names: dict[str, str]) -> None:
    """Compares every resource with its properties in the template.

    Args:
        client: Makes a client for a service of the emulation, by its boto3 name.
        template: The template the stack was made from.
        names: Logical name -> physical name, or of a key the ARN.

    Raises:
        EmulationError: Something differs; the message lists all of it.
    """
    wrong = [
        f"{logical}: {what} is {found!r}, not {wanted!r}"
        for logical, resource in template["Resources"].items()
        for what, found, wanted in _compare(client, resource, names[logical], names)
        if found != wanted
    ]
    if wrong:
        raise EmulationError("; ".join(wrong))


def _compare(client: Clients, resource: Json, name: str, names: dict[str, str]) -> list[Comparison]:
    properties = resource["Properties"]
    match resource["Type"]:
        case "AWS::DynamoDB::Table":
            return _compare_table(client("dynamodb"), name, properties, names)
        case "AWS::S3::Bucket":
            return _compare_bucket(client("s3"), name, properties)
        case "AWS::KMS::Key":
            return _compare_key(client("kms"), name, properties)
    return []


def _compare_table(dynamodb: Any, name: str, properties: Json, names: dict[str, str]) -> list[Comparison]:
    table = dynamodb.describe_table(TableName=name)["Table"]
    ttl = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    backups = dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    recovery = backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"
    indexes = [(index["IndexName"], index["KeySchema"]) for index in table.get("GlobalSecondaryIndexes", [])]
    wanted_indexes = [(i["IndexName"], i["KeySchema"]) for i in properties.get("GlobalSecondaryIndexes", [])]
    wanted_recovery = properties.get("PointInTimeRecoverySpecification", {}).get("PointInTimeRecoveryEnabled", False)
    return [
        ("key", table["KeySchema"], properties["KeySchema"]),
        ("indexes", indexes, wanted_indexes),
        ("stream", table.get("LatestStreamArn"), properties.get("StreamSpecification")),
        ("deletion protection", table["DeletionProtectionEnabled"], properties.get("DeletionProtectionEnabled", False)),
        ("time to live", ttl.get("AttributeName"), properties.get("TimeToLiveSpecification", {}).get("AttributeName")),
        ("point-in-time recovery", recovery, wanted_recovery),
        ("encryption key", table.get("SSEDescription", {}).get("KMSMasterKeyArn"), _key_of(properties, names)),
    ]


def _key_of(properties: Json, names: dict[str, str]) -> str | None:
    match properties.get("SSESpecification"):
        case {"SSEEnabled": True, "KMSMasterKeyId": {"Fn::GetAtt": [str(logical), "Arn"]}}:
            return names[logical]
    return None


def _compare_bucket(s3: Any, name: str, properties: Json) -> list[Comparison]:
    access = s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
    wanted_rules = [rule_for_api(rule) for rule in properties.get("LifecycleConfiguration", {}).get("Rules", ())]
    rules = s3.get_bucket_lifecycle_configuration(Bucket=name)["Rules"] if wanted_rules else []
    owner = s3.get_bucket_ownership_controls(Bucket=name)["OwnershipControls"]
    versions = s3.get_bucket_versioning(Bucket=name).get("Status")
    encryption = s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"]
    wanted_encryption = properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    return [
        ("public access block", access, properties["PublicAccessBlockConfiguration"]),
        ("lifecycle", rules, wanted_rules),
        ("encryption", _defaults(encryption), _defaults(map(encryption_for_api, wanted_encryption))),
        ("ownership", owner, properties["OwnershipControls"]),
        ("versioning", versions, properties.get("VersioningConfiguration", {}).get("Status")),
        ("object lock", _object_lock(s3, name), properties.get("ObjectLockConfiguration")),
    ]


def _defaults(rules: Iterable[Json]) -> list[Json]:
    # Moto also tells that there is no bucket key, which the template leaves open.
    return [rule["ApplyServerSideEncryptionByDefault"] for rule in rules]


def _object_lock(s3: Any, name: str) -> Json | None:
    try:
        found: Json = s3.get_object_lock_configuration(Bucket=name)["ObjectLockConfiguration"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ObjectLockConfigurationNotFoundError":
            raise
        return None
    # Moto tells both units of the retention, the one that is not set as 0; S3 tells the one that is.
    retention = found["Rule"]["DefaultRetention"]
    found["Rule"]["DefaultRetention"] = {name: value for name, value in retention.items() if value != 0}
    return found


def _compare_key(kms: Any, name: str, properties: Json) -> list[Comparison]:
    key = kms.describe_key(KeyId=name)["KeyMetadata"]
    return [
        ("kind", key["KeySpec"], properties.get("KeySpec", "SYMMETRIC_DEFAULT")),
        ("usage", key["KeyUsage"], properties.get("KeyUsage", "ENCRYPT_DECRYPT")),
        ("state", key["KeyState"], "Enabled"),
        ("rotation", _rotates(kms, name), properties.get("EnableKeyRotation", False)),
    ]


def _rotates(kms: Any, name: str) -> bool:
    rotates: bool = kms.get_key_rotation_status(KeyId=name)["KeyRotationEnabled"]
    return rotates
