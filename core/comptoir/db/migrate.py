"""Migrations: each owner of tables (a context of the core, a plugin) has Alembic revisions of its own.

An owner's revisions form one line and are recorded in `alembic_version_<owner>`, so that a plugin's tables
can be brought up and removed without touching those of anybody else. Owners migrate in the order given, each
in one transaction, under a lock that processes starting together share.
"""

import logging
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from comptoir.db.database import Database
from comptoir.db.tx import ReadTx
from comptoir.errors import ConfigurationError
from comptoir.hooks.contributions import Migrations

if TYPE_CHECKING:
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

KERNEL = Migrations(owner="kernel", folder=Path(__file__).parent / "migrations")

# Alembic keeps the migration in progress in globals.
_one_at_a_time = threading.Lock()

_OWNER = re.compile(r"[a-z][a-z0-9_]{0,39}")
_IDENTIFIERS = re.compile(
    r"""^(revision|down_revision)\b[^=\n]*=\s*(?:["']([^"'\n]+)["']|None\b)""", re.MULTILINE
)


def upgrade(database: Database, migrations: Sequence[Migrations]) -> list[str]:
    """Bring the tables of all owners (the kernel's first) to their newest revision; return who was behind.

    Costs a query or two when nobody is behind. Raises `ConfigurationError` when the database cannot be
    reached or is newer than the code, or an owner's revisions do not form one line.
    """
    everyone = _with_kernel(migrations)
    try:
        behind = pending(database, everyone)
    except DBAPIError as error:
        shown = make_url(database.url).render_as_string(hide_password=True)
        raise ConfigurationError(f"the database {shown} cannot be used: {error.orig}") from error
    if not behind:
        return []
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with database.exclusive() as connection:
        # Another process may have migrated while this one waited for the lock.
        found = _find_current(connection, everyone)
        connection.rollback()
        late = [owner for owner in everyone if found[owner.owner] != head(owner)]
        for owner in late:
            _upgrade_owner(connection, owner)
    return [owner.owner for owner in late]


def downgrade(database: Database, migrations: Sequence[Migrations], owner: str) -> None:
    """Remove the tables of one owner, and the record that they existed.

    Raises `ConfigurationError` when no such owner is known.
    """
    chosen = next((each for each in _with_kernel(migrations) if each.owner == owner), None)
    if chosen is None:
        raise ConfigurationError(f"no plugin named '{owner}' has tables")
    with database.exclusive() as connection:
        if _find_current(connection, [chosen])[owner] is None:
            return
        connection.rollback()
        with _transaction(connection):
            _run(connection, chosen, lambda script, now: script._downgrade_revs("base", now))  # noqa: SLF001
            connection.execute(text(f"DROP TABLE {_version_table(owner)}"))


def current(database: Database, migrations: Sequence[Migrations]) -> dict[str, str | None]:
    """Return the revision that each owner's tables are at; none where they do not exist."""
    owners = _with_kernel(migrations)

    def find(tx: ReadTx) -> dict[str, str | None]:
        return _find_current(tx.connection, owners)

    return database.read_now(find)


def pending(database: Database, migrations: Sequence[Migrations]) -> list[str]:
    """Return the owners whose tables are not at their newest revision."""
    found = current(database, migrations)
    return [each.owner for each in _with_kernel(migrations) if found[each.owner] != head(each)]


def head(migrations: Migrations) -> str:
    """Return the newest revision in an owner's folder, read without importing Alembic or the revisions.

    Raises `ConfigurationError` when there is not exactly one.
    """
    after: dict[str, str | None] = {}
    for path in sorted(migrations.folder.glob("*.py")):
        found = dict(_IDENTIFIERS.findall(path.read_text(encoding="utf-8")))
        if "revision" in found:
            after[found["revision"]] = found.get("down_revision") or None
    heads = after.keys() - set(after.values())
    if len(heads) != 1:
        raise ConfigurationError(
            f"the revisions of '{migrations.owner}' in {migrations.folder} must form one line, "
            f"but they end in {sorted(heads) or 'nothing'}"
        )
    return heads.pop()


def _with_kernel(migrations: Sequence[Migrations]) -> list[Migrations]:
    everyone = [KERNEL, *(each for each in migrations if each.owner != KERNEL.owner)]
    names = [each.owner for each in everyone]
    for name in names:
        if not _OWNER.fullmatch(name) or names.count(name) > 1:
            raise ConfigurationError(f"'{name}' cannot own tables: the name is malformed or taken twice")
    return everyone


def _version_table(owner: str) -> str:
    return f"alembic_version_{owner}"


def _find_current(connection: Connection, migrations: Sequence[Migrations]) -> dict[str, str | None]:
    tables = set(inspect(connection).get_table_names())
    found: dict[str, str | None] = {each.owner: None for each in migrations}
    present = [owner for owner in found if _version_table(owner) in tables]
    if present:
        # The names were checked against a pattern of letters, digits and underscores.
        parts = [f"SELECT '{name}', version_num FROM {_version_table(name)}" for name in present]  # noqa: S608
        rows = connection.execute(text(" UNION ALL ".join(parts)))
        found.update((owner, revision) for owner, revision in rows)
    return found


def _upgrade_owner(connection: Connection, migrations: Migrations) -> None:
    with _transaction(connection):
        _run(connection, migrations, lambda script, now: script._upgrade_revs("head", now))  # noqa: SLF001


@contextmanager
def _transaction(connection: Connection) -> Iterator[None]:
    """Migrate whole or not at all; SQLite, too, can undo changes of tables."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        yield
        if connection.dialect.name == "sqlite":
            _check_keys(connection)
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def _check_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise ConfigurationError(f"a migration left rows without the row they name: {broken[:3]}")


def _run(
    connection: Connection,
    migrations: Migrations,
    plan: "Callable[[ScriptDirectory, Any], Any]",
) -> None:
    from alembic.operations import Operations
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    script = ScriptDirectory(str(migrations.folder), version_locations=[str(migrations.folder)])
    if not connection.in_transaction():
        connection.begin()
    # Within a transaction that has begun, Alembic leaves committing to us.
    context = _configure(
        connection,
        version_table=_version_table(migrations.owner),
        fn=lambda now, _context: plan(script, now),
    )
    try:
        with _one_at_a_time, Operations.context(context):
            context.run_migrations()
    except CommandError as error:
        raise ConfigurationError(
            f"the tables of '{migrations.owner}' are at a revision that the installed code does not know; "
            f"install the version that made them ({error})"
        ) from error


def _configure(connection: Connection, **options: Any) -> "MigrationContext":
    from alembic.runtime.migration import MigrationContext

    return MigrationContext.configure(connection, opts=options)


def schema_differences(database: Database, migrations: Sequence[Migrations]) -> list[str]:
    """Return how the migrated tables differ from the SQLModel classes of the same owners; empty when equal.

    Only tables named `<owner>_…` are compared, of classes that have been imported.
    """
    from alembic.autogenerate import compare_metadata
    from sqlmodel import SQLModel

    owners = tuple(f"{each.owner}_" for each in _with_kernel(migrations))

    def belongs(_object: object, name: str | None, kind: str, _reflected: object, _other: object) -> bool:
        return kind != "table" or (name or "").startswith(owners)

    with database.exclusive() as connection:
        context = _configure(connection, compare_type=True, include_object=belongs)
        return [repr(each) for each in compare_metadata(context, SQLModel.metadata)]
