"""Feeds say what GraphQL answers, for every variant of the demonstration shop in every market."""

import csv
import io
import json
import xml.etree.ElementTree as ET

import pytest
from comptoir_social.views.feed_items import LeftOut, Origin, read_items
from comptoir_social.views.google_feed import closing, entry, lacks_date
from comptoir_social.views.meta_feed import entry as meta_entry

G = "{http://base.google.com/ns/1.0}"
MARKETS = [("FR", "EUR"), ("GB", "GBP"), ("US", "USD")]
PRODUCTS = """query($country: CountryCode!, $after: String) @inContext(country: $country) {
  products(first: 50, after: $after) {
    nodes {
      returnPolicy { id version }
      variants(first: 250) { nodes {
        id availableForSale currentlyNotInStock price { amount currencyCode } compareAtPrice { amount currencyCode }
      } }
    }
    pageInfo { hasNextPage endCursor }
  }
}"""
ORIGIN = Origin(base="https://shop.example", country="FR", language="FR", source="google")


def every_variant(visitor, country):
    found, after = {}, None
    while True:
        page = visitor.ask(PRODUCTS, {"country": country, "after": after})["products"]
        for product in page["nodes"]:
            for variant in product["variants"]["nodes"]:
                found[variant["id"].rpartition("/")[2]] = {**variant, "policy": product["returnPolicy"]}
        if not page["pageInfo"]["hasNextPage"]:
            return found
        after = page["pageInfo"]["endCursor"]


def availability(variant):
    if not variant["availableForSale"]:
        return "out_of_stock"
    return "backorder" if variant["currentlyNotInStock"] else "in_stock"


def money(amount):
    return f"{amount['amount']} {amount['currencyCode']}"


def prices(variant):
    before = variant["compareAtPrice"]
    return (money(before), money(variant["price"])) if before else (money(variant["price"]), "")


@pytest.mark.parametrize(("country", "currency"), MARKETS)
def test_googles_feed_has_every_variant_as_graphql_answers_it(visitor, country, currency):
    answer = visitor.get(f"/social/feeds/google-{country}.xml")
    wanted = every_variant(visitor, country)
    items = {row.findtext(f"{G}id"): row for row in ET.fromstring(answer.text).iter("item")}
    dateless = {number for number, row in wanted.items() if availability(row) == "backorder"}

    assert answer.headers["content-type"].startswith("application/xml")
    assert items.keys() == wanted.keys() - dateless
    assert len(items) > 250
    told = f"no-date: {len(dateless)}" if dateless else "none"
    assert f"<!-- left out: {told} -->" in answer.text
    for number, item in items.items():
        price, sale = prices(wanted[number])
        assert item.findtext(f"{G}price") == price
        assert item.findtext(f"{G}sale_price", "") == sale
        assert price.endswith(currency)
        assert item.findtext(f"{G}availability") == availability(wanted[number])
        assert f"variant={number}&country={country}" in item.findtext(f"{G}link")
        for name in ("title", "description", "image_link", "condition", "brand", "mpn", "item_group_id"):
            assert item.findtext(f"{G}{name}"), name


@pytest.mark.parametrize(("country", "currency"), MARKETS)
def test_metas_feed_has_every_variant_as_graphql_answers_it(visitor, country, currency):
    words = {"in_stock": "in stock", "out_of_stock": "out of stock", "backorder": "available for order"}
    rows = {
        row["id"]: row
        for row in csv.DictReader(io.StringIO(visitor.get(f"/social/feeds/meta-{country}.csv").text))
    }
    wanted = every_variant(visitor, country)

    assert rows.keys() == wanted.keys()
    for number, row in rows.items():
        assert (row["price"], row["sale_price"]) == prices(wanted[number])
        assert row["availability"] == words[availability(wanted[number])]
        assert all(row[name] for name in ("title", "description", "link", "image_link", "brand", "condition"))


