"""The keys and the image bucket."""

from infra.template.intrinsics import Json, arn


def keys() -> Json:
    """The KMS keys: one encrypts the registers at rest, one signs receipts, one certifies page keys."""
    registers = {"Description": "Encrypts the registers at rest", "EnableKeyRotation": True}
    return {
        "RegistersKey": _key(registers),
        "ReceiptKey": _signing_key("Signs receipts of hand-over and deletion"),
        "PageKey": _signing_key("Certifies the keys that sign the codes of pages"),
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
    closed = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"]
    # SSE-S3 suffices, the contents are sealed before they arrive; versions would outlive a deletion, so there are none.
    encryption = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    bucket = {
        "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
        "PublicAccessBlockConfiguration": dict.fromkeys(closed, True),
        "BucketEncryption": {"ServerSideEncryptionConfiguration": [encryption]},
        "LifecycleConfiguration": {"Rules": [one_day]},
    }
    kept = {"DeletionPolicy": "Delete", "UpdateReplacePolicy": "Delete"}
    return {
        "ImagesBucket": {"Type": "AWS::S3::Bucket", **kept, "Properties": bucket},
        "ImagesBucketPolicy": {"Type": "AWS::S3::BucketPolicy", "Properties": _tls_only("ImagesBucket")},
    }


def _tls_only(bucket: str) -> Json:
    def deny(sid: str, condition: Json) -> Json:
        resource = [arn(bucket), {"Fn::Sub": f"${{{bucket}.Arn}}/*"}]
        return {
            "Sid": sid,
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": resource,
            "Condition": condition,
        }

    statements = [
        deny("OnlyTls", {"Bool": {"aws:SecureTransport": "false"}}),
        deny("OnlyModernTls", {"NumericLessThan": {"s3:TlsVersion": "1.2"}}),
    ]
    return {"Bucket": {"Ref": bucket}, "PolicyDocument": {"Version": "2012-10-17", "Statement": statements}}
