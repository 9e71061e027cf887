"""The overlay: from each route to its own function."""

import json
import re

import pytest

from infra import overlay, permissions, policies
from infra.template.intrinsics import Json
from infra.template.parameters import parameters
from tests.infra.contract import MODULES, ROUTES, application

NAMES = {"authenticate": "Authenticate", "render": "Render", "retrieve": "Retrieve", "audit": "Audit", "sweep": "Sweep"}
COMMON = {"KOFU_FUNCTION", "KOFU_STAGE", "KOFU_BUILD", "KOFU_LEDGER_TABLE"}
EDGE = {"KOFU_KIOSKS_TABLE", "KOFU_MUNICIPALITIES_TABLE", "KOFU_SESSIONS_TABLE"}
VARIABLES = {
    "authenticate": (COMMON - {"KOFU_LEDGER_TABLE"})
    | EDGE
    | {"KOFU_CHALLENGES_TABLE", "KOFU_CARD_LINKS_TABLE", "KOFU_CARD_LOCKS_TABLE"}
    | {"KOFU_RATE_LIMITS_TABLE", "KOFU_CHALLENGES_A_MINUTE", "KOFU_ATTEMPTS_AN_HOUR", "KOFU_VISITS_AT_ONCE"}
    | {"KOFU_TRUST_ANCHORS", "KOFU_OCSP_URL", "KOFU_CRL_URL"},
    "render": COMMON
    | EDGE
    | {"KOFU_REGISTERS_TABLE", "KOFU_CARD_LINKS_TABLE", "KOFU_ENVELOPES_TABLE", "KOFU_IMAGES_BUCKET"}
    | {"KOFU_FONTS", "KOFU_PAGE_KEY"},
    "retrieve": COMMON
    | EDGE
    | {"KOFU_ENVELOPES_TABLE", "KOFU_IMAGES_BUCKET", "KOFU_RECEIPT_KEY"}
    | {"KOFU_PAGE_KEY", "KOFU_AUDIT_KEY", "KOFU_VOID_LIST_KEY"},
    "audit": COMMON | {"KOFU_AUDIT_BUCKET", "KOFU_AUDIT_KEY"},
    "sweep": COMMON | {"KOFU_SESSIONS_TABLE", "KOFU_ENVELOPES_TABLE", "KOFU_IMAGES_BUCKET"},
}


@pytest.fixture(scope="module")
def template() -> Json:
    """The overlay for the contract's routes."""
    return overlay.overlay(overlay.owners(application(), MODULES), build="0123456789abcdef")


@pytest.fixture(scope="module")
def resources(template: Json) -> Json:
    """Its resources."""
    found: Json = template["Resources"]
    return found


