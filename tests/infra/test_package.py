"""The whole package, made once from the real application."""

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from infra.package import ROOT
from infra.template.intrinsics import Json
from tests.infra.contract import ROUTES
from tests.infra.test_anchors import bundle

pytestmark = pytest.mark.package

FUNCTIONS = ("APIHandler", "Authenticate", "Render", "Retrieve", "Audit", "Sweep")


def _package(out: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-m", "infra.package", "--out", out, *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package with a stand-in for the fonts, made without any AWS setting in the environment."""
    work = tmp_path_factory.mktemp("package")
    (work / "fonts").mkdir()
    (work / "fonts" / "font.ttf").write_bytes(b"not really a font")
    anchors = bundle(work / "anchors.pem")
    done = _package(work / "out", "--trust-anchors", anchors, "--fonts", work / "fonts")
    assert done.returncode == 0, done.stderr
    return work / "out"


@pytest.fixture(scope="module")
def template(package: Path) -> Json:
    """The template to deploy, which cfn-lint has accepted or there would be none."""
    content: Json = json.loads((package / "template.json").read_text())
    return content


@pytest.fixture(scope="module")
def code(package: Path) -> Iterator[ZipFile]:
    """The archive with the code."""
    with ZipFile(package / "deployment.zip") as archive:
        yield archive


def test_every_function_runs_on_the_target(template: Json) -> None:
    """All functions have the runtime, the architecture and the code archive they were packaged for."""
    found = {name: template["Resources"][name]["Properties"] for name in FUNCTIONS}
    assert {item["Runtime"] for item in found.values()} == {"python3.13"}
    assert {tuple(item["Architectures"]) for item in found.values()} == {("x86_64",)}
    assert {item["CodeUri"] for item in found.values()} == {"./deployment.zip"}


def test_every_extension_module_is_for_the_target(code: ZipFile) -> None:
    """Each shared library is for CPython 3.13 or its stable ABI on x86-64 Linux, and there are some."""
    libraries = [name for name in code.namelist() if name.endswith(".so")]
    modules = [name for name in libraries if ".libs/" not in name]
    assert any("PIL/_imaging" in name for name in modules)
    assert [name for name in modules if not re.search(r"\.(cpython-313-x86_64-linux-gnu|abi3)\.so$", name)] == []


def test_the_archive_holds_the_compiled_modules_and_not_what_they_are_made_from(code: ZipFile) -> None:
    """Every C source of ours is there as a module; the source itself and its stub are of no use on Lambda."""
    made = {source.relative_to(ROOT).with_suffix(".abi3.so").as_posix() for source in ROOT.glob("chalicelib/**/*.c")}
    assert made
    assert made <= set(code.namelist())
    ours = [name for name in code.namelist() if name.startswith("chalicelib/")]
    assert {Path(name).suffix for name in ours} == {".py", ".so"}


def test_every_wheel_was_built_for_the_target(code: ZipFile) -> None:
    """Each distribution's tags allow CPython 3.13 on Linux with the C library of Lambda, 2.34."""
    wheels = [name for name in code.namelist() if name.endswith(".dist-info/WHEEL")]
    assert len(wheels) >= 5
    for name in wheels:
        tags = re.findall(r"^Tag: (\S+)$", code.read(name).decode(), re.MULTILINE)
        assert any(_fits(tag) for tag in tags), (name, tags)


def _fits(tag: str) -> bool:
    python, abi, platform = tag.split("-")
    glibc = re.fullmatch(r"manylinux_2_(\d+)_x86_64", platform)
    fits_platform = platform in {"any", "manylinux2014_x86_64"} or (glibc is not None and int(glibc[1]) <= 34)
    return fits_platform and (abi in {"cp313", "none"} or (abi == "abi3" and python.startswith("cp3")))


def test_everything_that_is_deployed_can_be_imported_there(code: ZipFile) -> None:
    """Every module that deployed code imports is in the archive or in the standard library: no tool, no `infra`."""
    sources = [name for name in code.namelist() if name == "app.py" or re.match(r"chalicelib/.*\.py$", name)]
    there = {re.split(r"[/.]", name)[0] for name in code.namelist()} | sys.stdlib_module_names
    missing = {(name, module) for name in sources for module in _imports(code.read(name)) if module not in there}
    assert missing == set()
    assert len(sources) > 10


def _imports(source: bytes) -> Iterator[str]:
    tree = ast.parse(source)
    for node in [item for item in tree.body if not _only_for_types(item)]:
        for inner in ast.walk(node):
            if isinstance(inner, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in inner.names)
            elif isinstance(inner, ast.ImportFrom) and inner.module and not inner.level:
                yield inner.module.partition(".")[0]


def _only_for_types(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def test_the_archive_holds_the_anchors_and_no_leftovers(code: ZipFile, template: Json) -> None:
    """The anchors are where the environment says, and neither tests nor byte code nor local settings are packaged."""
    variables = template["Resources"]["Authenticate"]["Properties"]["Environment"]["Variables"]
    assert variables["KOFU_TRUST_ANCHORS"].removeprefix("/var/task/") in code.namelist()
    leftovers = re.compile(r"(\.pyc$|^tests/|^infra/|^kiosk/|^bin/|^\.chalice/)")
    assert [name for name in code.namelist() if leftovers.search(name)] == []


def test_the_fonts_are_where_render_looks(package: Path, template: Json) -> None:
    """The layer unpacks below /opt to the directory that the environment of render names."""
    directory = template["Resources"]["Render"]["Properties"]["Environment"]["Variables"]["KOFU_FONTS"]
    with ZipFile(package / "fonts-layer.zip") as layer:
        assert [f"/opt/{name}" for name in layer.namelist()] == [f"{directory}/font.ttf"]


def test_no_path_leads_to_the_default_function(template: Json) -> None:
    """In the merged template every route of the contract has its own function, and nothing may call Chalice's own."""
    paths = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
    found = {
        (path, method.upper()): re.findall(r"\$\{(\w+)\.Arn\}", json.dumps(operation))
        for path, methods in paths.items()
        for method, operation in methods.items()
    }
    assert found == {route: [function.capitalize()] for route, function in ROUTES.items()}
    permissions = [item for item in template["Resources"].values() if item["Type"] == "AWS::Lambda::Permission"]
    assert "APIHandler" not in {item["Properties"]["FunctionName"]["Ref"] for item in permissions}
    assert template["Resources"]["APIHandler"]["Properties"]["ReservedConcurrentExecutions"] == 0


def test_every_function_has_its_own_role(template: Json) -> None:
    """No two functions share a role, and each role has one policy, the one of its function."""
    roles = [template["Resources"][name]["Properties"]["Role"]["Fn::GetAtt"][0] for name in FUNCTIONS]
    assert roles == ["ApiHandlerRole", "AuthenticateRole", "RenderRole", "RetrieveRole", "AuditRole", "SweepRole"]
    for function, role in zip(
        ("api_handler", "authenticate", "render", "retrieve", "audit", "sweep"), roles, strict=True
    ):
        (policy,) = template["Resources"][role]["Properties"]["Policies"]
        written = json.loads((ROOT / ".chalice" / f"policy-{function}.json").read_text())
        assert policy["PolicyDocument"] == written


def test_the_sweep_runs_every_minute_and_the_audit_every_hour(template: Json) -> None:
    """Both have their schedules, and they alone are started by an event."""
    events = {name: template["Resources"][name]["Properties"].get("Events", {}) for name in FUNCTIONS}
    for name, rate in (("Sweep", "rate(1 minute)"), ("Audit", "rate(1 hour)")):
        (event,) = events.pop(name).values()
        assert event == {"Type": "Schedule", "Properties": {"Schedule": rate}}
    assert not any(events.values())


def test_functions_have_the_environment_that_was_meant_for_them(template: Json) -> None:
    """Variables of the configuration and of the overlay arrive together; the default function gets none."""
    found = {name: template["Resources"][name]["Properties"].get("Environment") for name in FUNCTIONS}
    assert found.pop("APIHandler") is None
    builds = {item["Variables"]["KOFU_BUILD"] for item in found.values()}
    assert len(builds) == 1
    assert re.fullmatch("[0-9a-f]{16}", builds.pop())


def test_without_fonts_there_is_no_package(tmp_path: Path) -> None:
    """A package without fonts could not draw a page; it is refused with what to do about it, and nothing is written."""
    anchors = bundle(tmp_path / "anchors.pem")
    done = _package(tmp_path / "out", "--trust-anchors", anchors, "--fonts", tmp_path / "none")
    assert done.returncode == 1
    assert "python -m infra.fonts" in done.stderr
    assert not (tmp_path / "out").exists()
