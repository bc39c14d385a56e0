"""Fixtures for all tests: databases, a clock that stands still, settings.

`database`, `database_url` and `settings` run a test twice, on SQLite and on PostgreSQL. `sqlite_database` and
`sqlite_url` are for tests of what does not depend on the database. `browser` is a Chromium; mark tests that
use it `browser`, and serve them a shop with `tests.rig.serving.serving`.
"""

import os
from datetime import UTC, datetime

import hypothesis
import pytest
from comptoir.clock import FixedClock
from comptoir.db.database import open_database
from comptoir.logs import configure_logging
from comptoir.settings import PluginSettings, Settings

from tests.rig.databases import PostgresDatabases, SqliteDatabases
from tests.rig.longest import longest_first
from tests.rig.postgres import ADDRESS, TemporaryPostgres

# How long something takes depends on what else the machine does: no test is to fail of it.
hypothesis.settings.register_profile(
    "steady", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("steady")

# As every command does: what is logged goes to standard error, without the local variables of tracebacks.
configure_logging(Settings())

DIALECTS = [
    pytest.param("sqlite", marks=pytest.mark.database),
    pytest.param("postgresql", marks=pytest.mark.database),
]


@pytest.fixture(scope="session")
def anyio_backend():
    """Run asynchronous tests on asyncio."""
    return "asyncio"


@pytest.fixture(scope="session")
def postgres():
    """Address of a PostgreSQL server: the one that `python -m tests` started, else one of our own."""
    if address := os.environ.get(ADDRESS):
        yield address
        return
    server = TemporaryPostgres()
    yield server.address
    server.stop()


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory):
    """Make SQLite databases."""
    return SqliteDatabases(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_databases(postgres):
    """Make PostgreSQL databases."""
    return PostgresDatabases(postgres)


@pytest.fixture(params=DIALECTS)
def dialect(request):
    """Run the test on SQLite and on PostgreSQL."""
    return request.param


@pytest.fixture
def databases(dialect, request):
    """Make databases of the dialect: `.make(migrated=True)` gives an address."""
    return request.getfixturevalue("sqlite_databases" if dialect == "sqlite" else "postgres_databases")


@pytest.fixture
def database_url(databases):
    """Address of a fresh database with all tables."""
    url = databases.make(migrated=True)
    yield url
    databases.drop(url)


@pytest.fixture
def empty_database_url(databases):
    """Address of a fresh database without any table."""
    url = databases.make(migrated=False)
    yield url
    databases.drop(url)


@pytest.fixture
def sqlite_url(sqlite_databases):
    """Address of a fresh SQLite database with all tables."""
    url = sqlite_databases.make(migrated=True)
    yield url
    sqlite_databases.drop(url)


@pytest.fixture
def clock():
    """A clock that stands at noon UTC of 2026-03-02, a Monday, until told to move."""
    return FixedClock(datetime(2026, 3, 2, 12, tzinfo=UTC))


@pytest.fixture
def settings(database_url, tmp_path):
    """Settings of a shop in a folder of its own, strict about plugins."""
    return Settings(
        database_url=database_url, data_dir=tmp_path / "shop", plugins=PluginSettings(strict=True)
    )


@pytest.fixture
def database(settings, clock):
    """An open, migrated database."""
    opened = open_database(settings, clock=clock)
    yield opened
    opened.close_now()


@pytest.fixture
def sqlite_database(sqlite_url, clock, tmp_path):
    """An open, migrated SQLite database."""
    opened = open_database(Settings(database_url=sqlite_url, data_dir=tmp_path / "shop"), clock=clock)
    yield opened
    opened.close_now()


@pytest.fixture(scope="module")
def browser():
    """A Chromium, for `tests.rig.browser.tab`; one a module, since Playwright keeps an event loop running."""
    from tests.rig.browser import chromium

    with chromium() as running:
        yield running


def pytest_collection_modifyitems(items):
    """Begin with the longest files, and try a browser's test twice.

    A real Chromium on a busy machine now and then loses a page. The closing line counts what was run again, and
    `-r R` names it; every other test has one try.
    """
    longest_first(items)
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))
