"""One filled shop for all tests of what the catalogue answers: none of them changes it."""

from datetime import UTC, datetime

import pytest
from comptoir.clock import FixedClock

from tests.graphql_catalog.shops import Opened, fill


@pytest.fixture(scope="session")
def shop(sqlite_databases, tmp_path_factory):
    url = sqlite_databases.make(migrated=True)
    clock = FixedClock(datetime(2026, 3, 2, 12, tzinfo=UTC))
    opened = Opened(url, tmp_path_factory.mktemp("shop"), clock)
    try:
        opened.numbers = fill(opened.shop.db)
        yield opened
    finally:
        opened.shop.db.close_now()
        sqlite_databases.drop(url)
