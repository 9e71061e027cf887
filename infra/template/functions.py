"""The functions: where they run, what they are told, where they log, what is mounted."""

from typing import Final

from infra import permissions, policies
from infra.resources import reference
from infra.template import network
from infra.template.intrinsics import Json

RUNTIME: Final = "python3.13"
ANCHORS: Final = "trust-anchors.pem"
"""Name of the certificate authorities' bundle at the root of the package."""
FONTS: Final = "kofu/fonts"
"""Directory of the fonts inside their layer, which Lambda mounts at /opt."""


def functions(build: str) -> Json:
    """What each function gets beside Chalice's properties; `build` identifies what is deployed."""
    own = {policies.logical_name(name): {"Properties": _function(name, build)} for name in permissions.FUNCTIONS}
    own["Render"]["Properties"]["Layers"] = [{"Ref": "FontsLayer"}]
    # A failed sweep is not repeated: the next one comes within a minute and does the same.
    own["Sweep"]["Properties"]["EventInvokeConfig"] = {"MaximumRetryAttempts": 0, "MaximumEventAgeInSeconds": 60}
    return {**own, "APIHandler": {"Properties": _logging(permissions.API_HANDLER)}}


def roles() -> Json:
    """The way into the private subnets, for every function that has a place there."""
    managed = [{"Fn::Sub": policies.NETWORK_POLICY}]
    return {
        f"{policies.logical_name(name)}Role": {"Properties": {"ManagedPolicyArns": managed}}
        for name in permissions.FUNCTIONS
    }


def _function(name: str, build: str) -> Json:
    return {
        "VpcConfig": network.vpc_config(name),
        "Environment": {"Variables": environment(name, build)},
        **_logging(name),
    }


def environment(function: str, build: str) -> Json:
    """Environment variables of a function: who it is, what it may use, and nothing about the others."""
    own: Json = {"KOFU_FUNCTION": function, "KOFU_STAGE": {"Ref": "Stage"}, "KOFU_BUILD": build}
    if function == "authenticate":
        own["KOFU_TRUST_ANCHORS"] = f"/var/task/{ANCHORS}"
        # Far beyond what residents at a kiosk, or one card, can need.
        own["KOFU_CHALLENGES_A_MINUTE"] = "30"
        own["KOFU_ATTEMPTS_AN_HOUR"] = "20"
        # Ten times the daily mean of a city of 150,000, within one hour, is 370 in the time of a visit.
        own["KOFU_VISITS_AT_ONCE"] = "600"
        own["KOFU_OCSP_URL"] = {"Ref": "OcspUrl"}
        own["KOFU_CRL_URL"] = {"Ref": "CrlUrl"}
    if function == "render":
        own["KOFU_FONTS"] = f"/opt/{FONTS}"
    return own | {variable: reference(logical) for variable, logical in policies.variables(function).items()}


def _logging(function: str) -> Json:
    return {"LoggingConfig": {"LogGroup": {"Ref": policies.log_group(function)}}}


def log_groups() -> Json:
    """The name of each function's log group."""
    # Chalice names a log group after its function, and Lambda would then create one that no role may create here:
    # named after the stack instead, it can stand in the function's own policy without a circle.
    return {
        policies.log_group(name): {"Properties": {"LogGroupName": {"Fn::Sub": f"/kofu/${{AWS::StackName}}/{name}"}}}
        for name in (*permissions.FUNCTIONS, permissions.API_HANDLER)
    }


def fonts_layer() -> Json:
    """The layer with the fonts, from an archive beside the template."""
    return {
        "Type": "AWS::Serverless::LayerVersion",
        "Properties": {
            "Description": "Fonts that render draws with",
            "ContentUri": "./fonts-layer.zip",
            "CompatibleRuntimes": [RUNTIME],
            "CompatibleArchitectures": ["x86_64"],
            "RetentionPolicy": "Delete",
        },
    }
