"""What whoever deploys must say: each parameter is checked by CloudFormation before anything is made."""

from infra.template.intrinsics import Json

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
