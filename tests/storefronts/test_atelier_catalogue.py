"""What the demonstration brand offers is whole: texts in both languages, prices, codes, and no loose ends."""

from decimal import Decimal

import pytest
from comptoir_atelier.barcodes import barcode, check_digit
from comptoir_atelier.commerce import CURRENCIES
from comptoir_atelier.content import (
    blog_draft,
    collection_drafts,
    menu_drafts,
    page_drafts,
    redirect_drafts,
    size_chart_drafts,
)
from comptoir_atelier.products import find_products, product_draft
from comptoir_atelier.sources import read

PRODUCTS = find_products()
DRAFTS = [product_draft(product) for product in PRODUCTS]
COLLECTIONS = collection_drafts(PRODUCTS, pictures={})
PIECES = [piece for product in PRODUCTS for piece in product.pieces]
VARIANTS = [variant for draft in DRAFTS for variant in draft.variants]


def walk(items):
    for item in items:
        yield item
        yield from walk(item.items)


def members(collection):
    if collection.products:
        return set(collection.products)
    wanted = {(rule.column, rule.condition) for rule in collection.rules}
    return {
        draft.handle
        for draft in DRAFTS
        if wanted & {("TYPE", draft.product_type), *(("TAG", tag) for tag in draft.tags)}
    }


def test_the_brand_is_large_enough_to_browse():
    assert len(DRAFTS) >= 64
    assert len(VARIANTS) >= 260
    assert len(COLLECTIONS) >= 10


def test_no_handle_sku_or_barcode_is_there_twice():
    for names in (
        [draft.handle for draft in DRAFTS],
        [collection.handle for collection in COLLECTIONS],
        [variant.sku for variant in VARIANTS],
        [variant.barcode for variant in VARIANTS],
        [page.handle for page in page_drafts()],
    ):
        assert len(set(names)) == len(names)


def test_the_check_digit_is_that_of_a_printed_barcode():
    assert check_digit("400638133393") == 1
    assert check_digit("590123412345") == 7


def test_every_barcode_is_an_ean_of_the_shops_own_range():
    for variant in VARIANTS:
        assert variant.barcode.isdigit()
        assert len(variant.barcode) == 13
        assert "200" <= variant.barcode[:3] <= "299"
        assert int(variant.barcode[-1]) == check_digit(variant.barcode[:12])
        assert variant.barcode == barcode(variant.sku)


def test_every_product_reads_in_french():
    for draft in DRAFTS:
        french = draft.translations["fr"]
        assert set(french) == {"title", "description_html", "product_type", "seo_title", "seo_description"}
        assert all(text.strip() for text in french.values())
        assert french["description_html"] != draft.description_html
        assert {"fr"} == {language for field in draft.metafields for language in field.translations}


def test_every_option_and_value_reads_in_french():
    for draft in DRAFTS:
        for option in draft.options:
            french = option.translations["fr"]
            assert french[option.name] != option.name
            if option.name != "Amount":
                assert set(option.values) <= set(french)


def test_content_and_menus_read_in_french():
    for collection in COLLECTIONS:
        assert set(collection.translations["fr"]) == {
            "title",
            "description_html",
            "seo_title",
            "seo_description",
        }
    for page in page_drafts():
        assert page.translations["fr"]["body"] != page.body
    for article in blog_draft(pictures={}).articles:
        assert article.translations["fr"]["content_html"] != article.content_html
    for chart in size_chart_drafts():
        assert {"title", "note", *chart.columns} <= set(chart.translations["fr"])
    for menu in menu_drafts():
        assert all(item.translations["fr"]["title"] for item in walk(menu.items))


def test_every_variant_has_a_price_in_every_currency():
    for piece in PIECES:
        assert set(piece.prices) == set(CURRENCIES)
        assert all(Decimal(amount) > 0 for amount in piece.prices.values())


