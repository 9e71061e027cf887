"""Who may do what."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra import permissions, policies
from infra.resources import storage_template
from infra.template.intrinsics import Json

CONFIGURATION = Path(__file__).parents[2] / ".chalice"

# (action, resource) of each function, written out a second time on purpose: a change needs two hands.
EXPECTED = {
    "authenticate": {
        *(
            ("dynamodb:BatchGetItem", table)
            for table in ("KiosksTable", "MunicipalitiesTable", "ChallengesTable", "CardLinksTable", "CardLocksTable")
        ),
        ("dynamodb:BatchGetItem", "RateLimitsTable"),
        ("dynamodb:PutItem", "ChallengesTable"),
        ("dynamodb:DeleteItem", "ChallengesTable"),
        ("dynamodb:PutItem", "SessionsTable"),
        ("dynamodb:UpdateItem", "CardLocksTable"),
        ("dynamodb:DeleteItem", "CardLocksTable"),
        ("dynamodb:UpdateItem", "RateLimitsTable"),
    },
    "render": {
        *(
            ("dynamodb:BatchGetItem", table)
            for table in ("KiosksTable", "MunicipalitiesTable", "SessionsTable", "LedgerTable", "RegistersTable")
        ),
        ("dynamodb:BatchGetItem", "CardLinksTable"),
        ("dynamodb:ConditionCheckItem", "CardLinksTable"),
        ("kms:Decrypt", "RegistersKey"),
        ("dynamodb:PutItem", "LedgerTable"),
        ("dynamodb:UpdateItem", "LedgerTable"),
        ("dynamodb:UpdateItem", "SessionsTable"),
        ("dynamodb:PutItem", "EnvelopesTable"),
        ("dynamodb:DeleteItem", "EnvelopesTable"),
        ("dynamodb:ConditionCheckItem", "MunicipalitiesTable"),
        ("dynamodb:ConditionCheckItem", "RegistersTable"),
        ("s3:PutObject", "ImagesBucket/*"),
        ("s3:DeleteObject", "ImagesBucket/*"),
        ("kms:Sign", "PageKey"),
    },
    "retrieve": {
        *(
            ("dynamodb:BatchGetItem", table)
            for table in ("KiosksTable", "MunicipalitiesTable", "SessionsTable", "LedgerTable")
        ),
        ("s3:GetObject", "ImagesBucket/*"),
        ("s3:ListBucket", "ImagesBucket"),
        ("s3:DeleteObject", "ImagesBucket/*"),
        ("dynamodb:DeleteItem", "EnvelopesTable"),
        ("dynamodb:UpdateItem", "LedgerTable"),
        ("dynamodb:DeleteItem", "SessionsTable"),
        ("kms:Sign", "ReceiptKey"),
        ("kms:GetPublicKey", "ReceiptKey"),
        ("kms:GetPublicKey", "PageKey"),
        ("kms:GetPublicKey", "AuditKey"),
        ("kms:GetPublicKey", "VoidListKey"),
    },
    "audit": {
        ("dynamodb:Query", "LedgerTable/index/ended-by-period"),
        ("s3:GetObject", "AuditBucket/*"),
        ("s3:PutObject", "AuditBucket/*"),
        ("s3:ListBucket", "AuditBucket"),
        ("kms:Sign", "AuditKey"),
    },
    "sweep": {
        ("dynamodb:Query", "LedgerTable/index/open-by-expiry"),
        ("dynamodb:Query", "SessionsTable/index/by-expiry"),
        ("dynamodb:Query", "EnvelopesTable/index/by-expiry"),
        ("dynamodb:DeleteItem", "SessionsTable"),
        ("dynamodb:BatchGetItem", "LedgerTable"),
        ("dynamodb:UpdateItem", "LedgerTable"),
        ("dynamodb:DeleteItem", "EnvelopesTable"),
        ("s3:ListBucket", "ImagesBucket"),
        ("s3:DeleteObject", "ImagesBucket/*"),
    },
    "api_handler": set[tuple[str, str]](),
}
# Lambda needs these to place a function into subnets: AWS's own managed policy allows them.
NETWORK = {
    f"ec2:{action}"
    for action in (
        "AssignPrivateIpAddresses",
        "CreateNetworkInterface",
        "DeleteNetworkInterface",
        "DescribeNetworkInterfaces",
        "DescribeSubnets",
        "UnassignPrivateIpAddresses",
    )
}


def _statements(function: str) -> list[Json]:
    """The statements of the file that Chalice reads."""
    content = json.loads((CONFIGURATION / f"policy-{function}.json").read_text(encoding="utf-8"))
    statements: list[Json] = content["Statement"]
    return statements


def _pairs(statement: Json) -> Iterator[tuple[str, str]]:
    for action in statement["Action"]:
        for resource in statement["Resource"]:
            yield action, _name(resource)


def _name(resource: Any) -> str:
    match resource:
        case {"Fn::GetAtt": [str(logical), "Arn"]}:
            return logical
        case {"Fn::Sub": str(text)}:
            return text.replace("${", "").replace(".Arn}", "")
    return str(resource)


def _allowed(function: str) -> set[tuple[str, str]]:
    return {pair for item in _statements(function) if item["Effect"] == "Allow" for pair in _pairs(item)}


@pytest.mark.parametrize("function", EXPECTED)
def test_a_function_may_do_exactly_what_the_table_says(function: str) -> None:
    """Beside its own log, a policy allows the agreed actions on the agreed resources and nothing else."""
    own_log = {(f"logs:{action}", policies.log_group(function)) for action in ("CreateLogStream", "PutLogEvents")}
    assert _allowed(function) == EXPECTED[function] | own_log


@pytest.mark.parametrize("function", EXPECTED)
def test_no_action_and_no_resource_is_a_wildcard(function: str) -> None:
    """Nothing is allowed by a pattern of actions, and nothing on all resources."""
    pairs = _allowed(function)
    assert not [action for action, _ in pairs if "*" in action]
    assert not [resource for _, resource in pairs if resource.startswith("*")]


@pytest.mark.parametrize("function", permissions.FUNCTIONS)
def test_code_cannot_use_what_lambda_needs_for_the_network(function: str) -> None:
    """Every network action is denied as soon as the call comes from the function's own code."""
    (denied,) = [item for item in _statements(function) if item["Effect"] == "Deny"]
    assert set(denied["Action"]) == NETWORK
    assert denied["Resource"] == ["*"]
    assert denied["Condition"] == {"Null": {"lambda:SourceFunctionArn": "false"}}


