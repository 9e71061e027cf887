"""The compiled modules: when they are made, and which of them a package refuses."""

import importlib.util
import re
from importlib.machinery import ExtensionFileLoader, ModuleSpec
from pathlib import Path

import pytest

from infra import native
from infra.packaging import native as deployed
from infra.packaging.errors import PackagingError

_SOURCE = """
#include <Python.h>
#include <stdlib.h>

static PyObject *answer(PyObject *module, PyObject *arguments) {
    return PyLong_FromLong(getenv("TINY") ? 0 : 42); // a function of the C library
}
static PyMethodDef functions[] = {{"answer", answer, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
static PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "tiny", .m_methods = functions};

PyMODINIT_FUNC PyInit_tiny(void) { return PyModule_Create(&definition); }
"""
_MACHINE = 18  # where an ELF file says for which processor it is
_AARCH64 = 183


@pytest.fixture
def compiler() -> native.Compiler:
    """The compiler of this machine."""
    return native.find_compiler()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The source of a module, not compiled yet."""
    directory = tmp_path / "some" / "package"
    directory.mkdir(parents=True)
    (directory / "tiny.c").write_text(_SOURCE)
    return directory / "tiny.c"


@pytest.fixture
def module(source: Path, compiler: native.Compiler) -> Path:
    """A module that was compiled from its source."""
    return native.build(source.parent, compiler)[0]


def _answer(module: Path) -> object:
    loader = ExtensionFileLoader("tiny", str(module))
    loaded = importlib.util.module_from_spec(ModuleSpec("tiny", loader, origin=str(module)))
    loader.exec_module(loaded)
    return loaded.answer()


def test_a_source_becomes_a_module_beside_it(tmp_path: Path, source: Path, compiler: native.Compiler) -> None:
    """What is compiled below a directory can be imported, and no draft of it stays."""
    assert native.build(tmp_path, compiler) == [source.with_name("tiny.abi3.so")]
    assert _answer(source.with_name("tiny.abi3.so")) == 42
    assert sorted(path.name for path in source.parent.iterdir()) == ["tiny.abi3.so", "tiny.c"]


def test_what_has_not_changed_is_not_compiled_again(source: Path, module: Path, compiler: native.Compiler) -> None:
    """A source that is only newer changes nothing."""
    before = module.stat()
    source.touch()
    assert native.build(source.parent, compiler) == []
    assert module.stat() == before


@pytest.mark.parametrize("change", ["source", "header", "compiler", "module"])
def test_what_has_changed_is_compiled_again(source: Path, module: Path, compiler: native.Compiler, change: str) -> None:
    """Another source, header or version of the compiler makes the module anew; so does another file in its place."""
    match change:
        case "source":
            source.write_text(_SOURCE.replace("42", "43"))
        case "header":
            source.with_name("more.h").write_text("")
        case "compiler":
            compiler = compiler._replace(versions="others")
        case "module":
            module.write_bytes(b"by hand")
    assert native.build(source.parent, compiler) == [module]
    assert _answer(module) == (43 if change == "source" else 42)


def test_the_same_source_gives_the_same_bytes(tmp_path: Path, module: Path, compiler: native.Compiler) -> None:
    """The directory gets into a module neither as a name nor otherwise."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "tiny.c").write_text(_SOURCE)
    (other,) = native.build(tmp_path / "other", compiler)
    assert other.read_bytes() == module.read_bytes()
    assert str(tmp_path).encode() not in module.read_bytes()


