"""Catalogue records, markets and requests made by hand, to price without a database."""

from datetime import UTC, datetime

from comptoir.catalog.records import CollectionRecord, ProductRecord, SeoRecord, VariantRecord
from comptoir.customer_facts import CustomerFacts
from comptoir.graphql.context import RequestContext
from comptoir.ids import gid
from comptoir.markets.snapshot import MARKETS, build_markets
from comptoir.pricing.promotions.snapshot import PROMOTIONS, build_promotions
from comptoir.pricing.snapshot import PRICES
from comptoir.principal import Actor
from comptoir.readmodel.snapshot import Snapshot

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def make_collection(number):
    return CollectionRecord(
        number=number, id=gid("Collection", number), handle=f"c-{number}", title="", description="",
        description_html="", image=None, seo=SeoRecord(title=None, description=None), updated_at=NOON,
        sort_order="MANUAL", products=[], bits=0,
    )  # fmt: skip


def make_product(number, *, ordinal=0, variants=(), collections=(), is_gift_card=False):
    """Make a product; each variant is a number or a pair of a number and what differs."""
    product = ProductRecord(
        number=number, ordinal=ordinal, id=gid("Product", number), handle=f"p-{number}", title="",
        description="", description_html="", vendor="", product_type="", tags=(), category=None,
        is_gift_card=is_gift_card, created_at=NOON, updated_at=NOON, published_at=NOON,
        seo=SeoRecord(title=None, description=None), options=(), variants=[], media=(), images=(),
        featured_image=None, collections=[make_collection(each) for each in collections], metafields=(),
        size_chart=None, sales_rank=0,
    )  # fmt: skip
    for each in variants:
        variant, changes = each if isinstance(each, tuple) else (each, {})
        product.variants.append(make_variant(product, variant, **changes))
    return product


def make_variant(product, number, **changes):
    usual = {
        "number": number, "id": gid("ProductVariant", number), "product": product, "title": "", "sku": None,
        "barcode": None, "position": 1, "choices": (), "selected_options": (), "image": None,
        "weight_grams": None, "weight_unit": "GRAMS", "requires_shipping": True, "taxable": True,
        "tax_category": "standard", "inventory_tracked": True, "backorder": False, "quantity_minimum": 1,
        "quantity_maximum": None, "quantity_increment": 1, "unit_measurement": None, "created_at": NOON,
        "updated_at": NOON,
    }  # fmt: skip
    return VariantRecord(**usual | changes)


def read_snapshot(database, **parts):
    """Read markets and prices as they stand; `parts` are further values by the names of their parts."""
    from comptoir.pricing.snapshot import build_prices

    values = {
        MARKETS.name: database.read_now(build_markets, None),
        PRICES.name: database.read_now(build_prices, None),
        PROMOTIONS.name: database.read_now(build_promotions, None),
    }
    return Snapshot(values | parts, {"catalog": 1})


def make_context(snapshot, *, country=None, groups=(), at=NOON, channel=None, shop=None):
    return RequestContext(
        shop=shop,
        snapshot=snapshot,
        actor=Actor(kind="visitor", channel=channel),
        now=at,
        base_url="http://shop.test",
        country=country,
        customer=CustomerFacts(groups=frozenset(groups)),
    )