@pytest.mark.parametrize("function", EXPECTED)
def test_no_function_can_make_a_pseudonym_or_look_for_a_person(function: str) -> None:
    """The key of pseudonyms and the indexes by person are the office's alone."""
    touched = {resource for _, resource in _allowed(function)}
    assert not touched & {"PseudonymKey", "LedgerTable/index/by-applicant", "LedgerTable/index/by-subject"}


def test_registers_are_decrypted_by_dynamodb_only() -> None:
    """The one permission to decrypt holds for calls that DynamoDB makes for `render`, not for `render` itself."""
    conditions = {
        function: item.get("Condition")
        for function in EXPECTED
        for item in _statements(function)
        if "kms:Decrypt" in item["Action"]
    }
    via = {"StringEquals": {"kms:ViaService": {"Fn::Sub": "dynamodb.${AWS::Region}.amazonaws.com"}}}
    assert conditions == {"render": via}


@pytest.mark.parametrize("function", EXPECTED)
def test_every_named_resource_exists_in_the_same_template(function: str) -> None:
    """A policy names resources of the stack by reference; none can point elsewhere or at nothing."""
    known = {*storage_template()["Resources"], policies.log_group(function), "*"}
    assert {resource.partition("/")[0] for _, resource in _allowed(function)} <= known


def test_the_files_are_what_the_module_says() -> None:
    """The policy files Chalice reads are those the module writes; `python -m infra.policies` renews them."""
    written = {path.name: path.read_text(encoding="utf-8") for path in CONFIGURATION.glob("policy-*.json")}
    assert written.pop("policy-api.json")
    assert written == policies.files()


def test_the_api_admits_kiosks_of_the_closed_line_only() -> None:
    """Whatever does not come through the given endpoints is denied, whoever it is and whatever it asks."""
    statements = json.loads((CONFIGURATION / "policy-api.json").read_text(encoding="utf-8"))["Statement"]
    (denied,) = [item for item in statements if item["Effect"] == "Deny"]
    assert (denied["Principal"], denied["Action"], denied["Resource"]) == ("*", "execute-api:Invoke", "execute-api:/*")
    assert denied["Condition"] == {"StringNotEquals": {"aws:SourceVpce": {"Ref": "ApiVpcEndpointIds"}}}
