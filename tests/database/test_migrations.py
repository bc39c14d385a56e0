"""Migrations: one line of revisions for each owner, up and down, the same tables as the classes say."""

import importlib.util
import subprocess
import sys

import pytest
from comptoir.clock import SystemClock
from comptoir.db.database import open_database
from comptoir.db.migrate import KERNEL, current, downgrade, head, pending, schema_differences, upgrade
from comptoir.errors import ConfigurationError
from comptoir.hooks.contributions import Migrations
from comptoir.hooks.registry import CORE_CONTEXTS
from comptoir.settings import Settings
from sqlalchemy import inspect, text

from tests.rig.databases import core_migrations

FIRST = """
import sqlalchemy as sa
from alembic import op

revision = "guest_0001"
down_revision = None


def upgrade():
    op.create_table("guest_book", sa.Column("id", sa.Integer, primary_key=True))


def downgrade():
    op.drop_table("guest_book")
"""
SECOND = """
import sqlalchemy as sa
from alembic import op

revision: str = "guest_0002"
down_revision: str | None = "guest_0001"


def upgrade():
    with op.batch_alter_table("guest_book") as batch:
        batch.add_column(sa.Column("name", sa.String(40), nullable=False, server_default=""))


def downgrade():
    with op.batch_alter_table("guest_book") as batch:
        batch.drop_column("name")
"""
BROKEN = """
from alembic import op

revision = "guest_0003"
down_revision = "guest_0002"


def upgrade():
    op.drop_column("guest_book", "name")
    op.execute("SELECT * FROM nowhere")


def downgrade():
    pass
"""


@pytest.fixture
def empty(empty_database_url):
    database = open_database(Settings(database_url=empty_database_url), clock=SystemClock())
    yield database
    database.close_now()


@pytest.fixture
def guest(tmp_path):
    (tmp_path / "0001_guest.py").write_text(FIRST)
    return Migrations(owner="guest", folder=tmp_path)


def tables(database):
    return database.read_now(lambda tx: set(inspect(tx.connection).get_table_names()))


def columns(database, table):
    return database.read_now(lambda tx: [c["name"] for c in inspect(tx.connection).get_columns(table)])


def test_an_empty_database_is_brought_up_owner_by_owner(empty, guest):
    assert pending(empty, [guest]) == ["kernel", "guest"]
    assert upgrade(empty, [guest]) == ["kernel", "guest"]
    assert current(empty, [guest]) == {"kernel": head(KERNEL), "guest": "guest_0001"}
    assert pending(empty, [guest]) == []
    assert {"kernel_revision", "guest_book", "alembic_version_kernel", "alembic_version_guest"} <= tables(
        empty
    )
    assert upgrade(empty, [guest]) == []


def test_only_who_is_behind_migrates(empty, guest):
    upgrade(empty, [guest])
    (guest.folder / "0002_names.py").write_text(SECOND)
    assert upgrade(empty, [guest]) == ["guest"]
    assert columns(empty, "guest_book") == ["id", "name"]


def test_a_migration_that_fails_changes_nothing(empty, guest):
    (guest.folder / "0002_names.py").write_text(SECOND)
    upgrade(empty, [guest])
    (guest.folder / "0003_broken.py").write_text(BROKEN)
    with pytest.raises(Exception, match="nowhere"):
        upgrade(empty, [guest])
    assert current(empty, [guest])["guest"] == "guest_0002"
    assert columns(empty, "guest_book") == ["id", "name"]
    (guest.folder / "0003_broken.py").unlink()
    assert upgrade(empty, [guest]) == []


def test_the_tables_of_a_plugin_can_be_removed_without_harm_to_the_core(empty, guest):
    everyone = [*core_migrations(), guest]
    upgrade(empty, core_migrations())
    before = tables(empty)
    upgrade(empty, everyone)
    downgrade(empty, everyone, "guest")
    assert tables(empty) == before
    assert current(empty, everyone)["guest"] is None
    downgrade(empty, everyone, "guest")
    assert upgrade(empty, everyone) == ["guest"]


def test_every_owner_can_go_down_and_up_again(empty):
    everyone = core_migrations()
    upgrade(empty, everyone)
    before = tables(empty)
    for owner in [*reversed([each.owner for each in everyone]), "kernel"]:
        downgrade(empty, everyone, owner)
    assert tables(empty) == set()
    upgrade(empty, everyone)
    assert tables(empty) == before


