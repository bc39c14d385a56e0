"""What the repository promises about its own shape."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST_LINES = 400
MOST_FUNCTION_LINES = 50
TOP_LEVEL = {"LICENSE", "README.md", "core", "plugins", "pyproject.toml", "storefronts", "tests"}
FORBIDDEN_NAMES = {
    "services",
    "service",
    "utils",
    "util",
    "helpers",
    "helper",
    "manager",
    "managers",
    "common",
}
TEXT = {
    ".cfg",
    ".css",
    ".csv",
    ".graphql",
    ".html",
    ".ini",
    ".js",
    ".json",
    ".md",
    ".po",
    ".py",
    ".toml",
    ".txt",
}
TEXT |= {"", ".typed", ".yaml", ".yml", ".svg", ".xml", ".sh", ".webmanifest"}

# Put together from pieces, so that this file names none of them.
HOSTS = tuple(
    ".".join(parts)
    for parts in [
        ("pypi", "org"),
        ("python" + "hosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("registry", "yarnpkg", "com"),
        ("registry", "npm"),
        ("crates", "io"),
        ("docker", "io"),
        ("ghcr", "io"),
        ("jsdelivr", "net"),
        ("unpkg", "com"),
    ]
)
MACHINE_PATHS = tuple("/" + each + "/" for each in ("root", "work", "home/user", "Users"))


def tracked():
    """Return the paths of the files that the repository holds."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode == 0:
        paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
        return [path for path in paths if path.is_file()]
    # An unpacked archive has no repository around it: everything in it counts, save what tools leave behind.
    hidden = {"__pycache__", "node_modules", "dist", "build"}
    return [
        path
        for path in ROOT.rglob("*")
        if path.is_file()
        and not any(part in hidden or part.startswith(".") for part in path.relative_to(ROOT).parts)
        and path.name != "uv.lock"
    ]


FILES = tracked()
PYTHON = [path for path in FILES if path.suffix == ".py" and "vendor" not in path.parts]


def name(path):
    return path.relative_to(ROOT).as_posix()


def functions(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            yield node.name, node.end_lineno - first + 1


def test_the_top_level_is_fixed():
    found = {path.relative_to(ROOT).parts[0] for path in FILES}
    assert {each for each in found if not each.startswith(".")} == TOP_LEVEL


def test_python_files_are_short():
    long = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in PYTHON}
    assert {path: lines for path, lines in long.items() if lines > MOST_LINES} == {}


def test_functions_are_short():
    long = {
        f"{name(path)}: {function}": lines
        for path in PYTHON
        for function, lines in functions(path)
        if lines > MOST_FUNCTION_LINES
    }
    assert long == {}


def test_no_file_has_a_name_that_says_nothing():
    stems = {name(path): path.stem.lower() for path in PYTHON}
    assert [path for path, stem in stems.items() if stem in FORBIDDEN_NAMES] == []


def texts():
    for path in FILES:
        if path.suffix in TEXT and "vendor" not in path.parts:
            yield name(path), path.read_text(encoding="utf-8")


@pytest.mark.parametrize("host", HOSTS)
def test_no_file_names_a_registry(host):
    assert [path for path, text in texts() if host in text] == []


def test_vendored_files_name_no_registry_either():
    vendored = [path for path in FILES if "vendor" in path.parts and path.suffix in TEXT]
    found = [(name(path), host) for path in vendored for host in HOSTS if host in path.read_text("utf-8")]
    assert found == []


@pytest.mark.parametrize("place", MACHINE_PATHS)
def test_no_file_names_a_place_on_a_machine(place):
    assert [path for path, text in texts() if place in text] == []


def test_no_lock_file_is_tracked():
    locks = {"uv.lock", "poetry.lock", "package-lock.json", "yarn.lock", "pnpm-lock.yaml"}
    assert [name(path) for path in FILES if path.name in locks] == []


def test_nothing_is_left_for_later():
    marks = ("TO" + "DO", "FIX" + "ME", "X" + "XX:", "HA" + "CK:")
    found = [(name(path), mark) for path in PYTHON for mark in marks if mark in path.read_text("utf-8")]
    assert found == []


def test_no_test_is_skipped():
    marks = (
        "mark." + "skip",
        "mark." + "xfail",
        "pytest." + "skip(",
        "pytest." + "xfail(",
        "import" + "orskip",
    )
    found = [(name(path), mark) for path in PYTHON for mark in marks if mark in path.read_text("utf-8")]
    assert found == []
