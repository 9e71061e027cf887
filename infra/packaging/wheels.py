"""Dependencies as they must be on Lambda: for its Python and its C library, whatever Python packages them.

Chalice would take the running interpreter for the target and resolve by it. So pip is asked here for the target's
wheels explicitly, and what it resolved is checked against the target's environment markers, which pip evaluates for
the running interpreter.
"""

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import distributions
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from infra.packaging.errors import PackagingError

PYTHON: Final = (3, 13)
"""Python of the Lambda runtime."""
ABI: Final = "cp{}{}".format(*PYTHON)
GLIBC: Final = (2, 34)
"""C library of Amazon Linux 2023."""
_PLATFORMS: Final = (*(f"manylinux_2_{minor}_x86_64" for minor in range(GLIBC[1], 16, -1)), "manylinux2014_x86_64")
_TARGET: Final = (
    "--only-binary=:all:",
    f"--python-version={PYTHON[0]}.{PYTHON[1]}",
    "--implementation=cp",
    f"--abi={ABI}",
    *(f"--platform={platform}" for platform in _PLATFORMS),
)
_MARKERS: Final = {
    "python_version": "{}.{}".format(*PYTHON),
    "python_full_version": "{}.{}.0".format(*PYTHON),
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
    "os_name": "posix",
    "sys_platform": "linux",
    "platform_system": "Linux",
    "platform_machine": "x86_64",
    "extra": "",
}


def install(requirements: Path, target: Path, cache: Path) -> None:
    """Installs what is deployed.

    Args:
        requirements: A pip requirements file with pinned versions.
        target: Directory that becomes the root of the package; its `bin` is not kept.
        cache: Downloaded wheels are kept here, per requirements file.

    Raises:
        PackagingError: pip failed, or something the target would need is missing.
    """
    wheels = _download(requirements, cache)
    _pip("install", "--no-index", f"--find-links={wheels}", f"--target={target}", "--no-compile", "-r", requirements)
    shutil.rmtree(target / "bin", ignore_errors=True)
    for record in target.glob("*.dist-info/RECORD"):
        record.unlink()  # lists files with the packaging machine's paths
    check_complete(target)


def check_complete(site: Path) -> None:
    """Checks every requirement of every distribution in `site` under the target's markers.

    Raises:
        PackagingError: One is missing or has another version.
    """
    found = {canonicalize_name(found.metadata["Name"]): found for found in distributions(path=[str(site)])}
    for distribution in found.values():
        for text in distribution.requires or ():
            required = Requirement(text)
            if required.marker is not None and not required.marker.evaluate(dict(_MARKERS)):
                continue
            there = found.get(canonicalize_name(required.name))
            if there is None or not required.specifier.contains(there.version, prereleases=True):
                name = distribution.metadata["Name"]
                raise PackagingError(
                    f"{name} needs {text} on Python {_MARKERS['python_version']}: add it to the requirements"
                )


def _download(requirements: Path, cache: Path) -> Path:
    key = hashlib.sha256(requirements.read_bytes() + repr(_TARGET).encode()).hexdigest()[:16]
    wheels = cache / key
    if not wheels.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache, prefix="partial-") as partial:
            _pip("download", "--dest", Path(partial) / "wheels", "-r", requirements)
            # Named only when complete: an interrupted download, or one at the same time, leaves nothing half-done.
            _take(Path(partial) / "wheels", wheels)
    return wheels


def _take(complete: Path, wheels: Path) -> None:
    try:
        complete.rename(wheels)
    except OSError:
        if not wheels.exists():  # it does when another process was faster, with the same wheels
            raise


def _pip(*arguments: str | Path) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", arguments[0], *_TARGET]
    done = subprocess.run([*command, *arguments[1:]], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        reasons = re.findall(r"^ERROR: (.*)$", done.stderr, re.MULTILINE)
        raise PackagingError(f"pip {arguments[0]}: {'; '.join(reasons) or done.stderr.strip()}")
