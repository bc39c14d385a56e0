"""Prices, stock and returns at the kiosk are those of GraphQL, to people and to machines, in every market."""

import json
from decimal import Decimal

import pytest

from tests.plugins.kiosk.conftest import text
from tests.plugins.web.test_jsonld_parity import SCHEMA, availability, check_policy, every_product


def published(page):
    facts = [json.loads(s.text) for s in page.findall(".//script[@type='application/ld+json']")]
    product = next(fact for fact in facts if fact["@type"] in {"Product", "ProductGroup"})
    return product.get("hasVariant", [product])


@pytest.mark.parametrize(("country", "currency"), [("FR", "EUR"), ("GB", "GBP"), ("US", "USD")])
def test_every_product_says_what_graphql_says(kiosk, country, currency):
    kiosk.get(f"/kiosk/?country={country}&language=EN")
    seen = 0
    for product in every_product(kiosk, country):
        page = kiosk.page(f"/kiosk/products/{product['handle']}")
        policy = product["returnPolicy"]
        assert text(page.find(".//*[@data-policy]")) == " ".join(policy["summary"].split())
        for told, variant in zip(published(page), product["variants"]["nodes"], strict=True):
            offer = told["offers"]
            assert offer["price"] == variant["price"]["amount"]
            assert offer["priceCurrency"] == variant["price"]["currencyCode"] == currency
            assert offer["availability"] == SCHEMA + availability(variant)
            assert told["sku"] == variant["sku"]
            check_policy(offer["hasMerchantReturnPolicy"], policy)
            seen += 1
    assert seen >= 250


def test_a_page_shows_the_price_of_the_variant_in_its_address(kiosk):
    kiosk.get("/kiosk/?country=GB&language=EN")
    for product in every_product(kiosk, "GB")[::7]:
        variant = product["variants"]["nodes"][-1]
        number = variant["id"].rpartition("/")[2]
        page = kiosk.page(f"/kiosk/products/{product['handle']}?variant={number}")
        shown = text(page.find(".//*[@data-price]"))
        assert shown.replace(",", "") == "£" + variant["price"]["amount"].removesuffix(".00")


def test_addresses_told_to_machines_are_there(kiosk, address):
    offers = [row["offers"] for row in published(kiosk.page("/kiosk/products/averse-trench-coat"))]

    for offer in offers:
        assert offer["url"].startswith(f"{address}/kiosk/products/averse-trench-coat?variant=")
        assert kiosk.get(offer["url"]).status_code == 200
        assert kiosk.get(offer["hasMerchantReturnPolicy"]["merchantReturnLink"]).status_code == 200


def test_totals_and_promises_of_the_bag_are_those_of_graphql(kiosk):
    kiosk.add()
    kiosk.add("averse-trench-coat")
    page = kiosk.page("/kiosk/cart")
    cart = kiosk.ask(
        """query($id: ID!) @inContext(language: EN) { cart(id: $id) { cost { totalAmount { amount } }
        lines(first: 9) { nodes { ... on CartLine { returnPolicy { summary } } } } } }""",
        {"id": "gid://shopify/Cart/" + kiosk.cookies["kiosk_cart"].replace("%3F", "?").replace("%3D", "=")},
    )["cart"]

    total = Decimal(cart["cost"]["totalAmount"]["amount"])
    assert text(page.find(".//*[@data-total]")) == f"{total:.2f} €".replace(".", ",")
    shown = [text(row) for row in page.findall(".//*[@data-policy]")]
    assert shown == [" ".join(row["returnPolicy"]["summary"].split()) for row in cart["lines"]["nodes"]]
