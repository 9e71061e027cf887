"""One policy document per function, made from `infra.permissions`.

The documents are CloudFormation fragments: ARNs are references to the resources of the same stack, so a policy cannot
name anything else. `python -m infra.policies` writes them to `.chalice/`, from where Chalice gives each function its
own role; a test holds the files against this module.
"""

import json
from pathlib import Path
from typing import Any, Final

from infra.permissions import API_HANDLER, FUNCTIONS, PERMISSIONS, Permission
from infra.resources import ENVIRONMENT
from infra.template.intrinsics import Json, arn

NETWORK_POLICY: Final = "arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaENIManagementAccess"
"""What Lambda itself needs to join a function to the private subnets: AWS's own policy, since EC2 knows no narrower
resource for it and no policy of ours holds one so wide."""

# Calls from the function's own code carry `lambda:SourceFunctionArn`; those are denied what Lambda may do for it.
_NETWORK_ACTIONS: Final = (
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
)


def policy(function: str) -> Json:
    """The policy document of a function's role.

    Raises:
        KeyError: No such function.
    """
    logs = _statement("OwnLogs", ("logs:CreateLogStream", "logs:PutLogEvents"), [arn(log_group(function))])
    statements = [logs]
    if function != API_HANDLER:
        statements += [_permit(number, permission) for number, permission in enumerate(PERMISSIONS[function], 1)]
        statements.append(_not_from_code())
    return {"Version": "2012-10-17", "Statement": statements}


def variables(function: str) -> dict[str, str]:
    """Environment variable -> logical name of each resource the function has a permission on, and of no other."""
    used = {target.partition("/")[0] for permission in PERMISSIONS[function] for target in permission.on}
    return {variable: logical for logical, variable in ENVIRONMENT.items() if logical in used}


def logical_name(function: str) -> str:
    """The template's name for a function, as Chalice makes it."""
    return "".join(part.capitalize() for part in function.split("_"))


def log_group(function: str) -> str:
    """The template's name for a function's log group, as Chalice makes it."""
    return f"{logical_name(function)}LogGroup"


def files() -> dict[str, str]:
    """File name below `.chalice/` -> content, for every policy."""
    return {
        f"policy-{function}.json": json.dumps(policy(function), indent=2) + "\n"
        for function in (*FUNCTIONS, API_HANDLER)
    }


def _permit(number: int, permission: Permission) -> Json:
    statement = _statement(f"Permission{number}", permission.actions, [_target(target) for target in permission.on])
    if permission.via:
        service = {"Fn::Sub": f"{permission.via}.${{AWS::Region}}.amazonaws.com"}
        statement["Condition"] = {"StringEquals": {"kms:ViaService": service}}
    return statement


def _statement(sid: str, actions: tuple[str, ...], resources: list[Any]) -> Json:
    return {"Sid": sid, "Effect": "Allow", "Action": list(actions), "Resource": resources}


def _target(target: str) -> Json:
    logical, slash, path = target.partition("/")
    return {"Fn::Sub": f"${{{logical}.Arn}}/{path}"} if slash else arn(logical)


def _not_from_code() -> Json:
    statement = _statement("NetworkNeverFromCode", _NETWORK_ACTIONS, ["*"])
    return {**statement, "Effect": "Deny", "Condition": {"Null": {"lambda:SourceFunctionArn": "false"}}}


def main() -> None:
    """Writes the policy files of Chalice's configuration directory."""
    directory = Path(__file__).parent.parent / ".chalice"
    for name, content in files().items():
        (directory / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