def test_an_unknown_owner_cannot_be_removed(empty, guest):
    with pytest.raises(ConfigurationError, match="no plugin named 'ghost'"):
        downgrade(empty, [guest], "ghost")


def test_a_database_newer_than_the_code_is_refused(empty, guest):
    (guest.folder / "0002_names.py").write_text(SECOND)
    upgrade(empty, [guest])
    (guest.folder / "0002_names.py").unlink()
    with pytest.raises(ConfigurationError, match="does not know"):
        upgrade(empty, [guest])
    assert columns(empty, "guest_book") == ["id", "name"]


def unusable(tmp_path, kind):
    if kind == "not a database":
        (tmp_path / "shop.db").write_text("a shopping list, and quite a long one " * 100)
        return f"sqlite:///{tmp_path / 'shop.db'}"
    if kind == "a folder":
        (tmp_path / "shop.db").mkdir()
        return f"sqlite:///{tmp_path / 'shop.db'}"
    return f"postgresql://shop:secret@/shop?host={tmp_path}"


@pytest.mark.parametrize("kind", ["not a database", "a folder", "nobody answers"])
def test_a_database_that_cannot_be_used_is_named_without_its_password(tmp_path, kind):
    database = open_database(Settings(database_url=unusable(tmp_path, kind)), clock=SystemClock())
    try:
        with pytest.raises(ConfigurationError, match="cannot be used") as caught:
            upgrade(database, [])
    finally:
        database.close_now()
    assert "secret" not in caught.value.message


def test_a_place_for_the_database_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(ConfigurationError, match="cannot be opened"):
        open_database(Settings(database_url=f"sqlite:///{tmp_path}/taken/shop.db"), clock=SystemClock())


@pytest.mark.parametrize("owner", ["Guest", "guest; drop", "", "1st", "kernel-x"])
def test_malformed_owners_are_refused(sqlite_database, guest, owner):
    with pytest.raises(ConfigurationError, match="cannot own tables"):
        upgrade(sqlite_database, [Migrations(owner=owner, folder=guest.folder)])


def test_an_owner_named_twice_is_refused(sqlite_database, guest):
    with pytest.raises(ConfigurationError, match="taken twice"):
        upgrade(sqlite_database, [guest, guest])


def test_revisions_that_fork_or_are_missing_are_refused(tmp_path, guest):
    (guest.folder / "0002_other.py").write_text(FIRST.replace("guest_0001", "guest_1001"))
    with pytest.raises(ConfigurationError, match="one line"):
        head(guest)
    with pytest.raises(ConfigurationError, match="nothing"):
        head(Migrations(owner="void", folder=tmp_path / "void"))


def test_programs_that_start_together_migrate_once(empty):
    # Alembic keeps the migration in progress in a global, so programs, not threads, migrate side by side.
    code = "import sys; from tests.rig.databases import migrate; migrate(sys.argv[1])"
    programs = [
        subprocess.Popen([sys.executable, "-c", code, empty.url], stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for program in programs:
        assert (program.communicate(timeout=60)[1], program.returncode) == ("", 0)
    assert upgrade(empty, core_migrations()) == []


def test_a_start_with_nothing_to_do_changes_nothing(database):
    assert pending(database, core_migrations()) == []
    assert upgrade(database, core_migrations()) == []


def test_tables_equal_the_classes(database):
    for name in CORE_CONTEXTS:
        if importlib.util.find_spec(f"comptoir.{name}.models"):
            importlib.import_module(f"comptoir.{name}.models")
    assert schema_differences(database, core_migrations()) == []


def test_a_difference_is_found(database):
    database.write_now(
        lambda tx: tx.execute(text("ALTER TABLE kernel_job ADD COLUMN extra INTEGER")) and None
    )
    [difference] = schema_differences(database, core_migrations())
    assert "remove_column" in difference
    assert "extra" in difference


@pytest.mark.parametrize("context", CORE_CONTEXTS)
def test_each_context_registers_the_folder_that_the_tests_migrate(context):
    plugin = importlib.import_module(f"comptoir.{context}.plugin")
    registered = plugin.register_migrations() if hasattr(plugin, "register_migrations") else []
    assert list(registered) == [each for each in core_migrations() if each.owner == context]
