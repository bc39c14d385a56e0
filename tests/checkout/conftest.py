"""A shop with the tiny catalogue, on SQLite and on PostgreSQL, and a shopper who edits carts."""

import pytest
from comptoir.testing import OpenedShop, fill_catalogue, make_shop

from tests.checkout.shopping import Shopper, furnish


@pytest.fixture
def opened(database_url, tmp_path, clock):
    shop = make_shop(tmp_path / "shop", database_url=database_url, clock=clock)
    try:
        yield OpenedShop(shop, fill_catalogue(shop.db))
    finally:
        shop.db.close_now()


@pytest.fixture
def cart(opened):
    document = "mutation($v: ID!) { cartCreate(input: {lines: [{merchandiseId: $v}]}) { cart { id } } }"
    return opened.data(document, v=opened.variant("Red-S"))["cartCreate"]["cart"]["id"]


@pytest.fixture
def shopper(opened):
    furnish(opened)
    return Shopper(opened)
