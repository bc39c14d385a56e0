"""The command line: quick help, one-line errors, and what each command does to a shop."""

import re
from pathlib import Path

import pytest
from comptoir import __version__
from comptoir.doors.addresses import lan_address

from tests.cli.conftest import CORE_ALONE

PRINTED = Path(__file__).parents[2] / "core/schema.graphql"


def assert_one_line(done, *words):
    """Check that standard error is one line that names these words, without a traceback."""
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith("comptoir: ")
    for word in words:
        assert word in line


def test_help_names_the_commands(run):
    assert "demo" in run("--help").stdout


def test_the_version_is_printed(run):
    assert run("--version").stdout == f"{__version__}\n"


def test_the_printed_schema_is_the_core_s(run):
    printed = run("schema", **CORE_ALONE).stdout
    assert printed == PRINTED.read_text(encoding="utf-8"), (
        "print it anew: comptoir schema > core/schema.graphql"
    )


def test_migrate_makes_the_tables_once(run, tmp_path):
    first = run("migrate", **CORE_ALONE).stdout.splitlines()
    assert first[0] == "kernel"
    assert {"markets", "catalog", "cart"} <= set(first)
    assert (tmp_path / ".comptoir/shop.db").exists()
    assert run("migrate", **CORE_ALONE).stdout == "up to date\n"


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"CART_DAYS": "soon"}, ["COMPTOIR_CART_DAYS"]),
        ({"LIMITS__DEPTH": "0"}, ["COMPTOIR_LIMITS__DEPTH"]),
        ({"PLUGINS__DISABLED": "web"}, ["plugins"]),
        ({"DATABASE_URL": "nonsense"}, ["database address"]),
        ({"DATABASE_URL": "mysql://a/b"}, ["mysql"]),
        ({"DATABASE_URL": "sqlite:////proc/no/shop.db"}, ["/proc/no/shop.db"]),
        ({"PLUGINS__REQUIRED": '["nobody"]'}, ["nobody"]),
        ({"STOREFRONT": "nobody"}, ["nobody"]),
        ({"TAX__PROVIDER": "nobody"}, ["COMPTOIR_TAX__PROVIDER", "nobody"]),
        ({"TAX__ON_FAILURE": "guess"}, ["COMPTOIR_TAX__ON_FAILURE"]),
    ],
)
def test_a_wrong_setting_is_told_in_one_line(run, variables, words):
    assert_one_line(run("demo", "--load-only", status=1, **variables), *words)


@pytest.mark.parametrize(
    "command",
    [
        ["device", "list"],
        ["import", "nothing.csv"],
        ["export", "-"],
        ["parity"],
        ["serve"],
        ["plugins", "list"],
    ],
)
def test_every_command_tells_a_wrong_setting_in_one_line(run, command):
    assert_one_line(run(*command, status=1, CART_DAYS="soon"), "COMPTOIR_CART_DAYS")


def test_a_broken_settings_file_is_told_in_one_line(run, tmp_path):
    (tmp_path / "comptoir.toml").write_text("cart_days = [")
    assert_one_line(run("migrate", status=1), "settings")


def test_an_unknown_command_is_named(run):
    assert "nonsense" in run("nonsense", status=2, **CORE_ALONE).stderr


def test_a_demonstration_without_a_brand_says_what_to_install(run):
    assert_one_line(run("demo", "--load-only", status=1, **CORE_ALONE), "comptoir-atelier")


BRAND = """
from comptoir.api import ShopDraft, MarketDraft, Storefront, hookimpl, save_market, save_shop

async def load(shop, progress):
    progress("shop", 0, 1)
    await shop.db.write(save_market, draft=MarketDraft(handle="eu", name="Europe", currency="EUR", countries=("FR",)))
    await shop.db.write(save_shop, draft=ShopDraft(name="Tiny", default_market="eu"))
    with open("loads", "a") as file:
        file.write("x")
    progress("shop", 1, 1)

@hookimpl
def register_storefronts():
    return [Storefront(name="tiny", title="Tiny", theme={}, load=load)]
"""


