"""A shop with staff of every role, asked over HTTP as back offices ask it."""

import pytest
from comptoir.staff.passwords import hash_now
from comptoir.testing import open_shop

from tests.staff.office import PASSWORD, Office


@pytest.fixture(scope="session")
def password_digest():
    """What is kept of the password of every account here."""
    return hash_now(PASSWORD)


@pytest.fixture
def office(tmp_path, clock, empty_database_url, password_digest):
    """A fresh shop with an account for each role; see `Office`."""
    with open_shop(tmp_path / "shop", clock=clock, database_url=empty_database_url) as opened:
        yield Office(opened.shop, clock=clock, password_digest=password_digest)


@pytest.fixture
def small_office(tmp_path, clock, sqlite_url, password_digest):
    """The same on SQLite alone, for what does not depend on the database."""
    with open_shop(tmp_path / "shop", clock=clock, database_url=sqlite_url) as opened:
        yield Office(opened.shop, clock=clock, password_digest=password_digest)
