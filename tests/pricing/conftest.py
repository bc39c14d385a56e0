"""A shop with two products of two variants each, whose catalogue rows are written by hand."""

import pytest
from comptoir.catalog.models import PRODUCT, VARIANT
from comptoir.pricing import PriceListDraft, save_price_list
from sqlalchemy import insert

VARIANTS = {11: 1, 12: 1, 21: 2, 22: 2}
"""Product numbers by variant."""

_PRODUCT = {
    "title": "Shirt", "description_html": "", "vendor": "", "product_type": "", "status": "active",
    "is_gift_card": False, "digest": "",
}  # fmt: skip
VARIANT_ROW = {
    "position": 1, "weight_unit": "KILOGRAMS", "requires_shipping": True, "taxable": True,
    "tax_category": "standard", "inventory_tracked": True, "backorder": False, "quantity_minimum": 1,
    "quantity_increment": 1,
}  # fmt: skip


def add_catalogue(tx):
    moment = {"created_at": tx.clock.now(), "updated_at": tx.clock.now()}
    products = [{"id": number, "handle": f"shirt-{number}"} for number in (1, 2)]
    tx.execute(insert(PRODUCT), [_PRODUCT | moment | product for product in products])
    variants = [{"id": number, "product_id": product} for number, product in VARIANTS.items()]
    tx.execute(insert(VARIANT), [VARIANT_ROW | moment | variant for variant in variants])


@pytest.fixture
def shop(database):
    """A database with the variants 11, 12, 21 and 22, and the empty price list `eur`."""
    database.write_now(add_catalogue)
    database.write_now(save_price_list, draft=PriceListDraft(handle="eur", name="Euro", currency="EUR"))
    return database


@pytest.fixture
def changes(shop):
    """Run a command and return what it said has changed."""

    def run(command, **arguments):
        seen = []

        def recorded(tx):
            result = command(tx, **arguments)
            seen.extend(tx.effects.changes)
            return result

        shop.write_now(recorded)
        return seen

    return run
