"""Where the functions live: private subnets, and a security group that lets them reach AWS endpoints only.

The subnets of the deployer should have no route to the internet; the security group holds even if one has.
"""

from infra.template.intrinsics import Json

_GROUP = "FunctionsSecurityGroup"


def resources() -> Json:
    """The functions' security group: nothing in, out only TLS to DynamoDB, S3 and the interface endpoint of KMS."""
    return {
        _GROUP: {
            "Type": "AWS::EC2::SecurityGroup",
            "Properties": {
                "GroupDescription": "Functions of Kofu: out to AWS endpoints only",
                "VpcId": {"Ref": "VpcId"},
                # An explicit rule replaces the default one, which would allow everything out.
                "SecurityGroupEgress": [
                    _tls_to("DynamoDB", DestinationPrefixListId={"Ref": "DynamoDbPrefixListId"}),
                    _tls_to("S3", DestinationPrefixListId={"Ref": "S3PrefixListId"}),
                    _tls_to("KMS", DestinationSecurityGroupId={"Ref": "EndpointsSecurityGroupId"}),
                ],
            },
        }
    }


def vpc_config() -> Json:
    """The `VpcConfig` property of a function."""
    return {
        "SubnetIds": {"Ref": "PrivateSubnetIds"},
        "SecurityGroupIds": [{"Fn::GetAtt": [_GROUP, "GroupId"]}],
    }


def _tls_to(service: str, **destination: Json) -> Json:
    return {"Description": f"{service} endpoint", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, **destination}
