"""Fresh databases for tests, made cheaply: migrated once per process, then copied."""

import itertools
import os
import shutil
from pathlib import Path

import comptoir
import psycopg
from comptoir.clock import SystemClock
from comptoir.db.database import open_database
from comptoir.db.migrate import upgrade
from comptoir.hooks.contributions import Migrations
from comptoir.hooks.registry import CORE_CONTEXTS
from comptoir.settings import Settings
from sqlalchemy.engine import make_url

_numbers = itertools.count(1)


def core_migrations():
    """Return the migrations of every context, by their folders."""
    home = Path(comptoir.__file__).parent
    folders = [(name, home / name / "migrations") for name in CORE_CONTEXTS]
    return [Migrations(owner=name, folder=folder) for name, folder in folders if any(folder.glob("*.py"))]


def migrate(url):
    """Bring a database up to date."""
    database = open_database(Settings(database_url=url), clock=SystemClock())
    try:
        upgrade(database, core_migrations())
    finally:
        database.close_now()


class SqliteDatabases:
    """Makes SQLite files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.db"

    def make(self, *, migrated: bool) -> str:
        """Return the address of a fresh database."""
        path = self._folder / f"{next(_numbers)}.db"
        if migrated:
            if not self._template.exists():
                migrate(f"sqlite:///{self._template}")
            shutil.copyfile(self._template, path)
        return f"sqlite:///{path}"

    def drop(self, url: str) -> None:
        """Remove a database."""
        path = Path(make_url(url).database)
        for each in path.parent.glob(path.name + "*"):
            each.unlink()


class PostgresDatabases:
    """Makes databases on a running server, whose address names its maintenance database."""

    def __init__(self, address: str) -> None:
        self._address = make_url(address)
        self._template = None

    def make(self, *, migrated: bool) -> str:
        """Return the address of a fresh database."""
        if not migrated:
            return self._create("template0")
        if self._template is None:
            url = self._create("template0")
            migrate(url)
            self._template = make_url(url).database
        return self._create(self._template)

    def drop(self, url: str) -> None:
        """Remove a database."""
        self._run(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')

    def _create(self, template: str) -> str:
        name = f"t_{os.getpid()}_{next(_numbers)}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        return self._address.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        conninfo = self._address.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(conninfo, autocommit=True) as connection:
            connection.execute(statement)
