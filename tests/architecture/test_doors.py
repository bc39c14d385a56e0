"""Who may import whom beyond the layers: plugins and storefronts use the public doors of the core alone."""

import ast
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOORS = ("comptoir.api", "comptoir.testing")


def packages(folder):
    """Return the import packages of the distributions in a folder."""
    return sorted(path.parent for path in (ROOT / folder).glob("*/comptoir_*/__init__.py"))


def imports(path):
    """Yield each module that a file imports; `from a import b` counts as a and as a.b."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for each in node.names:
                yield node.lineno, each.name
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.lineno, node.module
            if node.module == "comptoir":
                for each in node.names:
                    yield node.lineno, f"comptoir.{each.name}"


def is_core(module):
    return module == "comptoir" or module.startswith("comptoir.")


def is_door(module):
    return module == "comptoir" or any(module == door or module.startswith(f"{door}.") for door in DOORS)


def trespasses(package, *, allowed_siblings):
    for path in sorted(package.rglob("*.py")):
        for line, module in imports(path):
            place = f"{path.relative_to(ROOT)}:{line} imports {module}"
            if is_core(module) and not is_door(module):
                yield place
            sibling = module.split(".")[0]
            known = sibling == package.name or sibling in allowed_siblings
            if sibling.startswith("comptoir_") and not known:
                yield place


PLUGINS = packages("plugins")
STOREFRONTS = packages("storefronts")


@pytest.mark.parametrize("package", PLUGINS, ids=lambda path: path.name)
def test_a_plugin_imports_the_public_door_and_no_other_plugin(package):
    assert list(trespasses(package, allowed_siblings=())) == []


@pytest.mark.parametrize("package", STOREFRONTS, ids=lambda path: path.name)
def test_a_storefront_imports_the_public_door_and_plugins(package):
    assert list(trespasses(package, allowed_siblings={path.name for path in PLUGINS})) == []


def test_the_core_imports_no_plugin_and_no_storefront():
    names = {path.name for path in (*PLUGINS, *STOREFRONTS)}
    found = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in sorted((ROOT / "core" / "comptoir").rglob("*.py"))
        for line, module in imports(path)
        if module.split(".")[0] in names
    ]
    assert found == []


def test_plugins_and_storefronts_exist():
    assert PLUGINS
    assert STOREFRONTS


@pytest.mark.parametrize(
    "module", ["comptoir.db.tx", "comptoir.shop", "comptoir.apiary", "comptoir.testing_room"]
)
def test_the_rule_knows_a_back_door(module):
    assert is_core(module)
    assert not is_door(module)


@pytest.mark.parametrize("module", ["comptoir.api", "comptoir.testing", "comptoir.testing.factories"])
def test_the_rule_knows_the_front_door(module):
    assert is_door(module)


def test_every_member_of_the_workspace_is_listed_and_named_after_its_package():
    workspace = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    members = set(workspace["tool"]["uv"]["workspace"]["members"])
    found = {"core", *(package.parent.relative_to(ROOT).as_posix() for package in (*PLUGINS, *STOREFRONTS))}
    assert members == found
    for package in (*PLUGINS, *STOREFRONTS):
        project = tomllib.loads((package.parent / "pyproject.toml").read_text("utf-8"))["project"]
        assert project["name"].replace("-", "_") == package.name
