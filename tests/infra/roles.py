"""Clients that act in a function's role on the emulated cloud, with Moto enforcing the role's policy.

Moto checks S3 calls against the ARNs of a policy; for DynamoDB and KMS it knows no resource and matches `*` only, so
those resources are widened here and the ARNs themselves are held by the tests of the policies.
"""

import json
from collections.abc import Callable
from typing import Any

import boto3
from botocore.config import Config

from infra import policies
from infra.emulator.cloud import REGION, EmulatedCloud
from infra.template.intrinsics import Json

TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}


def clients(cloud: EmulatedCloud, function: str) -> Callable[[str], Any]:
    """Makes the function's role and returns what makes clients that act in it; call before enforcement starts."""
    iam, sts = cloud.client("iam"), cloud.client("sts")
    role = iam.create_role(RoleName=function, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]
    document = json.dumps(_enforceable(policies.policy(function), cloud))
    iam.put_role_policy(RoleName=function, PolicyName="own", PolicyDocument=document)
    credentials = sts.assume_role(RoleArn=role["Arn"], RoleSessionName=function)["Credentials"]
    session = boto3.Session(
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
        region_name=REGION,
    )
    config = Config(retries={"total_max_attempts": 1})
    return lambda service: session.client(service, endpoint_url=cloud.endpoint, config=config)  # type: ignore[call-overload]


def _enforceable(document: Json, cloud: EmulatedCloud) -> Json:
    # Moto evaluates no conditions: the denial that holds for calls from code only would hold for all.
    allowed = [item for item in document["Statement"] if item["Effect"] == "Allow"]
    statements = [
        {"Effect": "Allow", "Action": item["Action"], "Resource": _resources(item, cloud)} for item in allowed
    ]
    return {"Version": document["Version"], "Statement": statements}


def _resources(statement: Json, cloud: EmulatedCloud) -> list[str]:
    if not statement["Action"][0].startswith("s3:"):
        return ["*"]
    return [_bucket(resource, cloud) for resource in statement["Resource"]]


def _bucket(resource: Json, cloud: EmulatedCloud) -> str:
    match resource:
        case {"Fn::Sub": str(text)}:
            logical, _, path = text.removeprefix("${").partition(".Arn}")
            return f"arn:aws:s3:::{cloud.resources[logical]}{path}"
        case {"Fn::GetAtt": [str(logical), "Arn"]}:
            return f"arn:aws:s3:::{cloud.resources[logical]}"
    raise AssertionError(resource)