def test_others_can_look_for_sources_while_a_module_is_made(
    source: Path, compiler: native.Compiler, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No directory comes and goes meanwhile, which would stop another build that walks through it; nor any module."""
    compile_module, seen = native.compile_module, set[Path]()

    def look(source: Path, module: Path, compiler: native.Compiler) -> None:
        compile_module(source, module, compiler)
        seen.update(path for path in source.parent.rglob("*") if path.is_dir() or path.suffix == ".so")

    monkeypatch.setattr(native, "compile_module", look)
    (module,) = native.build(source.parent, compiler)
    assert not seen
    assert module.stat().st_mode & 0o555 == 0o555


def test_a_warning_is_an_error(source: Path, module: Path, compiler: native.Compiler) -> None:
    """What the compiler warns of is not compiled, and the module of before stays as it was."""
    before = module.read_bytes()
    source.write_text(_SOURCE.replace("    return", "    int idle;\n    return"))
    with pytest.raises(native.NotCompiled, match="unused variable"):
        native.build(source.parent, compiler)
    assert module.read_bytes() == before
    assert sorted(path.name for path in source.parent.iterdir()) == ["tiny.abi3.so", "tiny.c"]


def test_without_a_compiler_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The build step ends with status 1 and names the packages."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert native.main() == 1
    said = capsys.readouterr().err
    assert "gcc and libc6-dev" in said
    assert said.count("\n") == 1


def test_without_headers_the_package_that_has_them_is_named(tmp_path: Path) -> None:
    """A Python whose headers are not installed is found out before compiling."""
    with pytest.raises(native.NotCompiled, match="python3-dev"):
        native.find_compiler(headers=tmp_path)


def test_compiled_modules_are_imported_by_way_of_their_packages() -> None:
    """The import rules know no compiled modules, and so would not see what is taken from one."""
    modules = [native.module_of(source) for source in native.sources(native.ROOT / "chalicelib")]
    names = [".".join(module.relative_to(native.ROOT).parts).removesuffix(native.SUFFIX) for module in modules]
    assert names
    directories = [native.ROOT / name for name in ("chalicelib", "infra", "kiosk")]
    files = [native.ROOT / "app.py", *(path for directory in directories for path in directory.rglob("*.py"))]
    hidden = re.compile(rf"\bfrom ({'|'.join(map(re.escape, names))}) import")
    assert [path for path in files if hidden.search(path.read_text())] == []


def test_the_modules_that_are_tested_are_those_of_their_sources(compiler: native.Compiler) -> None:
    """Whoever runs the tests without make after a change of a source is told so (`make native`)."""
    sources = list(native.sources(native.ROOT / "chalicelib"))
    assert sources
    assert [source.name for source in sources if not native.is_current(source, compiler)] == []


def test_modules_of_their_sources_are_packaged(tmp_path: Path, module: Path) -> None:
    """What the build step makes on this machine would run on the target."""
    assert module.is_file()
    deployed.check(tmp_path)


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ("missing", "missing or of another source: make it with python -m infra.native"),
        ("older", "missing or of another source"),
        ("orphan", "has no source: delete it"),
        ("no program", "is no ELF file"),
        ("other processor", "is no shared library for x86_64: package on x86_64 Linux"),
        ("newer C library", r"needs GLIBC_2\.35: .* for glibc 2\.34 or older"),
        ("private symbol", "needs GLIBC_PRIVA"),
        ("other library", r"needs the library libz\.so\.6"),
    ],
)
def test_a_module_that_would_not_run_is_refused(
    source: Path, module: Path, compiler: native.Compiler, broken: str, why: str
) -> None:
    """Each thing that could be wrong with a module stops packaging, and the message says what to do."""
    content = module.read_bytes()
    version = b"GLIBC_2.2.5\0"
    match broken:
        case "missing":
            module.unlink()
        case "older":
            source.write_text(_SOURCE + "\n")
        case "orphan":
            source.unlink()
        case "no program":
            module.write_bytes(bytes.fromhex(native.build_id(source, compiler)))
        case "other processor":
            module.write_bytes(content[:_MACHINE] + bytes((_AARCH64, 0)) + content[_MACHINE + 2 :])
        case "newer C library":
            module.write_bytes(_replaced(content, version, b"GLIBC_2.35\0\0"))
        case "private symbol":
            module.write_bytes(_replaced(content, version, b"GLIBC_PRIVA\0"))
        case "other library":
            module.write_bytes(_replaced(content, b"libc.so.6", b"libz.so.6"))
    with pytest.raises(PackagingError, match=why):
        deployed.check(source.parent)


def _replaced(content: bytes, old: bytes, new: bytes) -> bytes:
    assert old in content
    assert len(old) == len(new)
    return content.replace(old, new)


def test_without_a_compiler_nothing_is_packaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a module is of its source cannot be said then."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PackagingError, match="no C compiler"):
        deployed.check(tmp_path)
