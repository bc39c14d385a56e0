"""What the README promises: two commands, a short read, and a channel that works as printed."""

import ast
import importlib
import json
import sys
import tomllib

import pytest
from comptoir.app import create_app
from comptoir.hooks import registry
from starlette.testclient import TestClient

from tests.docs.pages import ROOT, samples
from tests.rig.demo_shop import demo_settings

README = ROOT / "README.md"
QUERY = "query @inContext(country: GB, language: EN) %s"


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Write the channel of the README into a folder that Python imports from."""
    found = {
        sample.language: sample.text for sample in samples(README) if sample.language in {"toml", "python"}
    }
    (tmp_path / "pyproject.toml").write_text(found["toml"])
    (tmp_path / "comptoir_corner.py").write_text(found["python"])
    monkeypatch.syspath_prepend(str(tmp_path))
    yield found
    sys.modules.pop("comptoir_corner", None)


@pytest.fixture
def settings(documented_folder):
    return demo_settings(documented_folder)


def check_page(app, asker, source):
    with TestClient(app) as client:
        page = client.get("/corner/")
    assert page.status_code == 200
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    tree = ast.parse(source)
    document = next(
        node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and node.targets[0].id == "SHOWN"
    )
    shown = asker.ask(QUERY % document)["data"]["products"]["nodes"]
    assert len(shown) == 3
    for product in shown:
        assert product["title"] in page.text
        price = product["priceRange"]["minVariantPrice"]["amount"].removesuffix(".00")
        assert f"from £{price}" in page.text
        assert product["returnPolicy"]["summary"] in page.text


def test_the_readme_is_short_and_has_the_two_commands():
    text = README.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 150
    assert "\npip install uv && uv run comptoir demo\n" in text
    assert "\npip install uv && uv run python -m tests\n" in text


def test_the_channel_is_under_forty_lines_with_its_pyproject(files):
    assert sum(len(text.splitlines()) for text in files.values()) < 40


def test_the_channel_works_when_handed_to_the_application(files, settings, asker):
    corner = importlib.import_module("comptoir_corner")
    check_page(create_app(settings, plugins=[corner]), asker, files["python"])


def test_the_channel_is_found_when_it_is_installed(files, settings, asker, tmp_path):
    project = tomllib.loads(files["toml"])["project"]
    metadata = tmp_path / "comptoir_corner-0.1.0.dist-info"
    metadata.mkdir()
    lines = [f"Requires-Dist: {requirement}" for requirement in project["dependencies"]]
    heading = ["Metadata-Version: 2.1", f"Name: {project['name']}", f"Version: {project['version']}"]
    (metadata / "METADATA").write_text("\n".join([*heading, *lines]) + "\n")
    points = "".join(f"{name} = {target}\n" for name, target in project["entry-points"]["comptoir"].items())
    (metadata / "entry_points.txt").write_text(f"[{registry.PROJECT}]\n{points}")
    importlib.invalidate_caches()
    check_page(create_app(settings), asker, files["python"])


def test_the_channel_escapes_what_the_shop_says(files):
    corner = importlib.import_module("comptoir_corner")
    product = {
        "title": "<b>",
        "priceRange": {"minVariantPrice": {"amount": "1.00", "currencyCode": "GBP"}},
        "returnPolicy": {"summary": "fine"},
    }
    assert corner.line(product) == "<b>, from £1.00. fine"
    assert "escape(line(product))" in files["python"]


def test_answers_are_shown_as_json_objects():
    shown = [json.loads(sample.text) for sample in samples(README) if sample.language == "json"]
    assert len(shown) == 5
    assert all(set(answer) == {"data"} for answer in shown)
