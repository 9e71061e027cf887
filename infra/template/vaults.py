"""The keys and the buckets."""

from typing import Final

from infra.template.intrinsics import Json, arn

RETENTION: Final = "AuditRetentionDays"
"""Parameter: for how many days a period of the audit cannot be deleted."""


def keys() -> Json:
    """The KMS keys: one encrypts the registers at rest, the others sign, each for one purpose."""
    registers = {"Description": "Encrypts the registers at rest", "EnableKeyRotation": True}
    return {
        "RegistersKey": _key(registers),
        # Only the office uses it: no function has a permission on it.
        "PseudonymKey": _key(
            {
                "Description": "Makes the pseudonyms by which the ledger names residents",
                "KeySpec": "HMAC_256",
                "KeyUsage": "GENERATE_VERIFY_MAC",
            }
        ),
        "ReceiptKey": _signing_key("Signs receipts of hand-over and deletion"),
        "AuditKey": _signing_key("Signs the statements of the audit"),
        "PageKey": _signing_key("Certifies the keys that sign the codes of pages"),
        "VoidListKey": _signing_key("Signs lists of void issue numbers"),
    }


def _signing_key(description: str) -> Json:
    return _key({"Description": description, "KeySpec": "ECC_NIST_P256", "KeyUsage": "SIGN_VERIFY"})


def _key(properties: Json) -> Json:
    # The account delegates to IAM, where one role has one action on it; a key without this statement cannot be managed.
    root = {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}}
    statement = {"Sid": "DelegateToIam", "Effect": "Allow", "Principal": root, "Action": "kms:*", "Resource": "*"}
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    # Retained: without it, registers cannot be read, and receipts and pages of the past cannot be verified.
    return {
        "Type": "AWS::KMS::Key",
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        "Properties": {**properties, "PendingWindowInDays": 30, "KeyPolicy": policy},
    }


def images() -> Json:
    """The bucket of sealed images: closed to the public, TLS only, and emptied by S3 itself if all else fails."""
    one_day = {
        "Id": "nothing-outlives-a-day",
        "Status": "Enabled",
        "ExpirationInDays": 1,
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
    }
    # Versions would outlive a deletion, so there are none.
    bucket = {**_closed(), "LifecycleConfiguration": {"Rules": [one_day]}}
    kept = {"DeletionPolicy": "Delete", "UpdateReplacePolicy": "Delete"}
    return {
        "ImagesBucket": {"Type": "AWS::S3::Bucket", **kept, "Properties": bucket},
        "ImagesBucketPolicy": _policy("ImagesBucket", *_tls_only("ImagesBucket")),
    }


def audit() -> Json:
    """The bucket of the audit: whatever is put there stays for its time, whoever wants it gone.

    S3 Object Lock in compliance mode needs versions; a second version would hide the first one, so nothing is put
    over anything.
    """
    retention = {"Mode": "COMPLIANCE", "Days": {"Ref": RETENTION}}
    bucket = {
        **_closed(),
        "VersioningConfiguration": {"Status": "Enabled"},
        "ObjectLockEnabled": True,
        "ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": retention}},
    }
    overwriting = _deny("NothingOverAnything", "AuditBucket", "s3:PutObject", {"Null": {"s3:if-none-match": "true"}})
    kept = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
    return {
        "AuditBucket": {"Type": "AWS::S3::Bucket", **kept, "Properties": bucket},
        "AuditBucketPolicy": _policy("AuditBucket", *_tls_only("AuditBucket"), overwriting),
    }


def _closed() -> Json:
    closed = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"]
    # SSE-S3 suffices: images are sealed before they arrive, and the audit holds nothing that is secret.
    encryption = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    return {
        "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
        "PublicAccessBlockConfiguration": dict.fromkeys(closed, True),
        "BucketEncryption": {"ServerSideEncryptionConfiguration": [encryption]},
    }


def _policy(bucket: str, *statements: Json) -> Json:
    document = {"Version": "2012-10-17", "Statement": list(statements)}
    return {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": {"Ref": bucket}, "PolicyDocument": document}}


def _tls_only(bucket: str) -> list[Json]:
    return [
        _deny("OnlyTls", bucket, "s3:*", {"Bool": {"aws:SecureTransport": "false"}}),
        _deny("OnlyModernTls", bucket, "s3:*", {"NumericLessThan": {"s3:TlsVersion": "1.2"}}),
    ]


def _deny(sid: str, bucket: str, action: str, condition: Json) -> Json:
    objects = {"Fn::Sub": f"${{{bucket}.Arn}}/*"}
    resource = [arn(bucket), objects] if action == "s3:*" else [objects]
    return {
        "Sid": sid,
        "Effect": "Deny",
        "Principal": "*",
        "Action": action,
        "Resource": resource,
        "Condition": condition,
    }
