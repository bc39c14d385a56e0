"""Fills an empty shop with the brand: its markets, catalogue, prices, stock, policies and content."""

import asyncio
from collections.abc import Callable, Sequence

from comptoir.api import (
    MediaDraft,
    MediaStore,
    ProductDraft,
    SavedProduct,
    Shop,
    Tx,
    publish_policy,
    publish_terms,
    save_blog,
    save_collection,
    save_customer_group,
    save_location,
    save_market,
    save_menu,
    save_page,
    save_price_list,
    save_products,
    save_promotion,
    save_redirect,
    save_shop,
    save_size_chart,
    set_delivery_rates,
    set_levels,
    set_prices,
    set_tax_rates,
)

from comptoir_atelier import commerce, content
from comptoir_atelier.commerce import Stocked
from comptoir_atelier.delivery import delivery_rates, sales_taxes
from comptoir_atelier.products import Product, find_products, product_draft
from comptoir_atelier.promotions import promotion_drafts
from comptoir_atelier.shoots import Shot, banner_shot, product_shots, take
from comptoir_atelier.social import social_blog, social_shots
from comptoir_atelier.sources import read

Progress = Callable[[str, int, int], None]
_BATCH = 16


async def load(shop: Shop, progress: Progress) -> None:
    """Write the whole brand; running it again leaves the shop as it is."""
    products, store = find_products(), MediaStore(shop.settings.data_dir)
    await shop.db.write(_found)
    stocked: list[Stocked] = []
    numbers: dict[str, int] = {}
    for start in range(0, len(products), _BATCH):
        batch = products[start : start + _BATCH]
        drafts = await asyncio.to_thread(_drafts, batch, first=start, store=store)
        saved = await shop.db.write(_save_products, drafts=drafts)
        stocked += _stock_of(batch, saved)
        numbers |= {each.handle: one.product_id for each, one in zip(batch, saved, strict=True)}
        progress("products", start + len(batch), len(products))
    await shop.db.write(_price_and_stock, stocked=stocked)
    progress("prices and stock", 1, 1)
    tables = [*read("collections")["collection"], *read("journal")["article"]]
    shots = [*(banner_shot(table) for table in tables), *social_shots(products)]
    pictures = await asyncio.to_thread(_pictures, shots, store=store)
    await shop.db.write(_publish, products=products, numbers=numbers, pictures=pictures)
    progress("collections and pages", 1, 1)


def _found(tx: Tx) -> None:
    """Found the shop: its markets, price lists, locations and size charts."""
    save_shop(tx, draft=commerce.shop_draft())
    for market in commerce.market_drafts():
        save_market(tx, draft=market)
    save_customer_group(tx, draft=commerce.trade_group())
    for price_list in commerce.price_list_drafts():
        save_price_list(tx, draft=price_list)
    for location in commerce.location_drafts():
        save_location(tx, draft=location)
    for chart in content.size_chart_drafts():
        save_size_chart(tx, draft=chart)
    set_delivery_rates(tx, rates=delivery_rates())
    set_tax_rates(tx, country="US", rates=sales_taxes())
    publish_terms(tx, draft=commerce.terms_draft())


def _save_products(tx: Tx, *, drafts: Sequence[ProductDraft]) -> list[SavedProduct]:
    return save_products(tx, drafts=drafts)


def _price_and_stock(tx: Tx, *, stocked: Sequence[Stocked]) -> None:
    for currency in commerce.CURRENCIES:
        set_prices(tx, price_list=currency.lower(), prices=commerce.prices(stocked, currency=currency))
    trade = read("commerce")["trade"]["handle"]
    set_prices(tx, price_list=trade, prices=commerce.trade_prices(stocked))
    for location in read("locations")["location"]:
        at_hand = commerce.levels(stocked, location=location)
        set_levels(tx, location=location["handle"], levels=at_hand)


def _publish(
    tx: Tx, *, products: Sequence[Product], numbers: dict[str, int], pictures: dict[str, MediaDraft]
) -> None:
    """Publish what leads to the products and what is promised with them."""
    collections = {
        draft.handle: save_collection(tx, draft=draft).collection_id
        for draft in content.collection_drafts(products, pictures=pictures)
    }
    for promotion in promotion_drafts(products, numbers=numbers, collections=collections):
        save_promotion(tx, draft=promotion)
    for page in content.page_drafts():
        save_page(tx, draft=page)
    save_blog(tx, draft=content.blog_draft(pictures=pictures))
    save_blog(tx, draft=social_blog(products, pictures=pictures))
    for menu in content.menu_drafts():
        save_menu(tx, draft=menu)
    for redirect in content.redirect_drafts():
        save_redirect(tx, draft=redirect)
    for policy in commerce.policy_drafts():
        publish_policy(tx, draft=policy)


def _drafts(products: Sequence[Product], *, first: int, store: MediaStore) -> list[ProductDraft]:
    shots = [product_shots(product, place=first + place) for place, product in enumerate(products)]
    taken = take([shot for each in shots for shot in each], store=store)
    return [
        product_draft(product, media=[next(taken) for _ in each])
        for product, each in zip(products, shots, strict=True)
    ]


def _pictures(shots: Sequence[Shot], *, store: MediaStore) -> dict[str, MediaDraft]:
    return {shot.filename: media for shot, media in zip(shots, take(shots, store=store), strict=True)}


def _stock_of(products: Sequence[Product], saved: Sequence[SavedProduct]) -> list[Stocked]:
    return [
        Stocked(variant_id=number, product=product, piece=piece)
        for product, result in zip(products, saved, strict=True)
        for number, piece in zip(result.variant_ids, product.pieces, strict=True)
    ]
