"""Makes what is deployed: `build/package/` with template, code and fonts.

    python -m infra.package --trust-anchors anchors.pem [--fonts build/fonts] [--precompile-with python3.13]

Needs no AWS credentials, and PyPI only for wheels that are not in `build/wheels` yet. To deploy:

    aws cloudformation package --template-file build/package/template.json --s3-bucket <bucket> \
        --output-template-file build/package/uploaded.yaml
    aws cloudformation deploy --template-file build/package/uploaded.yaml --stack-name kofu \
        --capabilities CAPABILITY_IAM --parameter-overrides VpcId=... PrivateSubnetIds=... # infra.template.parameters
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from infra import overlay
from infra.packaging import anchors, archive, chalice_packager, native, wheels
from infra.packaging.errors import PackagingError
from infra.template import functions

ROOT: Final = Path(__file__).parent.parent
_UNZIPPED_LIMIT: Final = 250 * 1024**2
"""Bytes Lambda allows for a function's code and layers together."""


def build(arguments: argparse.Namespace) -> Path:
    """Makes the package.

    Returns:
        The template's path; archives lie beside it.

    Raises:
        PackagingError: Something is missing or wrong; the message says what.
        OverlayError: The application and the list of functions do not fit together.
    """
    trusted = anchors.check(arguments.trust_anchors, simulated_allowed=arguments.simulated_authority)
    fonts = _fonts(arguments.fonts)
    app, modules = chalice_packager.load_application(arguments.project)
    routes = overlay.owners(app, modules)
    out: Path = arguments.out
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="kofu-package-") as work:
        staged = _stage(arguments.project, Path(work) / "project", trusted, arguments.wheels)
        template = chalice_packager.package(app, staged, overlay.overlay(routes, archive.digest(staged)[:16]), out)
        _finish(out / "deployment.zip", Path(work) / "code", arguments.precompile_with, fonts)
    archive.pack(fonts, out / "fonts-layer.zip", below=f"{functions.FONTS}/")
    path = out / "template.json"
    path.write_text(json.dumps(template, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    _lint(path)
    return path


def _fonts(directory: Path) -> Path:
    if not any(directory.glob("*.ttf")):
        raise PackagingError(f"no fonts in {directory}: make them with python -m infra.fonts, or give --fonts")
    return directory


def _stage(project: Path, staged: Path, trusted: bytes, cache: Path) -> Path:
    # Chalice copies `vendor` as it is, which is how the target's wheels get in; its own resolution finds nothing to do.
    native.check(project / "chalicelib")
    skip = shutil.ignore_patterns("__pycache__", "*.pyc", "deployments", "deployed", *native.NOT_DEPLOYED)
    for directory in ("chalicelib", ".chalice"):
        shutil.copytree(project / directory, staged / directory, ignore=skip)
    shutil.copy(project / "app.py", staged)
    wheels.install(project / "requirements.txt", staged / "vendor", cache)
    (staged / "vendor" / functions.ANCHORS).write_bytes(trusted)
    return staged


def _finish(deployment: Path, code: Path, python: Path | None, fonts: Path) -> None:
    archive.unpack(deployment, code)
    if python is not None:
        archive.precompile(code, python)
    size = sum(path.stat().st_size for top in (code, fonts) for path in top.rglob("*") if path.is_file())
    if size > _UNZIPPED_LIMIT:
        raise PackagingError(f"{size} bytes of code and fonts are more than the {_UNZIPPED_LIMIT} Lambda allows")
    archive.pack(code, deployment)


def _lint(template: Path) -> None:
    command = [str(Path(sys.executable).with_name("cfn-lint")), "--template", str(template)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0 or done.stdout.strip():
        raise PackagingError(f"cfn-lint: {done.stdout}{done.stderr}")


def parse(arguments: list[str]) -> argparse.Namespace:
    """Reads the command line; paths are `pathlib.Path`."""
    parser = argparse.ArgumentParser(prog="python -m infra.package", description="Makes what is deployed.")
    parser.add_argument("--trust-anchors", type=Path, required=True, help="PEM bundle of the card authorities")
    parser.add_argument(
        "--simulated-authority", action="store_true", help="allow simulated card authorities: trials only"
    )
    parser.add_argument("--fonts", type=Path, default=ROOT / "build" / "fonts", help="directory made by infra.fonts")
    parser.add_argument(
        "--precompile-with", type=Path, help="a Python of the Lambda runtime's version, for faster starts"
    )
    parser.add_argument("--project", type=Path, default=ROOT, help="directory with app.py")
    parser.add_argument("--wheels", type=Path, default=ROOT / "build" / "wheels", help="cache of downloaded wheels")
    parser.add_argument(
        "--out", type=Path, default=ROOT / "build" / "package", help="directory for the outcome, emptied"
    )
    return parser.parse_args(arguments)


def main() -> None:
    """Makes the package; on failure says why and exits with status 1."""
    try:
        print(build(parse(sys.argv[1:])))
    except (PackagingError, overlay.OverlayError) as error:
        sys.exit(f"infra.package: {error}")


if __name__ == "__main__":
    main()
