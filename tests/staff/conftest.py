"""A shop with staff of every role, asked over HTTP as back offices ask it."""

import shutil
from datetime import UTC, datetime
from itertools import count

import pytest
from comptoir.clock import FixedClock
from comptoir.staff.passwords import hash_now
from comptoir.testing import make_shop, open_shop

from tests.staff.office import PASSWORD, Office, staffed


@pytest.fixture(scope="session")
def password_digest():
    """What is kept of the password of every account here."""
    return hash_now(PASSWORD)


@pytest.fixture
def office(tmp_path, clock, empty_database_url, password_digest):
    """A fresh shop with an account for each role, on SQLite and on PostgreSQL; see `Office`."""
    with open_shop(tmp_path / "shop", clock=clock, database_url=empty_database_url) as opened:
        yield staffed(opened.shop, clock=clock, password_digest=password_digest)


@pytest.fixture(scope="session")
def pattern(tmp_path_factory, password_digest):
    """The folder of a shop with staff, to be copied, with its accounts and tokens."""
    folder = tmp_path_factory.mktemp("staffed") / "shop"
    clock = FixedClock(datetime(2026, 3, 2, 12, tzinfo=UTC))
    with open_shop(folder, clock=clock) as opened:
        made = staffed(opened.shop, clock=clock, password_digest=password_digest)
    return folder, made.accounts, made.tokens


@pytest.fixture
def furnish(pattern, tmp_path, clock):
    """Open a copy of the pattern, with settings and plugins of one's own."""
    opened = []
    numbers = count()

    def open_copy(*, clock=clock, **options):
        folder, accounts, tokens = pattern
        own = tmp_path / f"shop-{next(numbers)}"
        shutil.copytree(folder, own)
        opened.append(make_shop(own, clock=clock, **options))
        return Office(opened[-1], clock=clock, accounts=accounts, tokens=tokens)

    yield open_copy
    for shop in opened:
        shop.db.close_now()


@pytest.fixture
def small_office(furnish):
    """A fresh shop on SQLite alone, for what does not depend on the database."""
    return furnish()
