# ruff: noqa: E501, ISC004 - tables of cases read better in one line each
"""`comptoir plugins`: a broken plugin is named with its reason, and everything else goes on."""

import json

import pytest
from comptoir.hooks.registry import CORE_CONTEXTS

from tests.cli.conftest import CORE_ALONE

BROKEN = {
    "at_import": ("1 / 0", "ZeroDivisionError"),
    "that_exits": ("raise SystemExit(3)", "SystemExit"),
    "misspelt": ("from comptoir.api import hookimpl\n@hookimpl\ndef register_grapql():\n    return []", "register_grapql"),
    "wrong_list": ("from comptoir.api import hookimpl\n@hookimpl\ndef register_jobs():\n    return ['x']", "Job was expected"),
    "bad_tables": (
        "from pathlib import Path\nfrom comptoir.api import Migrations, hookimpl\n@hookimpl\n"
        "def register_migrations():\n    return [Migrations(owner='bad_tables', folder=Path('/nowhere'))]",
        "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_plugin_is_listed_with_its_reason(run, installed, name):
    source, reason = BROKEN[name]
    installed(name, source)
    done = run("plugins", "list", "--json", **CORE_ALONE)
    plugins = {plugin["name"]: plugin for plugin in json.loads(done.stdout)}
    assert plugins[name]["status"] == "failed"
    assert plugins[name]["version"] == "1.2"
    assert reason in plugins[name]["error"]
    assert plugins["web"]["status"] == "disabled"
    listed = run("plugins", "list", **CORE_ALONE)
    assert f"{name}: " in listed.stderr
    assert reason in listed.stderr
    assert name in run("plugins", "check", status=1, **CORE_ALONE).stderr


def test_a_plugin_for_another_version_says_which_it_needs(run, installed):
    installed("future", "", requires=["comptoir>=99"])
    (found,) = [
        each
        for each in json.loads(run("plugins", "list", "--json", **CORE_ALONE).stdout)
        if each["name"] == "future"
    ]
    assert found["status"] == "failed"
    assert ">=99" in found["error"]


def test_the_core_s_contexts_are_shown_when_asked_for(run):
    found = json.loads(run("plugins", "list", "--json", "--core", **CORE_ALONE).stdout)
    assert [each["name"] for each in found if each["origin"] == "core"] == list(CORE_CONTEXTS)


def test_a_broken_plugin_does_not_spoil_the_schema_or_the_tables(run, installed):
    clash = """
        import strawberry
        from comptoir.api import GraphQLContribution, hookimpl

        @strawberry.type
        class Q:
            @strawberry.field
            def shop(self) -> str:
                return ""

        @hookimpl
        def register_graphql():
            return [GraphQLContribution(queries=(Q,))]
        """
    installed("clash", clash)
    assert (
        run("schema", **CORE_ALONE)
        .stdout.lstrip()
        .startswith(('"""', "directive", "type", "interface", "enum", "input", "scalar", "union", "schema"))
    )
    assert "cart" in run("migrate", **CORE_ALONE).stdout


def test_a_plugin_s_command_joins_the_command_line(run, installed):
    command = """
        import typer
        from comptoir.api import Command, hookimpl

        app = typer.Typer()

        @app.callback(invoke_without_command=True)
        def greet():
            print("hello from a plugin")

        @hookimpl
        def register_commands():
            return [Command(name="greet", app=app)]
        """
    installed("greeter", command)
    assert run("greet", **CORE_ALONE).stdout == "hello from a plugin\n"
