"""What Chalice is told about each function."""

import json
from pathlib import Path

import pytest

from infra import permissions
from infra.packaging.chalice_packager import STAGE
from infra.template.intrinsics import Json

GATEWAY_TIMEOUT = 29
SIZES = {
    "authenticate": (1024, 15),
    "render": (1769, 15),
    "retrieve": (1024, 10),
    "sweep": (512, 50),
    "audit": (1024, 300),
}
SCHEDULED = {"audit", "sweep"}


@pytest.fixture(scope="module")
def settings() -> Json:
    """The whole configuration."""
    path = Path(__file__).parents[2] / ".chalice" / "config.json"
    content: Json = json.loads(path.read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="module")
def functions(settings: Json) -> Json:
    """The configuration per function of the deployed stage."""
    found: Json = settings["stages"][STAGE]["lambda_functions"]
    return found


def test_every_function_is_configured_below_the_stage(settings: Json, functions: Json) -> None:
    """Chalice ignores a function's environment anywhere but below a stage, so all of it is there and nowhere else."""
    assert set(functions) == {*permissions.FUNCTIONS, permissions.API_HANDLER}
    assert "lambda_functions" not in settings
    assert not [place for place in (settings, settings["stages"][STAGE]) if "environment_variables" in place]


def test_every_function_has_a_policy_of_its_own(settings: Json, functions: Json) -> None:
    """No policy is generated, and each function's role comes from its own file."""
    assert settings["autogen_policy"] is False
    files = {name: function["iam_policy_file"] for name, function in functions.items()}
    assert files == {name: f"policy-{name}.json" for name in functions}


@pytest.mark.parametrize(("function", "size"), SIZES.items())
def test_memory_and_time_are_explicit(functions: Json, function: str, size: tuple[int, int]) -> None:
    """Each function has the memory (MB) and time (s) it was given, not Chalice's small defaults."""
    assert (functions[function]["lambda_memory_size"], functions[function]["lambda_timeout"]) == size


def test_no_function_outlives_the_gateways_patience(functions: Json) -> None:
    """A function behind the API ends before API Gateway gives up, so that no result comes after the answer."""
    behind_api = {name: function for name, function in functions.items() if name not in SCHEDULED}
    assert max(function["lambda_timeout"] for function in behind_api.values()) < GATEWAY_TIMEOUT


def test_the_default_function_never_runs(functions: Json) -> None:
    """Chalice's own function has concurrency 0 and no environment: a route that was forgotten fails closed."""
    assert functions["api_handler"]["reserved_concurrency"] == 0
    assert "environment_variables" not in functions["api_handler"]


def test_a_sweep_never_meets_another(functions: Json) -> None:
    """The sweep runs once at a time, and ends before the next one starts."""
    assert functions["sweep"]["reserved_concurrency"] == 1
    assert functions["sweep"]["lambda_timeout"] < 60


def test_a_gathering_never_meets_another(functions: Json) -> None:
    """The audit is gathered once at a time, and ends before the next hour's."""
    assert functions["audit"]["reserved_concurrency"] == 1
    assert functions["audit"]["lambda_timeout"] < 3600


def test_each_function_knows_who_it_is(functions: Json) -> None:
    """The variable that selects a function's routes holds that function's name."""
    names = {name: functions[name]["environment_variables"]["KOFU_FUNCTION"] for name in permissions.FUNCTIONS}
    assert names == {name: name for name in permissions.FUNCTIONS}


def test_the_api_is_private_and_versioned(settings: Json) -> None:
    """The base path of the contract is the API's stage, and the endpoint is reachable through the closed line only."""
    stage = settings["stages"][STAGE]
    assert (stage["api_gateway_stage"], stage["api_gateway_endpoint_type"]) == ("v1", "PRIVATE")
    assert stage["api_gateway_policy_file"] == "policy-api.json"
    assert stage["log_retention_in_days"] == 365
