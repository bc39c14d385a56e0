"""A shop with two variants, whose catalogue rows are written by hand: inventory needs no more of them."""

import pytest
from comptoir.catalog.models import PRODUCT, VARIANT
from sqlalchemy import insert

from tests.inventory.shops import fill, start
from tests.staff.office import staffed

PRODUCT_ROW = {
    "id": 1, "handle": "shirt", "title": "Shirt", "description_html": "", "vendor": "", "product_type": "",
    "status": "active", "is_gift_card": False, "digest": "",
}  # fmt: skip
VARIANT_ROW = {
    "product_id": 1, "weight_unit": "KILOGRAMS", "requires_shipping": True, "taxable": True,
    "tax_category": "standard", "inventory_tracked": True, "backorder": False, "quantity_minimum": 1,
    "quantity_increment": 1,
}  # fmt: skip


def add_variants(tx, *, numbers, product=1):
    moment = {"created_at": tx.clock.now(), "updated_at": tx.clock.now()}
    tx.execute(insert(PRODUCT), PRODUCT_ROW | moment | {"id": product, "handle": f"shirt-{product}"})
    row = VARIANT_ROW | moment | {"product_id": product}
    tx.execute(insert(VARIANT), [row | {"id": number, "position": number} for number in numbers])


@pytest.fixture
def shop(database):
    """A database with the variants 11 and 12 of one product."""
    database.write_now(add_variants, numbers=(11, 12))
    return database


@pytest.fixture
def office(database, settings, clock):
    """A shop with staff of each role; `office.red` is the red shirt in S: two in Paris, three in Lyon."""
    numbers = fill(database)
    shop = start(settings, clock)
    made = staffed(shop, clock=clock, password_digest="nobody signs in")
    made.red = numbers["Red-S"]
    made.id = f"gid://shopify/ProductVariant/{made.red}"
    yield made
    shop.db.close_now()
