"""From each route to the one function that owns it."""

import re
from collections.abc import Mapping

from infra import policies
from infra.template.intrinsics import Json

Owners = Mapping[tuple[str, str], str]
"""(path, METHOD) -> function."""


def integrations(routes: Owners) -> Json:
    """Path -> method (lower case) -> the integration that replaces Chalice's."""
    paths: Json = {}
    for (path, method), function in routes.items():
        arn = (
            "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31"
            f"/functions/${{{policies.logical_name(function)}.Arn}}/invocations"
        )
        paths.setdefault(path, {})[method.lower()] = {"x-amazon-apigateway-integration": {"uri": {"Fn::Sub": arn}}}
    return paths


def permissions(routes: Owners) -> Json:
    """One permission per route: API Gateway may call its function for this method and path, and for nothing else."""
    return {_permission_name(*route): _permission(*route, function) for route, function in sorted(routes.items())}


def _permission_name(path: str, method: str) -> str:
    words = re.findall(r"[A-Za-z0-9]+", path)
    return "Allow" + "".join(word.capitalize() for word in (method, *words))


def _permission(path: str, method: str, function: str) -> Json:
    # API Gateway matches a path parameter as a star; the stage is named, so a test invocation from the console fails.
    route = re.sub(r"\{[^}]+\}", "*", path)
    source = f"arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{RestAPI}}/v1/{method}{route}"
    return {
        "Type": "AWS::Lambda::Permission",
        "Properties": {
            "FunctionName": {"Ref": policies.logical_name(function)},
            "Action": "lambda:InvokeFunction",
            "Principal": "apigateway.amazonaws.com",
            "SourceAccount": {"Ref": "AWS::AccountId"},
            "SourceArn": {"Fn::Sub": source},
        },
    }
