"""Reading orders through the schema: the secret is the right, and nothing tells what exists."""

import json

import pytest
from comptoir.orders import place_order

from tests.orders.drafts import TOKEN, draft

READ = """
query($id: ID!, $token: String) { order(id: $id, token: $token) {
  __typename id name number orderNumber confirmationNumber token statusUrl statusPageUrl customerUrl
  financialStatus fulfillmentStatus currencyCode customerLocale email phone note edited
  processedAt createdAt canceledAt cancelReason metafield(key: "x") { value } customAttributes { key value }
  totalPrice { amount currencyCode } currentTotalPrice { amount } originalTotalPrice { amount }
  subtotalPrice { amount } currentSubtotalPrice { amount } totalTax { amount } currentTotalTax { amount }
  totalShippingPrice { amount } totalRefunded { amount } subtotalPriceV2 { amount } totalPriceV2 { amount }
  shippingAddress { id name city zip country countryCodeV2 formatted(withName: true) } billingAddress { id }
  lineItems(first: 10) { edges { cursor } pageInfo { hasNextPage } nodes {
    id title name variantTitle sku quantity currentQuantity variant { id } variantId productId image { url }
    variantOptions { name value } customAttributes { key value } giftCard requiresShipping
    price { amount } originalTotalPrice { amount } discountedTotalPrice { amount } totalPrice { amount }
    currentTotalPrice { amount } totalDiscount { amount }
  } }
  deliveryGroups { id method title address { city } location { id } lineItems { title } }
  fulfillments(first: 5) { nodes { id } } successfulFulfillments { trackingCompany }
  paymentInformation { paymentStatus totalPaidAmount { amount } totalOutstandingAmount { amount }
    paymentCollectionUrl paymentTerms { paymentTermsName } }
} }
"""
NODE = "query($id: ID!) { node(id: $id) { __typename id } }"


@pytest.fixture
def order(opened):
    return opened.shop.db.write_now(place_order, draft=draft())


def read(opened, ident, token=None):
    return opened.data(READ, id=ident, token=token)["order"]


def test_the_secret_shows_the_order_as_it_was_agreed_to(opened, order):
    found = read(opened, order.id, TOKEN)
    assert (found["id"], found["name"], found["number"]) == (
        f"gid://shopify/Order/{order.order_id}",
        "#1001",
        1001,
    )
    assert found["statusUrl"].endswith(f"/orders/{order.order_id}?key={TOKEN}")
    assert found["totalPrice"] == {"amount": "59.50", "currencyCode": "EUR"}
    assert found["subtotalPrice"] == {"amount": "54.50"}
    assert found["totalShippingPrice"] == {"amount": "5.00"}
    assert found["totalTax"] == {"amount": "9.91"}
    assert found["shippingAddress"]["formatted"][0] == "Ada Dupont"
    assert found["billingAddress"] is None
    shirts, mug = found["lineItems"]["nodes"]
    assert shirts["name"] == "Linen shirt - M"
    assert shirts["variantOptions"] == [{"name": "Size", "value": "M"}]
    assert [shirts[name]["amount"] for name in ("price", "originalTotalPrice", "discountedTotalPrice")] == [
        "20.00", "40.00", "36.00",
    ]  # fmt: skip
    assert (shirts["totalDiscount"], mug["variantTitle"]) == ({"amount": "4.00"}, None)
    assert [(group["method"], group["lineItems"]) for group in found["deliveryGroups"]] == [
        ("SHIPPING", [{"title": "Linen shirt"}]),
        ("PICK_UP", [{"title": "Mug"}]),
    ]
    assert found["paymentInformation"]["totalOutstandingAmount"] == {"amount": "59.50"}
    assert found["paymentInformation"]["paymentCollectionUrl"] == found["statusUrl"]


