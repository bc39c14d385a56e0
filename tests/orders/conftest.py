"""A shop with the tiny catalogue, on SQLite and on PostgreSQL, and orders placed in it."""

import pytest
from comptoir.testing import OpenedShop, fill_catalogue, make_shop

from tests.orders.counter import Counter


@pytest.fixture
def opened(database_url, tmp_path, clock):
    shop = make_shop(tmp_path / "shop", database_url=database_url, clock=clock)
    try:
        yield OpenedShop(shop, fill_catalogue(shop.db))
    finally:
        shop.db.close_now()


@pytest.fixture
def counter(database):
    return Counter(database)
