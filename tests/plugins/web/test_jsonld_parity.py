"""What pages tell machines is what GraphQL answers: every variant of the demonstration shop, in every market."""

import json

import pytest

METHODS = {"IN_STORE": "ReturnInStore", "BY_MAIL": "ReturnByMail", "KIOSK": "ReturnAtKiosk"}
REFUNDS = {"REFUND": "FullRefund", "EXCHANGE": "ExchangeRefund", "STORE_CREDIT": "StoreCreditRefund"}
SCHEMA = "https://schema.org/"
PRODUCTS = """query($country: CountryCode!, $after: String) @inContext(country: $country, language: EN) {
  products(first: 100, after: $after) {
    nodes {
      handle title
      variants(first: 250) { nodes {
        id sku barcode availableForSale currentlyNotInStock
        price { amount currencyCode } compareAtPrice { amount currencyCode }
      } }
      returnPolicy {
        finalSale windowDays windowAnchor resolutions summary applicableCountries
        methods { kind fees fee { amount currencyCode } }
        restockingFee { percentage amount { amount currencyCode } }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}"""


def every_product(visitor, country):
    found, after = [], None
    while True:
        page = visitor.ask(PRODUCTS, {"country": country, "after": after})["products"]
        found += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            return found
        after = page["pageInfo"]["endCursor"]


def published_variants(visitor, handle):
    """Return the product's variants as the page's JSON-LD has them."""
    page = visitor.page(f"/products/{handle}")
    facts = [json.loads(s.text) for s in page.findall(".//script[@type='application/ld+json']")]
    product = next(fact for fact in facts if fact["@type"] in {"Product", "ProductGroup"})
    return product.get("hasVariant", [product])


def availability(variant):
    if not variant["availableForSale"]:
        return "OutOfStock"
    return "BackOrder" if variant["currentlyNotInStock"] else "InStock"


def category(policy):
    if policy["finalSale"]:
        return "MerchantReturnNotPermitted"
    return (
        "MerchantReturnUnlimitedWindow"
        if policy["windowDays"] is None
        else "MerchantReturnFiniteReturnWindow"
    )


def check_policy(published, policy):
    assert published["@type"] == "MerchantReturnPolicy"
    assert published["description"] == policy["summary"]
    assert published["applicableCountry"] == policy["applicableCountries"]
    assert published["returnPolicyCategory"] == SCHEMA + category(policy)
    if policy["finalSale"]:
        assert "merchantReturnDays" not in published
        assert "returnMethod" not in published
        return
    assert published["merchantReturnDays"] == policy["windowDays"]
    assert policy["windowAnchor"] == "DELIVERY"
    assert published["refundType"] == [SCHEMA + REFUNDS[name] for name in policy["resolutions"]]
    assert published["returnMethod"] == [SCHEMA + METHODS[way["kind"]] for way in policy["methods"]]
    fee = policy["restockingFee"]
    assert published.get("restockingFee") == (fee["percentage"] if fee and not fee["amount"] else None)


@pytest.mark.parametrize(("country", "currency"), [("FR", "EUR"), ("GB", "GBP"), ("US", "USD")])
def test_prices_stock_and_returns_of_every_variant_equal_those_of_graphql(visitor, country, currency):
    visitor.get(f"/?country={country}&language=EN")
    products = every_product(visitor, country)
    seen = 0

    for product in products:
        variants = product["variants"]["nodes"]
        published = published_variants(visitor, product["handle"])
        assert len(published) == len(variants), product["handle"]
        for told, variant in zip(published, variants, strict=True):
            offer = told["offers"]
            assert offer["price"] == variant["price"]["amount"]
            assert offer["priceCurrency"] == variant["price"]["currencyCode"] == currency
            assert offer["availability"] == SCHEMA + availability(variant)
            assert offer["itemCondition"] == SCHEMA + "NewCondition"
            assert told["sku"] == variant["sku"]
            assert told.get("gtin") == variant["barcode"]
            struck = offer.get("priceSpecification", {}).get("price")
            assert struck == (variant["compareAtPrice"] or {}).get("amount")
            check_policy(offer["hasMerchantReturnPolicy"], product["returnPolicy"])
            seen += 1
    assert len(products) >= 60
    assert seen >= 250


def test_a_page_shows_the_price_of_the_variant_in_its_address(visitor):
    visitor.get("/?country=GB&language=EN")
    for product in every_product(visitor, "GB")[::9]:
        variant = product["variants"]["nodes"][-1]
        page = visitor.page(f"/products/{product['handle']}?variant={variant['id'].rpartition('/')[2]}")
        shown = "".join(page.find(".//*[@data-price]").itertext())
        assert shown.replace(",", "") == "£" + variant["price"]["amount"].removesuffix(".00")
