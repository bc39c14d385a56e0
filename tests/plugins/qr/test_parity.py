"""Prices, stock and returns behind codes are those of GraphQL, to people and to machines, in every market."""

import json
import re

import pytest

from tests.plugins.web.conftest import text
from tests.plugins.web.test_jsonld_parity import SCHEMA, availability, check_policy, every_product


def published(page):
    facts = [json.loads(s.text) for s in page.findall(".//script[@type='application/ld+json']")]
    product = next(fact for fact in facts if fact["@type"] in {"Product", "ProductGroup"})
    return product.get("hasVariant", [product])


@pytest.mark.parametrize(("country", "currency"), [("FR", "EUR"), ("GB", "GBP"), ("US", "USD")])
def test_every_product_says_what_graphql_says(passer, country, currency):
    passer.get(f"/q/?country={country}&language=EN")
    seen = 0
    for product in every_product(passer, country):
        page = passer.page(f"/q/p/{product['handle']}")
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


def test_a_page_shows_the_price_of_the_variant_in_its_address(passer):
    passer.get("/q/?country=GB&language=EN")
    for product in every_product(passer, "GB")[::7]:
        variant = product["variants"]["nodes"][-1]
        number = variant["id"].rpartition("/")[2]
        page = passer.page(f"/q/p/{product['handle']}?variant={number}")
        shown = re.sub(r"[^0-9.]", "", text(page.find(".//*[@data-price]")))
        assert shown == variant["price"]["amount"].removesuffix(".00").removesuffix(".0")
