"""What whoever deploys must say: each parameter is checked by CloudFormation before anything is made."""

from infra.template.intrinsics import Json

_URL = r"https?://[A-Za-z0-9./:_{}-]+"
# RFC 1918 only: the one way out that is not to an AWS endpoint must not lead to the internet.
_PRIVATE = r"(10\.[0-9]{1,3}|172\.(1[6-9]|2[0-9]|3[01])|192\.168)\.[0-9]{1,3}\.[0-9]{1,3}/(8|9|[12][0-9]|3[0-2])"
_LIST = {"Type": "CommaDelimitedList"}


def parameters() -> Json:
    """The template's parameters; only the stage has a default."""
    return {
        "Stage": _text("Name of this installation, in logs and answers", r"[a-z][a-z0-9-]{1,30}", Default="production"),
        "ApiVpcEndpointIds": {
            **_text(
                "Interface endpoints (execute-api) of the closed line through which kiosks come", r"vpce-[0-9a-f]+"
            ),
            **_LIST,
        },
        "VpcId": {"Type": "AWS::EC2::VPC::Id", "Description": "The VPC with the private subnets and the endpoints"},
        "PrivateSubnetIds": {
            "Type": "List<AWS::EC2::Subnet::Id>",
            "Description": "Subnets without a route to the internet, in at least two zones",
        },
        "EndpointsSecurityGroupId": {
            "Type": "AWS::EC2::SecurityGroup::Id",
            "Description": "Security group of the VPC's interface endpoint for KMS",
        },
        "S3PrefixListId": _text("Prefix list of the gateway endpoint for S3", r"pl-[0-9a-f]+"),
        "DynamoDbPrefixListId": _text("Prefix list of the gateway endpoint for DynamoDB", r"pl-[0-9a-f]+"),
        "OcspUrl": _text("Where the card authority answers OCSP, {generation} standing for its generation", _URL),
        "CrlUrl": _text("Where the card authority publishes its CRL, {generation} standing for its generation", _URL),
        "CardAuthorityCidr": _text("Private addresses of both, on the closed line", _PRIVATE),
        "CardAuthorityPort": _text("TCP port of both", r"[0-9]{2,5}"),
        "AuditRetentionDays": {
            "Type": "Number",
            "Description": "Days for which nobody, not even the account's owner, can delete a period of the audit",
            "MinValue": 1,
            "MaxValue": 36500,
        },
        "AlarmTopicArn": _text("SNS topic that whoever is on duty listens to", r"arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:.+"),
    }


def _text(description: str, pattern: str, **more: str) -> Json:
    constraint = f"{description}: must match {pattern}"
    return {
        "Type": "String",
        "Description": description,
        "AllowedPattern": pattern,
        "ConstraintDescription": constraint,
        **more,
    }