@pytest.fixture
def brand(installed):
    installed("tinybrand", BRAND)
    return {**CORE_ALONE, "STOREFRONT": "tiny"}


def test_the_demonstration_is_loaded_once(run, brand, tmp_path):
    for _ in range(2):
        run("demo", "--load-only", **brand)
    assert (tmp_path / "loads").read_text() == "x"
    assert not (tmp_path / ".comptoir/demo.loading").exists()


def test_a_shop_that_listens_everywhere_tells_an_address_that_opens(start, brand):
    with start("demo", "--host", "0.0.0.0", "--port", "0", **brand) as demo:
        told = next(line for line in demo.stdout if line.startswith("GraphQL"))
    assert told.split() == ["GraphQL", f"http://{lan_address() or '127.0.0.1'}:0/graphql"]


def test_reset_loads_it_anew_and_leaves_other_files_alone(run, brand, tmp_path):
    run("demo", "--load-only", **brand)
    (tmp_path / ".comptoir/notes.txt").write_text("mine")
    run("demo", "--reset", "--load-only", **brand)
    assert (tmp_path / "loads").read_text() == "xx"
    assert (tmp_path / ".comptoir/notes.txt").read_text() == "mine"


def test_an_interrupted_load_begins_anew(run, brand, tmp_path):
    run("demo", "--load-only", **brand)
    (tmp_path / ".comptoir/demo.loaded").rename(tmp_path / ".comptoir/demo.loading")
    run("demo", "--load-only", **brand)
    assert (tmp_path / "loads").read_text() == "xx"


def test_the_demonstration_has_an_owner_whose_password_is_told_once(run, brand):
    told = run("demo", "--load-only", **brand).stdout
    assert re.search(r"owner@demo\.example with the password [0-9a-f]{16}$", told, re.MULTILINE)
    assert "password" not in run("demo", "--load-only", **brand).stdout
    assert "owner@demo.example" in run("staff", "list", **brand).stdout


def test_a_shop_that_is_not_the_demonstration_is_neither_filled_nor_removed(run, brand, tmp_path):
    run("demo", "--load-only", **brand)
    (tmp_path / ".comptoir/demo.loaded").unlink()
    assert_one_line(run("demo", "--load-only", status=1, **brand), "not the demonstration")
    assert_one_line(run("demo", "--load-only", "--reset", status=1, **brand), "not the demonstration")
    assert (tmp_path / ".comptoir/shop.db").exists()
    assert (tmp_path / "loads").read_text() == "x"


def test_reset_never_empties_a_folder_of_other_things(run, brand, tmp_path):
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers/thesis.txt").write_text("ten years")
    run("demo", "--reset", "--load-only", DATA_DIR="papers", **brand)
    assert (tmp_path / "papers/thesis.txt").read_text() == "ten years"


def test_reset_does_not_touch_a_database_elsewhere(run, brand):
    done = run(
        "demo", "--reset", "--load-only", status=1, DATABASE_URL="postgresql://nobody@127.0.0.1:1/x", **brand
    )
    assert_one_line(done, "COMPTOIR_DATABASE_URL")


def test_the_doctor_finds_what_contradicts_itself_and_tells_by_its_status(run, brand, installed, tmp_path):
    assert_one_line(run("doctor", status=1, **brand), "comptoir migrate")
    run("demo", "--load-only", **brand)
    assert run("doctor", **brand).stdout.splitlines()[0] == "stock: nothing found"
    installed("worried", WORRIED)
    lines = run("doctor", status=1, **brand).stdout.splitlines()
    assert lines[-2:] == ["worries: 1 found", "  thing 7: it is worn"]


WORRIED = """
from comptoir.api import Check, Finding, hookimpl

@hookimpl
def register_checks():
    return [Check(name="worries", run=lambda tx: [Finding(subject="thing 7", message="it is worn")])]
"""
