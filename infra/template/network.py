"""Where the functions live: private subnets, and a security group that lets them reach AWS endpoints only.

The subnets of the deployer should have no route to the internet; the security group holds even if one has.
"""

from infra.template.intrinsics import Json

_GROUP = "FunctionsSecurityGroup"
_CARD_AUTHORITY = "CardAuthoritySecurityGroup"


def resources() -> Json:
    """Security groups, nothing in. Out: TLS to DynamoDB, S3 and KMS for all; for `authenticate` the card authority."""
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
        },
        _CARD_AUTHORITY: {
            "Type": "AWS::EC2::SecurityGroup",
            "Properties": {
                "GroupDescription": "Kofu authenticate: out to OCSP and CRL of the card authority",
                "VpcId": {"Ref": "VpcId"},
                "SecurityGroupEgress": [
                    {
                        "Description": "OCSP and CRL",
                        "IpProtocol": "tcp",
                        "FromPort": {"Ref": "CardAuthorityPort"},
                        "ToPort": {"Ref": "CardAuthorityPort"},
                        "CidrIp": {"Ref": "CardAuthorityCidr"},
                    }
                ],
            },
        },
    }


def vpc_config(function: str) -> Json:
    """The `VpcConfig` property of a function."""
    groups = [_GROUP, _CARD_AUTHORITY] if function == "authenticate" else [_GROUP]
    return {
        "SubnetIds": {"Ref": "PrivateSubnetIds"},
        "SecurityGroupIds": [{"Fn::GetAtt": [group, "GroupId"]} for group in groups],
    }


def _tls_to(service: str, **destination: Json) -> Json:
    return {"Description": f"{service} endpoint", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, **destination}
