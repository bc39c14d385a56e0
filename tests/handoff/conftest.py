"""A small shop on SQLite or PostgreSQL whose clock tests can move."""

import pytest
from comptoir.testing import open_shop


@pytest.fixture
def shop(tmp_path, clock, empty_database_url):
    with open_shop(tmp_path / "shop", clock=clock, database_url=empty_database_url) as opened:
        yield opened


@pytest.fixture
def sqlite_shop(tmp_path, clock):
    with open_shop(tmp_path / "shop", clock=clock) as opened:
        yield opened
