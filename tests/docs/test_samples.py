"""Every sample in the documentation does what the page says."""

import json
import re
import shlex
import sys
import tomllib
from pathlib import Path

import pytest
import typer
from comptoir.app import create_app, serve
from comptoir.cli.main import app as command_line
from comptoir.settings import Settings
from comptoir.testing.conformance import plugin as conformance_options
from starlette.testclient import TestClient
from typer.testing import CliRunner

from tests.docs.asking import Asker
from tests.docs.pages import fits, ids_in, kind_of, of_language, pages, pretty, samples, with_ids

FIRST_COMMANDS = {
    "pip install uv && uv run comptoir demo",
    "pip install uv && uv run python -m tests",
}
"""Run from a fresh clone by whoever releases; they install an environment."""
RUN = {("--version",), ("--help",), ("schema",), ("plugins", "list", "--core")}
LANGUAGES = {"", "graphql", "js", "json", "python", "sh", "text", "toml"}
WITH_GRAPHQL = [page for page in pages() if any(sample.language == "graphql" for sample in samples(page))]
COMMANDS = [
    pytest.param(line, id=line[:60])
    for sample in of_language("sh")
    for line in sample.text.splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize("page", WITH_GRAPHQL, ids=lambda page: page.name)
def test_graphql_answers_as_the_page_shows(page, asker):
    known = {}
    answer = None
    asked = 0
    for sample in samples(page):
        if sample.language == "graphql":
            answer = asker.ask(with_ids(sample.text, known))
            known.update({kind_of(ident): ident for ident in ids_in(answer)})
            asked += 1
        elif sample.language == "json" and answer is not None:
            shown = json.loads(sample.text)
            assert fits(answer, shown), f"{sample.place}: the answer is {pretty(answer)}"
            answer = None
    assert asked


@pytest.mark.parametrize("sample", of_language("json"), ids=lambda sample: sample.place)
def test_json_is_json(sample):
    assert isinstance(json.loads(sample.text), dict)


@pytest.mark.parametrize(
    "page",
    [page for page in pages() if any(sample.language == "python" for sample in samples(page))],
    ids=lambda page: page.name,
)
def test_python_runs(page, own_shop, tmp_path, monkeypatch):
    """The samples of a page run one after another; `shop` is a demonstration shop and `run` awaits."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    # Classes with annotations are looked up in their module.
    monkeypatch.setitem(sys.modules, "sample", type(sys)("sample"))
    names = vars(sys.modules["sample"])
    own = Asker(own_shop)
    names.update(shop=own_shop, run=own.run)
    try:
        for sample in samples(page):
            if sample.language == "python":
                exec(compile("\n" * sample.line + sample.text, str(page), "exec"), names)
    finally:
        own.close()


@pytest.mark.parametrize("line", COMMANDS)
def test_commands_work(line, shop):
    if line in FIRST_COMMANDS:
        assert find_command(["demo"]).name == "demo"
        return
    words = [word for word in shlex.split(line) if not is_setting(word)]
    if words[:2] == ["uv", "run"]:
        words = words[2:]
    checks = {
        "comptoir": check_comptoir,
        "curl": check_curl,
        "uvicorn": check_uvicorn,
        "python": check_module,
        "pytest": check_kit,
    }
    checks[words[0]](words[1:], shop)


def is_setting(word):
    """Tell whether a word sets a setting that exists; raises where it sets one that does not."""
    found = re.match(r"COMPTOIR_([A-Z_]+)=", word)
    if found:
        assert found[1].lower().split("__")[0] in Settings.model_fields, word
    return found is not None


def check_comptoir(words, shop):
    if tuple(words) in RUN:
        result = CliRunner().invoke(command_line, words)
        assert result.exit_code == 0, result.output
        return
    command = find_command(words)
    options = {name for each in command.params for name in each.opts}
    given = {word.partition("=")[0] for word in words if word.startswith("--")}
    assert given <= options, f"{sorted(given - options)} are not among {sorted(options)}"


def find_command(words):
    command = typer.main.get_command(command_line)
    for word in words:
        inner = getattr(command, "commands", {}).get(word)
        if inner is None:
            break
        command = inner
    assert words[0] in typer.main.get_command(command_line).commands, words
    return command


def check_curl(words, shop):
    path = next(word for word in words if not word.startswith("-")).partition("8000")[2]
    assert TestClient(serve(shop)).get(path).status_code == 200


def check_kit(words, shop):
    assert words[:2] == ["--pyargs", "comptoir.testing.conformance"]
    options = Path(conformance_options.__file__).read_text("utf-8")
    assert [word for word in words[2:] if word.startswith("--") and f'"{word}"' not in options] == []


def check_uvicorn(words, shop):
    assert "comptoir.app:create_app" in words
    assert "--factory" in words
    assert callable(create_app)


def check_module(words, shop):
    module = words[1]
    assert words[0] == "-m"
    assert module in {"tests", "tests.benchmarks"}


@pytest.mark.parametrize("sample", of_language("toml"), ids=lambda sample: sample.place)
def test_toml_is_toml_and_settings_exist(sample, tmp_path, monkeypatch):
    parsed = tomllib.loads(sample.text)
    if "comptoir.toml" not in sample.text.splitlines()[0]:
        return
    (tmp_path / "comptoir.toml").write_text(sample.text)
    monkeypatch.chdir(tmp_path)
    settings = Settings()
    for name, value in parsed.items():
        assert name in Settings.model_fields
        if not isinstance(value, dict | list):
            assert str(getattr(settings, name)) == str(value)


def test_every_sample_says_its_language():
    found = {sample.language for page in pages() for sample in samples(page)}
    assert found <= LANGUAGES