def test_a_price_struck_through_is_higher_in_every_currency():
    reduced = [piece for piece in PIECES if piece.compare_at]
    assert reduced
    for piece in reduced:
        assert set(piece.compare_at) == set(CURRENCIES)
        assert all(Decimal(piece.compare_at[each]) > Decimal(piece.prices[each]) for each in CURRENCIES)


def test_what_is_on_sale_is_reduced_and_nothing_else_is():
    sale = next(collection for collection in COLLECTIONS if collection.handle == "sale")
    reduced = {product.handle for product in PRODUCTS if any(piece.compare_at for piece in product.pieces)}
    assert members(sale) == reduced


def test_every_collection_has_members_that_exist():
    handles = {draft.handle for draft in DRAFTS}
    for collection in COLLECTIONS:
        assert members(collection), collection.handle
        assert members(collection) <= handles


def test_collections_that_known_storefronts_ask_for_are_there():
    handles = {collection.handle for collection in COLLECTIONS}
    assert {"frontpage", "hidden-homepage-featured-items", "hidden-homepage-carousel"} <= handles
    featured = next(each for each in COLLECTIONS if each.handle == "hidden-homepage-featured-items")
    assert len(featured.products) == 3


def test_nothing_under_100_costs_more():
    cheap = next(collection for collection in COLLECTIONS if collection.handle == "under-100")
    by_handle = {product.handle: product for product in PRODUCTS}
    for handle in cheap.products:
        assert max(Decimal(piece.prices["EUR"]) for piece in by_handle[handle].pieces) < 100


def test_every_size_has_a_row_in_its_chart():
    charts = {chart.handle: {row[0] for row in chart.rows} for chart in size_chart_drafts()}
    for draft in DRAFTS:
        if draft.size_chart:
            sizes = next(option.values for option in draft.options if option.name == "Size")
            assert set(sizes) <= charts[draft.size_chart], draft.handle


@pytest.mark.parametrize("menu", menu_drafts(), ids=lambda menu: menu.handle)
def test_every_entry_of_a_menu_leads_somewhere(menu):
    pages = page_drafts()
    targets = {
        "frontpage",
        "catalog",
        "search",
        "blog:journal",
        *(f"product:{draft.handle}" for draft in DRAFTS),
        *(f"collection:{collection.handle}" for collection in COLLECTIONS),
        *(f"{'policy' if page.legal else 'page'}:{page.handle}" for page in pages),
    }
    assert {item.target for item in walk(menu.items)} <= targets


def test_every_redirect_leads_to_what_exists():
    paths = {
        *(f"/products/{draft.handle}" for draft in DRAFTS),
        *(f"/collections/{collection.handle}" for collection in COLLECTIONS),
        *(f"/pages/{page.handle}" for page in page_drafts()),
    }
    for redirect in redirect_drafts():
        assert redirect.target in paths
        assert redirect.path not in paths


def test_what_the_data_singles_out_exists():
    handles, skus = {draft.handle for draft in DRAFTS}, {variant.sku for variant in VARIANTS}
    scarcity, commerce = read("locations")["scarcity"], read("commerce")
    assert set(scarcity["sold_out"]) <= handles
    assert set(scarcity["backorder"]) <= skus
    assert {row["product"] for row in commerce["break"]} <= handles
    types = {draft.product_type for draft in DRAFTS}
    assert set(commerce["trade"]["types"]) <= types
    keys = {
        "type": types,
        "collection": {collection.handle for collection in COLLECTIONS},
        "market": {""},
    }
    for policy in commerce["policy"]:
        assert policy.get("handle", "") in keys[policy["scope"]]


def test_quantity_rules_unit_prices_and_categories_are_shown_off():
    assert {(v.quantity_minimum, v.quantity_increment) for v in VARIANTS} == {(1, 1), (2, 2)}
    assert {v.quantity_maximum for v in VARIANTS} == {None, 2}
    assert {v.unit_measurement for v in VARIANTS} == {None, ("VOLUME", 50000, "ML"), ("VOLUME", 250000, "L")}
    assert {"books", "clothing", "clothing_children", "gift_card", "standard"} == {
        v.tax_category for v in VARIANTS
    }
