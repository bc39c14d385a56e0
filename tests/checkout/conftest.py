"""A shop with the tiny catalogue, on SQLite and on PostgreSQL, and a shopper who edits carts."""

from datetime import UTC, datetime

import pytest
from comptoir.clock import FixedClock
from comptoir.inventory import set_levels
from comptoir.payments.publishing import TermsDraft, publish_terms
from comptoir.payments.terms import PaymentTerms
from comptoir.pricing import save_promotion
from comptoir.testing import OpenedShop, fill_catalogue, make_shop

from tests.checkout.nearby import open_canal
from tests.checkout.shopping import Shopper, furnish
from tests.pricing.offers import TENTH, draft


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


@pytest.fixture
def canal(opened, shopper):
    """A shopper near a store that brings orders; it is 13:00 in Paris, on a Monday."""
    open_canal(opened)
    return shopper


@pytest.fixture(scope="module")
def shared(sqlite_databases, tmp_path_factory):
    """One shop for the tests of a module, on SQLite, that has enough for them all."""
    url = sqlite_databases.make(migrated=True)
    clock = FixedClock(datetime(2026, 3, 2, 12, tzinfo=UTC))
    shop = make_shop(tmp_path_factory.mktemp("shop"), database_url=url, clock=clock)
    try:
        opened = OpenedShop(shop, fill_catalogue(shop.db))
        furnish(opened)
        shop.db.write_now(set_levels, location="depot", levels=dict.fromkeys(opened.numbers.values(), 1_000))
        yield opened
    finally:
        shop.db.close_now()
        sqlite_databases.drop(url)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def stage(request, tmp_path_factory):
    """A shop for all tests of a module, and its clock: it delivers, takes deposits of a third, has a coupon."""
    databases = request.getfixturevalue(
        "sqlite_databases" if request.param == "sqlite" else "postgres_databases"
    )
    clock = FixedClock(datetime(2026, 3, 2, 12, tzinfo=UTC))
    url = databases.make(migrated=True)
    shop = make_shop(tmp_path_factory.mktemp("stage"), database_url=url, clock=clock)
    opened = OpenedShop(shop, fill_catalogue(shop.db))
    furnish(opened)
    terms = PaymentTerms(handle="third", basis_points=3_333, ships_after="BALANCE")
    shop.db.write_now(publish_terms, draft=TermsDraft(terms=terms))
    shop.db.write_now(save_promotion, draft=draft("tenth", effect=TENTH, codes=("TENTH",), usage_limit=1_000))
    yield opened, clock
    shop.db.close_now()
    databases.drop(url)