def test_the_secret_may_be_in_the_id(opened, order):
    ident = f"{order.id}?key={TOKEN}"
    assert read(opened, ident) == read(opened, order.id, TOKEN)
    assert opened.data(NODE, id=ident) == {"node": {"__typename": "Order", "id": order.id}}


def test_without_the_secret_nothing_tells_whether_an_order_exists(opened, order):
    secrets = [None, "", "x", TOKEN[:-1], TOKEN + "5", TOKEN.upper() + " ", "é", "0" * 64, "5" * 100_000]
    for ident in (order.id, "gid://shopify/Order/999", f"gid://shopify/Order/{2**53 - 1}"):
        answers = {json.dumps(opened.ask(READ, id=ident, token=secret)) for secret in secrets}
        assert answers == {'{"data": {"order": null}}'}
    for query in ("", "?key=", f"?key={TOKEN[:-1]}", f"?yek={TOKEN}", "?key=5"):
        for number in (order.order_id, 999):
            assert opened.data(NODE, id=f"gid://shopify/Order/{number}{query}") == {"node": None}
    assert opened.data(NODE, id=f"gid://shopify/Order/abc?key={TOKEN}") == {"node": None}


def test_one_order_s_secret_does_not_open_another(opened, order):
    other = opened.shop.db.write_now(place_order, draft=draft(origin="checkout/2", token="6" * 40))
    assert read(opened, other.id, TOKEN) is None
    assert read(opened, order.id, "6" * 40) is None
    assert read(opened, other.id, "6" * 40)["name"] == "#1002"


@pytest.mark.parametrize(
    "ident", ["", "1", "gid://shopify/Cart/1", "gid://shopify/Order/0", "gid://shopify/Order/1e3", "gid://x"]
)
def test_a_malformed_id_is_refused(opened, order, ident):
    answer = opened.ask(READ, id=ident, token=TOKEN)
    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert answer["data"] == {"order": None}


DISCOUNTS = """
query($id: ID!, $token: String) { order(id: $id, token: $token) {
  discountApplications(first: 5) { nodes { __typename allocationMethod targetSelection targetType
    value { ... on PricingPercentageValue { percentage } ... on MoneyV2 { amount } }
    ... on DiscountCodeApplication { code applicable } ... on AutomaticDiscountApplication { title } } }
  shippingDiscountAllocations { allocatedAmount { amount } }
  lineItems(first: 2) { nodes { discountAllocations { allocatedAmount { amount }
    discountApplication { __typename } } } }
} }
"""


def test_discounts_are_told_as_they_were(opened, order):
    found = opened.data(DISCOUNTS, id=order.id, token=TOKEN)["order"]
    assert found["discountApplications"]["nodes"] == [
        {
            "__typename": "DiscountCodeApplication", "allocationMethod": "ACROSS", "targetSelection": "ALL",
            "targetType": "LINE_ITEM", "value": {"amount": "4.00"}, "code": "SPRING", "applicable": True,
        }
    ]  # fmt: skip
    shirts, mug = found["lineItems"]["nodes"]
    assert shirts["discountAllocations"] == [
        {
            "allocatedAmount": {"amount": "4.00"},
            "discountApplication": {"__typename": "DiscountCodeApplication"},
        }
    ]
    assert (mug["discountAllocations"], found["shippingDiscountAllocations"]) == ([], [])


QUOTE = """
query($id: ID!, $token: String) { order(id: $id, token: $token) { quote { digest revision
  steps { kind lineKey label source before { amount } after { amount } } } } }
"""


def test_the_rules_of_the_price_stay_with_the_order(opened, order):
    found = opened.data(QUOTE, id=order.id, token=TOKEN)["order"]["quote"]
    assert (found["digest"], found["revision"]) == ("d" * 64, "r1")
    assert [(step["kind"], step["before"], step["after"]["amount"]) for step in found["steps"]] == [
        ("price", None, "20.00"), ("line", {"amount": "20.00"}, "40.00"),
    ]  # fmt: skip
