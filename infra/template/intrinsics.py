"""The few CloudFormation expressions that the template's parts share."""

from typing import Any

Json = dict[str, Any]


def arn(logical: str) -> Json:
    """The ARN of a resource of the same template, as CloudFormation resolves it."""
    return {"Fn::GetAtt": [logical, "Arn"]}
