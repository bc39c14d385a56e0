"""A tiny catalogue: two markets, a depot, a shirt in four variants, a card, and pencils sold by the half dozen."""

from comptoir.catalog.commands import save_collection, save_products
from comptoir.catalog.drafts import CollectionDraft, OptionDraft, ProductDraft, VariantDraft
from comptoir.db.database import Database
from comptoir.inventory import LocationDraft, save_location, set_levels
from comptoir.markets import MarketDraft, ShopDraft, save_market, save_shop
from comptoir.money import Money
from comptoir.pricing.commands.price_lists import save_price_list
from comptoir.pricing.commands.prices import set_prices
from comptoir.pricing.drafts import PriceEntry, PriceListDraft

MARKETS = (
    MarketDraft(handle="eu", name="Europe", currency="EUR", countries=("FR", "DE"), languages=("en", "fr")),
    MarketDraft(handle="us", name="America", currency="USD", countries=("US",), languages=("en",)),
)
SHIRT = ProductDraft(
    handle="shirt",
    title="Shirt",
    vendor="Atelier",
    product_type="Shirts",
    options=(OptionDraft(name="Color", values=("Red", "Blue")), OptionDraft(name="Size", values=("S", "M"))),
    variants=tuple(
        VariantDraft(choices=(color, size), sku=f"{color}-{size}")
        for color in ("Red", "Blue")
        for size in ("S", "M")
    ),
    translations={"fr": {"title": "Chemise"}},
)
CARD = ProductDraft(
    handle="card", title="Card", variants=(VariantDraft(choices=(), sku="CARD", inventory_tracked=False),)
)
PENCILS = ProductDraft(
    handle="pencils",
    title="Pencils",
    variants=(
        VariantDraft(choices=(), sku="PENCIL", quantity_minimum=6, quantity_maximum=24, quantity_increment=6),
    ),
)
PRODUCTS = (SHIRT, CARD, PENCILS)
PRICES = {"EUR": {"CARD": 450, "PENCIL": 120}, "USD": {"CARD": 500, "PENCIL": 150}}
SHIRT_PRICES = {"EUR": 5900, "USD": 6900}
STOCK = {"Red-S": 5, "Red-M": 1, "Blue-S": 100_000, "PENCIL": 20}
"""Pieces at the depot; the blue shirt in M is sold out, and cards are not counted."""


def fill_catalogue(database: Database) -> dict[str, int]:
    """Fill an empty shop; returns the numbers of variants by SKU."""
    for market in MARKETS:
        database.write_now(save_market, draft=market)
    database.write_now(save_shop, draft=ShopDraft(name="Atelier", default_market="eu"))
    database.write_now(save_location, draft=LocationDraft(handle="depot", name="Depot", kind="warehouse"))
    saved = database.write_now(save_products, drafts=PRODUCTS)
    numbers = {
        str(variant.sku): number
        for draft, result in zip(PRODUCTS, saved, strict=True)
        for variant, number in zip(draft.variants, result.variant_ids, strict=True)
    }
    database.write_now(
        save_collection,
        draft=CollectionDraft(
            handle="all", title="All", products=tuple(product.handle for product in PRODUCTS)
        ),
    )
    _set_prices(database, numbers)
    database.write_now(
        set_levels, location="depot", levels={numbers[sku]: count for sku, count in STOCK.items()}
    )
    return numbers


def _set_prices(database: Database, numbers: dict[str, int]) -> None:
    for market in MARKETS:
        currency = market.currency
        database.write_now(
            save_price_list,
            draft=PriceListDraft(
                handle=market.handle, name=market.name, currency=currency, market=market.handle
            ),
        )
        prices = [
            PriceEntry(
                variant_id=number,
                amount=Money(PRICES[currency].get(sku, SHIRT_PRICES[currency]), currency),
            )
            for sku, number in numbers.items()
        ]
        database.write_now(set_prices, price_list=market.handle, prices=prices)