def test_every_route_leads_to_the_function_that_owns_it(resources: Json) -> None:
    """Each path and method of the contract is integrated with its own function, and with no other."""
    paths = resources["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
    found = {
        (path, method.upper()): re.findall(
            r"\$\{(\w+)\.Arn\}", operation["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"]
        )
        for path, methods in paths.items()
        for method, operation in methods.items()
    }
    assert found == {route: [NAMES[function]] for route, function in ROUTES.items()}


def test_a_function_may_be_called_for_its_own_routes_only(resources: Json) -> None:
    """API Gateway has one permission per route, for that method, path and stage of this API, on that function."""
    allowed = {
        (
            item["Properties"]["SourceArn"]["Fn::Sub"].partition("${RestAPI}/")[2],
            item["Properties"]["FunctionName"]["Ref"],
        )
        for item in resources.values()
        if item.get("Type") == "AWS::Lambda::Permission"
    }
    wanted = {
        (f"v1/{method}{path.replace('{issuance_id}', '*')}", NAMES[function])
        for (path, method), function in ROUTES.items()
    }
    assert allowed == wanted


def test_nothing_leads_to_the_default_function(resources: Json) -> None:
    """The overlay calls, allows and equips Chalice's own function nowhere; it only moves its log and watches it."""
    touched = [name for name, resource in resources.items() if "APIHandler" in json.dumps(resource)]
    assert touched == ["UnmappedRouteAlarm"]
    assert set(resources["APIHandler"]["Properties"]) == {"LoggingConfig"}


@pytest.mark.parametrize("function", permissions.FUNCTIONS)
def test_a_function_knows_its_own_resources_and_no_others(resources: Json, function: str) -> None:
    """The environment names the function, stage and build, and exactly the resources it has permissions on."""
    variables = resources[NAMES[function]]["Properties"]["Environment"]["Variables"]
    assert set(variables) == VARIABLES[function]
    assert variables["KOFU_FUNCTION"] == function
    assert variables["KOFU_BUILD"] == "0123456789abcdef"


def test_a_variable_is_the_name_of_a_table_or_bucket_and_the_arn_of_a_key(resources: Json) -> None:
    """Names are references into the same stack: nothing is spelled out that could be wrong in another one."""
    variables = resources["Retrieve"]["Properties"]["Environment"]["Variables"]
    assert variables["KOFU_IMAGES_BUCKET"] == {"Ref": "ImagesBucket"}
    assert variables["KOFU_RECEIPT_KEY"] == {"Fn::GetAtt": ["ReceiptKey", "Arn"]}
    assert variables["KOFU_STAGE"] == {"Ref": "Stage"}


@pytest.mark.parametrize("function", permissions.FUNCTIONS)
def test_every_function_lives_in_the_private_subnets(resources: Json, function: str) -> None:
    """Each function is in the given subnets and in the security group made for them, and in no other but one's own."""
    network = resources[NAMES[function]]["Properties"]["VpcConfig"]
    assert network["SubnetIds"] == {"Ref": "PrivateSubnetIds"}
    groups = [group["Fn::GetAtt"][0] for group in network["SecurityGroupIds"]]
    own = ["CardAuthoritySecurityGroup"] if function == "authenticate" else []
    assert groups == ["FunctionsSecurityGroup", *own]


def test_no_function_can_reach_the_internet(resources: Json) -> None:
    """Out of the security group goes TLS to endpoints only, never to an address range; into it comes nothing."""
    group = resources["FunctionsSecurityGroup"]["Properties"]
    assert "SecurityGroupIngress" not in group
    assert len(group["SecurityGroupEgress"]) == 3
    for rule in group["SecurityGroupEgress"]:
        assert not {"CidrIp", "CidrIpv6"} & set(rule)
        assert {"DestinationPrefixListId", "DestinationSecurityGroupId"} & set(rule)
        assert (rule["IpProtocol"], rule["FromPort"], rule["ToPort"]) == ("tcp", 443, 443)


def test_the_card_authority_is_reached_at_private_addresses_only(resources: Json) -> None:
    """The one further way out, for revocation, leads to an address range that the template accepts only if private."""
    group = resources["CardAuthoritySecurityGroup"]["Properties"]
    (rule,) = group["SecurityGroupEgress"]
    assert rule["CidrIp"] == {"Ref": "CardAuthorityCidr"}
    pattern = re.compile(parameters()["CardAuthorityCidr"]["AllowedPattern"])
    assert all(pattern.fullmatch(private) for private in ("10.1.0.0/16", "172.31.0.0/24", "192.168.7.0/28"))
    assert not any(pattern.fullmatch(public) for public in ("0.0.0.0/0", "8.8.8.0/24", "172.32.0.0/16", "10.0.0.0/4"))


def test_fonts_are_mounted_for_render_alone(resources: Json) -> None:
    """Only render has a layer, and finds in it the directory that its environment names."""
    layered = [name for name in NAMES.values() if "Layers" in resources[name]["Properties"]]
    assert layered == ["Render"]
    assert resources["Render"]["Properties"]["Environment"]["Variables"]["KOFU_FONTS"] == "/opt/kofu/fonts"


def test_the_api_is_private_and_keeps_no_bodies(resources: Json) -> None:
    """The API has a private endpoint, a rate limit, and no execution log, which would hold tokens and bodies."""
    properties = resources["RestAPI"]["Properties"]
    assert properties["EndpointConfiguration"]["Type"] == "PRIVATE"
    (settings,) = properties["MethodSettings"]
    assert (settings["LoggingLevel"], settings["DataTraceEnabled"]) == ("OFF", False)
    assert settings["ThrottlingRateLimit"] > 0


def test_a_path_that_does_not_exist_is_a_problem_of_the_contract(resources: Json) -> None:
    """Refusals by API Gateway itself are problem details with the status the contract gives that code."""
    refusals = resources["RestAPI"]["Properties"]["DefinitionBody"]["x-amazon-apigateway-gateway-responses"]
    missing = refusals["MISSING_AUTHENTICATION_TOKEN"]
    body = json.loads(missing["responseTemplates"]["application/json"])
    assert (missing["statusCode"], body["type"], body["status"]) == ("404", "urn:kofu:problem:not-found", 404)


def test_every_log_is_a_group_that_the_function_may_write(resources: Json) -> None:
    """Each function logs to the group its policy names, whose name does not depend on the function's."""
    for function, name in {**NAMES, "api_handler": "APIHandler"}.items():
        group = policies.log_group(function)
        assert resources[name]["Properties"]["LoggingConfig"] == {"LogGroup": {"Ref": group}}
        assert resources[group]["Properties"]["LogGroupName"] == {"Fn::Sub": f"/kofu/${{AWS::StackName}}/{function}"}


def test_a_silent_sweep_raises_an_alarm(resources: Json) -> None:
    """If the sweep does not run, that absence itself is the alarm."""
    alarm = resources["SweepSilentAlarm"]["Properties"]
    assert (alarm["MetricName"], alarm["TreatMissingData"]) == ("Invocations", "breaching")
    assert alarm["AlarmActions"] == [{"Ref": "AlarmTopicArn"}]


def test_an_audit_that_is_not_gathered_raises_an_alarm(resources: Json) -> None:
    """If no gathering runs for three hours, that absence itself is the alarm."""
    alarm = resources["AuditSilentAlarm"]["Properties"]
    assert (alarm["MetricName"], alarm["TreatMissingData"]) == ("Invocations", "breaching")
    assert alarm["Period"] * alarm["EvaluationPeriods"] == 3 * 3600


def test_every_parameter_that_is_referred_to_is_asked_for(template: Json) -> None:
    """What deployment must say is declared, described, and, but for the stage, without a default to forget about."""
    declared = template["Parameters"]
    assert [name for name, parameter in declared.items() if "Default" in parameter] == ["Stage"]
    unused = [name for name in declared if json.dumps({"Ref": name}) not in json.dumps(template["Resources"])]
    assert unused == []


def test_a_view_that_belongs_to_no_function_stops_packaging() -> None:
    """A route whose module is not in any function's package is an error that names the route."""
    app = application({**ROUTES, ("/debug", "GET"): "elsewhere"})
    with pytest.raises(overlay.OverlayError, match=r"GET /debug, defined in standin\.elsewhere\.views"):
        overlay.owners(app, MODULES)


def test_a_view_that_belongs_to_two_functions_stops_packaging() -> None:
    """Two functions in one package cannot be told apart, which is an error rather than a guess."""
    with pytest.raises(overlay.OverlayError, match="authenticate"):
        overlay.owners(application(), {**MODULES, "sweep": "standin.authenticate.sweep"})


def test_a_function_without_a_policy_stops_packaging() -> None:
    """A function nobody wrote permissions for is refused by name."""
    with pytest.raises(overlay.OverlayError, match="no policy for: admin"):
        overlay.owners(application(), {**MODULES, "admin": "standin.admin.routes"})
