"""Chalice's own packager, told for which Python it packages."""

import importlib
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from botocore.session import Session
from chalice.app import Chalice
from chalice.awsclient import TypedAWSClient
from chalice.config import Config
from chalice.package import PackageOptions, create_app_packager

from infra.packaging.errors import PackagingError
from infra.template.functions import RUNTIME
from infra.template.intrinsics import Json

STAGE: Final = "deployed"
"""The stage of `.chalice/config.json` that is packaged; installations differ by template parameters only."""

_ROUTES: Final = "APIHandlerInvokePermission"
_OUTPUTS: Final = ("APIHandlerArn", "APIHandlerName")


class LambdaConfig(Config):
    """Chalice's configuration, for the Python of the Lambda runtime instead of the one that runs this."""

    @property
    def lambda_python_version(self) -> str:
        """The Lambda runtime."""
        return RUNTIME


def load_application(project: Path) -> tuple[Chalice, Mapping[str, str]]:
    """Imports `app.py` with all of its routes.

    Returns:
        The application, and its `FUNCTIONS`: function -> module.

    Raises:
        PackagingError: `KOFU_FUNCTION` is set, so that the application would hold only one function's routes.
    """
    if "KOFU_FUNCTION" in os.environ:
        raise PackagingError("KOFU_FUNCTION is set: unset it, a package holds all functions")
    sys.path.insert(0, str(project))
    module = importlib.import_module("app")
    return module.app, module.FUNCTIONS


def package(app: Chalice, project: Path, overlay: Json, out: Path) -> Json:
    """Packages `project` into `out/deployment.zip`.

    Args:
        app: The application.
        project: Directory with `app.py`, `chalicelib`, `vendor` and `.chalice`.
        overlay: The template to merge.
        out: Existing directory for the outcome.

    Returns:
        The template.
    """
    merge = project / "overlay.json"
    merge.write_text(json.dumps(overlay), encoding="utf-8")
    config = _config(app, project)
    packager = create_app_packager(config, _options(), "cloudformation", "json", str(merge))
    packager.package_app(config, str(out), STAGE)
    made = out / "sam.json"
    template: Json = json.loads(made.read_text(encoding="utf-8"))
    made.unlink()
    return _without_default_handler(template)


def _config(app: Chalice, project: Path) -> LambdaConfig:
    settings = json.loads((project / ".chalice" / "config.json").read_text(encoding="utf-8"))
    given = {"chalice_app": app, "project_dir": str(project)}
    return LambdaConfig(chalice_stage=STAGE, user_provided_params=given, config_from_disk=settings)


def _options() -> PackageOptions:
    # Only the names of service principals depend on the region here, and only on its partition.
    session = Session()
    session.set_config_variable("region", "ap-northeast-1")
    return PackageOptions(TypedAWSClient(session))


def _without_default_handler(template: Json) -> Json:
    # A merge can add and change but not remove: nothing may call, or look for, the function that serves no route.
    del template["Resources"][_ROUTES]
    for output in _OUTPUTS:
        del template["Outputs"][output]
    return template
