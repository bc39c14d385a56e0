"""A catalogue to measure on: as many products as asked for, four variants each, with prices and stock."""

import asyncio
import random
import sys
from collections.abc import Iterator

from comptoir.api import (
    CollectionDraft,
    CollectionRule,
    MediaDraft,
    Money,
    OptionDraft,
    PriceEntry,
    PriceListDraft,
    ProductDraft,
    Settings,
    Shop,
    VariantDraft,
    save_collection,
    save_price_list,
    save_products,
    set_prices,
)
from comptoir.inventory.levels import set_levels_at
from comptoir.inventory.locations import default_location
from comptoir.startup import start_shop

BATCH = 100
_KINDS = ("Jeans", "Shirt", "Dress", "Skirt", "Jacket", "Knit", "Coat", "Scarf", "Boot", "Bag")
_MOODS = ("Quiet", "Bright", "Heavy", "Light", "Narrow", "Wide", "Early", "Late", "North", "South")
_CLOTHS = ("Linen", "Cotton", "Wool", "Denim", "Silk", "Cord", "Felt", "Leather", "Hemp", "Jersey")
_SIZES = ("S", "M", "L", "XL")


def drafts(count: int) -> Iterator[ProductDraft]:
    """Yield products, the same ones each time."""
    source = random.Random(7)
    for number in range(count):
        kind, mood, cloth = source.choice(_KINDS), source.choice(_MOODS), source.choice(_CLOTHS)
        yield ProductDraft(
            handle=f"p{number}",
            title=f"{mood} {cloth} {kind} {number}",
            description_html=f"<p>A {mood.lower()} {kind.lower()} of {cloth.lower()}, made to last.</p>",
            vendor=source.choice(("Rive", "Quai", "Pont")),
            product_type=kind,
            tags=(cloth.lower(), mood.lower()),
            options=(OptionDraft(name="Size", values=_SIZES),),
            variants=tuple(VariantDraft(choices=(size,), sku=f"P{number}-{size}") for size in _SIZES),
            media=tuple(
                MediaDraft(
                    url=f"https://images.example/{number}-{view}.jpg", alt=f"{mood} {kind}, view {view}"
                )
                for view in range(3)
            ),
        )


def fill(shop: Shop, count: int) -> None:
    """Fill an empty shop."""
    shop.db.write_now(save_price_list, draft=PriceListDraft(handle="base", name="Base", currency="EUR"))
    location = shop.db.write_now(default_location)
    batch: list[ProductDraft] = []
    done = 0
    for draft in drafts(count):
        batch.append(draft)
        if len(batch) == BATCH:
            done += _save(shop, batch, location=location)
            batch = []
            print(f"\r  {done} of {count} products", end="", flush=True, file=sys.stderr)
    if batch:
        _save(shop, batch, location=location)
    for kind in _KINDS:
        rule = CollectionRule(column="TYPE", relation="EQUALS", condition=kind)
        collection = CollectionDraft(handle=kind.lower(), title=kind, rules=(rule,))
        shop.db.write_now(save_collection, draft=collection)
    print("\r", end="", file=sys.stderr)


def _save(shop: Shop, batch: list[ProductDraft], *, location: int) -> int:
    saved = shop.db.write_now(save_products, drafts=batch)
    variants = [variant for product in saved for variant in product.variant_ids]
    prices = [
        PriceEntry(variant_id=variant, amount=Money(1_900 + variant % 240 * 50, "EUR"))
        for variant in variants
    ]
    shop.db.write_now(set_prices, price_list="base", prices=prices)
    levels = {variant: 1_000_000 if variant % 9 else 0 for variant in variants}
    shop.db.write_now(set_levels_at, location_id=location, levels=levels)
    return len(batch)


def make(settings: Settings, count: int) -> None:
    """Make the shop that the settings name."""
    shop = start_shop(settings)
    fill(shop, count)
    asyncio.run(shop.db.close())
