"""Steps of packaging: archives, completeness of wheels, the Python it is for."""

import os
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from infra.packaging import archive, chalice_packager, wheels
from infra.packaging.errors import PackagingError


def _tree(directory: Path) -> Path:
    (directory / "b").mkdir(parents=True)
    (directory / "b" / "two.py").write_text("TWO = 2\n")
    (directory / "a.py").write_text("ONE = 1\n")
    return directory


def _distribution(site: Path, name: str, version: str, *requirements: str) -> None:
    information = site / f"{name}-{version}.dist-info"
    information.mkdir(parents=True)
    lines = [f"Name: {name}", f"Version: {version}", *(f"Requires-Dist: {text}" for text in requirements)]
    (information / "METADATA").write_text("\n".join(["Metadata-Version: 2.1", *lines, ""]))


def test_the_same_files_give_the_same_archive(tmp_path: Path) -> None:
    """An archive depends on names and contents only, not on when or with which permissions the files were written."""
    first, second = _tree(tmp_path / "first"), _tree(tmp_path / "second")
    os.utime(second / "a.py", (1, 1))
    (second / "a.py").chmod(0o600)
    archive.pack(first, tmp_path / "first.zip")
    archive.pack(second, tmp_path / "second.zip")
    assert (tmp_path / "first.zip").read_bytes() == (tmp_path / "second.zip").read_bytes()


def test_an_archive_unpacks_to_what_was_packed(tmp_path: Path) -> None:
    """Packing below a directory and unpacking gives the same files, readable for everybody."""
    archive.pack(_tree(tmp_path / "tree"), tmp_path / "tree.zip", below="kofu/")
    archive.unpack(tmp_path / "tree.zip", tmp_path / "again")
    assert archive.digest(tmp_path / "again" / "kofu") == archive.digest(tmp_path / "tree")
    with ZipFile(tmp_path / "tree.zip") as packed:
        assert {entry.external_attr >> 16 for entry in packed.infolist()} == {0o644}


@pytest.mark.parametrize("change", ["name", "content"])
def test_a_digest_changes_with_any_file(tmp_path: Path, change: str) -> None:
    """Renaming a file or changing it gives another build identifier."""
    tree = _tree(tmp_path / "tree")
    before = archive.digest(tree)
    if change == "name":
        (tree / "a.py").rename(tree / "c.py")
    else:
        (tree / "a.py").write_text("ONE = 2\n")
    assert archive.digest(tree) != before


def test_byte_code_of_another_python_is_refused(tmp_path: Path) -> None:
    """Code compiled by a Python that Lambda does not run would be ignored there, so that Python is refused."""
    if sys.version_info[:2] == wheels.PYTHON:
        pytest.skip("this interpreter is the target's")
    with pytest.raises(PackagingError, match=r"cannot compile for Python 3\.13"):
        archive.precompile(_tree(tmp_path / "tree"), Path(sys.executable))


def test_a_complete_set_of_distributions_passes(tmp_path: Path) -> None:
    """Requirements that are there in the right version are enough, and markers of other targets do not count."""
    _distribution(
        tmp_path, "one", "1.0", "two>=2", "windows-only; sys_platform == 'win32'", "old; python_version < '3.13'"
    )
    _distribution(tmp_path, "two", "2.1")
    wheels.check_complete(tmp_path)


@pytest.mark.parametrize("requirement", ["missing", "new; python_version >= '3.13'", "two>=3"])
def test_what_the_target_would_miss_is_found(tmp_path: Path, requirement: str) -> None:
    """A requirement that only the target's Python has, or another version than the one there, stops packaging."""
    _distribution(tmp_path, "one", "1.0", requirement)
    _distribution(tmp_path, "two", "2.1")
    with pytest.raises(PackagingError, match="one needs"):
        wheels.check_complete(tmp_path)


def test_chalice_packages_for_lambda_and_not_for_this_python() -> None:
    """The runtime is the target's, for the whole application and for each function of it."""
    config = chalice_packager.LambdaConfig.create(chalice_stage=chalice_packager.STAGE)
    assert config.lambda_python_version == "python3.13"
    assert config.scope(chalice_packager.STAGE, "render").lambda_python_version == "python3.13"


def test_a_package_of_one_function_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With KOFU_FUNCTION set the application holds one function's routes, which packaging refuses."""
    monkeypatch.setenv("KOFU_FUNCTION", "render")
    with pytest.raises(PackagingError, match="KOFU_FUNCTION"):
        chalice_packager.load_application(tmp_path)