@pytest.mark.parametrize(("country", "currency"), MARKETS)
def test_the_probe_says_price_availability_and_policy(visitor, country, currency):
    told = json.loads(visitor.get(f"/social/feeds/probe-{country}.json").text)
    wanted = every_variant(visitor, country)

    assert (told["channel"], told["country"], told["leftOut"]) == ("social", country, [])
    assert len(told["items"]) == len(wanted)
    for item in told["items"]:
        variant = wanted[item["id"].rpartition("/")[2]]
        assert item["price"] == variant["price"]["amount"]
        assert item["currency"] == currency
        assert item["availability"] == availability(variant)
        assert (item["policy"], item["policyVersion"]) == (
            variant["policy"]["id"],
            variant["policy"]["version"],
        )


@pytest.mark.parametrize("path", ["google-XX.xml", "meta-XX.csv", "probe-.json", "google-%3Cx%3E.xml"])
def test_a_feed_of_a_country_that_is_not_served_is_not_found(visitor, path):
    visitor.page(f"/social/feeds/{path}", status=404)


def product(**changes):
    variant = {
        "id": "gid://shopify/ProductVariant/7", "title": "M", "sku": "A-1", "barcode": "4006381333931",
        "availableForSale": True, "currentlyNotInStock": False, "price": {"amount": "10.00", "currencyCode": "EUR"},
        "compareAtPrice": None, "selectedOptions": [{"name": "Taille", "value": "M"}], "image": None,
    }  # fmt: skip
    found = {
        "id": "gid://shopify/Product/3", "handle": "x", "title": "A & <b>", "description": "Two\x00 lines",
        "vendor": "V",
        "productType": "", "tags": ["women"], "category": None, "featuredImage": {"url": "/media/x.jpg"},
        "images": {"nodes": []}, "available_on": None, "variants": {"nodes": [variant | changes.pop("variant", {})]},
        "returnPolicy": {"id": "gid://shopify/ReturnPolicy/1", "version": 2, "finalSale": False, "windowDays": 30},
    }  # fmt: skip
    return found | changes


def only(found):
    return read_items(found, origin=ORIGIN)[0]


def test_products_without_picture_or_price_are_left_out_and_break_nothing():
    assert only(product(featuredImage=None)) == LeftOut(id="7", title="A & <b>, M", reason="no-picture")
    for price in (None, {"amount": "0.00", "currencyCode": "EUR"}):
        assert only(product(variant={"price": price})).reason == "no-price"
    assert "<!-- left out: no-picture: 2, no-price: 1 -->" in closing({"no-price": 1, "no-picture": 2})


def test_an_item_is_whole_xml_whatever_its_texts_hold():
    item = ET.fromstring(
        entry(only(product())).replace("<item>", '<item xmlns:g="http://base.google.com/ns/1.0">')
    )
    told = {child.tag.removeprefix(G): child.text for child in item}

    assert told["title"] == "A & <b>, M"
    assert told["description"] == "Two lines"
    assert told["gtin"] == "4006381333931"
    assert told["return_policy_label"] == "30_days"
    assert (told["size"], told["gender"], told["age_group"]) == ("M", "female", "adult")
    assert "identifier_exists" not in told


@pytest.mark.parametrize("code", ["2001234567893", "4006381333930", "123", "", None])
def test_numbers_that_are_no_gtin_are_not_sent(code):
    item = only(product(variant={"barcode": code, "sku": None}))

    assert item.gtin == ""
    assert "<g:identifier_exists>no</g:identifier_exists>" in entry(item)


def test_a_piece_on_order_needs_a_day_for_google():
    waiting = {"variant": {"currentlyNotInStock": True}}

    assert lacks_date(only(product(**waiting)))
    assert not lacks_date(only(product(**waiting, available_on={"value": "2026-12-01"})))
    assert lacks_date(only(product(**waiting, available_on={"value": "soon"})))


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_cells_that_spreadsheets_would_reckon_with_are_defused(title):
    row = next(csv.reader(io.StringIO(meta_entry(only(product(title=title))))))

    assert row[1].startswith("'")
