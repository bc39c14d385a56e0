"""Promotions over GraphQL: the catalogue and the cart give the very same number, on time, in every list."""

import pytest
from comptoir.catalog.commands import save_collection
from comptoir.catalog.drafts import CollectionDraft
from comptoir.customers.groups import CustomerGroupDraft, save_customer_group
from comptoir.money import parse_money
from comptoir.pricing import (
    AmountOff,
    BuyGet,
    Conditions,
    FixedPrice,
    FreeShipping,
    PercentOff,
    PriceEntry,
    Selection,
    Tier,
    Tiers,
    save_promotion,
    set_prices,
    withdraw_promotion,
)
from comptoir.testing import OpenedShop, fill_catalogue, make_shop

from tests.pricing.offers import DAY, HALF, TENTH, draft

SHIRT = "Red-S"
"""It costs 59 euros."""
PRODUCTS = """
query($country: CountryCode, $filters: [ProductFilter!]) @inContext(country: $country) {
  collection(handle: "all") { products(first: 50, sortKey: PRICE, filters: $filters) { nodes { handle } } }
  products(first: 50, sortKey: PRICE) { nodes {
    handle priceRange { minVariantPrice { amount } } compareAtPriceRange { maxVariantPrice { amount } }
    variants(first: 50) { nodes { id sku price { amount } compareAtPrice { amount } } }
  } }
}
"""
CART = """
mutation($input: CartInput!) { cartCreate(input: $input) {
  warnings { code message }
  cart {
    discountCodes { code applicable reason }
    discountAllocations { ...Allocation }
    cost { subtotalAmount { amount } totalAmount { amount } }
    quote { digest steps { kind label source } }
    lines(first: 50) { nodes {
      quantity discountAllocations { ...Allocation }
      cost {
        amountPerQuantity { amount } compareAtAmountPerQuantity { amount }
        subtotalAmount { amount } totalAmount { amount }
      }
    } }
  }
} }
fragment Allocation on CartDiscountAllocation {
  __typename targetType discountedAmount { amount }
  ... on CartAutomaticDiscountAllocation { title }
  ... on CartCodeDiscountAllocation { code }
  discountApplication {
    allocationMethod targetSelection targetType
    value { __typename ... on MoneyV2 { amount } ... on PricingPercentageValue { percentage } }
  }
}
"""


class Counter:
    """A shop with the tiny catalogue and the group `trade`, asked and changed."""

    def __init__(self, opened):
        self.opened = opened
        self.db = opened.shop.db
        self.db.write_now(save_customer_group, draft=CustomerGroupDraft(handle="trade", title="Trade"))

    def offer(self, wanted):
        return self.db.write_now(save_promotion, draft=wanted)

    def variants(self, country="FR"):
        nodes = self.opened.data(PRODUCTS, country=country)["products"]["nodes"]
        return {variant["sku"]: variant for node in nodes for variant in node["variants"]["nodes"]}

    def prices(self, country="FR"):
        return {sku: variant["price"]["amount"] for sku, variant in self.variants(country).items()}

    def cart(self, *wanted, codes=(), country="FR"):
        lines = [
            {"merchandiseId": self.opened.variant(sku), "quantity": quantity} for sku, quantity in wanted
        ]
        buyer = {"countryCode": country}
        answer = self.opened.data(
            CART, input={"lines": lines, "discountCodes": list(codes), "buyerIdentity": buyer}
        )
        return answer["cartCreate"]


@pytest.fixture
def counter(sqlite_url, tmp_path, clock):
    shop = make_shop(tmp_path / "shop", database_url=sqlite_url, clock=clock)
    try:
        yield Counter(OpenedShop(shop, fill_catalogue(shop.db)))
    finally:
        shop.db.close_now()


def minor(amount):
    return parse_money(amount, "EUR").minor


def only_line(payload):
    (line,) = payload["cart"]["lines"]["nodes"]
    return line


def test_what_the_catalogue_shows_is_what_the_cart_charges(counter):
    sku = SHIRT
    before = counter.variants()[sku]
    counter.offer(draft(effect=PercentOff(333_333)))
    after = counter.variants()[sku]
    assert minor(after["price"]["amount"]) < minor(before["price"]["amount"])
    line = only_line(counter.cart((sku, 3)))
    cost = line["cost"]
    assert cost["amountPerQuantity"] == after["price"]
    assert cost["compareAtAmountPerQuantity"] == after["compareAtPrice"]
    assert minor(cost["totalAmount"]["amount"]) == 3 * minor(after["price"]["amount"])
    assert minor(cost["subtotalAmount"]["amount"]) == 3 * minor(before["price"]["amount"])
    (allocation,) = line["discountAllocations"]
    taken = minor(allocation["discountedAmount"]["amount"])
    assert taken == minor(cost["subtotalAmount"]["amount"]) - minor(cost["totalAmount"]["amount"])
    assert allocation["__typename"] == "CartAutomaticDiscountAllocation"
    assert allocation["title"] == "Spring"
    assert allocation["discountApplication"] == {
        "allocationMethod": "EACH",
        "targetSelection": "ALL",
        "targetType": "LINE_ITEM",
        "value": {"__typename": "PricingPercentageValue", "percentage": 33.3333},
    }


def handles(counter, **filters):
    found = counter.opened.data(PRODUCTS, country="FR", filters=[filters] if filters else None)
    assert [node["handle"] for node in found["products"]["nodes"]] == [
        node["handle"] for node in found["collection"]["products"]["nodes"]
    ] or filters
    return [node["handle"] for node in found["collection"]["products"]["nodes"]]


def test_lists_are_sorted_and_filtered_by_reduced_prices(counter):
    assert handles(counter) == ["pencils", "card", "shirt"]
    shirts = {sku: int(counter.opened.variant(sku).rpartition("/")[2]) for sku in ("Red-S", "Red-M")}
    goods = Selection(variants=frozenset(shirts.values()))
    counter.offer(draft(effect=FixedPrice({"EUR": 1}), goods=goods))
    assert handles(counter) == ["shirt", "pencils", "card"]
    assert handles(counter, price={"max": 0.01}) == ["shirt"]
    assert handles(counter, price={"min": 58}) == ["shirt"]
    counter.db.write_now(withdraw_promotion, handle="spring")
    assert handles(counter) == ["pencils", "card", "shirt"]
    assert handles(counter, price={"max": 0.01}) == []


def test_what_joins_a_reduced_collection_is_reduced_in_lists_too(counter):
    collection = counter.db.write_now(save_collection, draft=CollectionDraft(handle="sale", title="Sale"))
    counter.offer(draft(goods=Selection(collections=frozenset({collection.collection_id}))))
    for change in ((), ("shirt",), ()):
        counter.db.write_now(
            save_collection, draft=CollectionDraft(handle="sale", title="Sale", products=change)
        )
        node = next(
            each for each in counter.opened.data(PRODUCTS)["products"]["nodes"] if each["handle"] == "shirt"
        )
        price = "29.50" if change else "59.00"
        assert node["priceRange"]["minVariantPrice"]["amount"] == price
        assert {variant["price"]["amount"] for variant in node["variants"]["nodes"]} == {price}


def test_a_schedule_begins_and_ends_at_its_moment(counter, clock):
    sku, now = SHIRT, clock.now()
    whole = counter.prices()[sku]
    counter.offer(draft(conditions=Conditions(starts_at=now + DAY, ends_at=now + 2 * DAY)))
    seen = []
    for _ in range(3):
        cost = only_line(counter.cart((sku, 1)))["cost"]
        assert cost["amountPerQuantity"]["amount"] == counter.prices()[sku]
        seen.append(counter.prices()[sku] == whole)
        clock.advance(DAY)
    assert seen == [True, False, True]


def test_a_code_reduces_the_whole_cart_and_says_so(counter):
    sku = SHIRT
    whole = minor(counter.prices()[sku])
    counter.offer(draft(effect=TENTH, scope="order", codes=("WELCOME",)))
    payload = counter.cart((sku, 2), codes=["welcome"])
    cart = payload["cart"]
    assert payload["warnings"] == []
    assert cart["discountCodes"] == [{"code": "welcome", "applicable": True, "reason": None}]
    (allocation,) = cart["discountAllocations"]
    off = 1180
    assert (allocation["__typename"], allocation["code"]) == ("CartCodeDiscountAllocation", "welcome")
    assert minor(allocation["discountedAmount"]["amount"]) == off
    assert allocation["discountApplication"]["allocationMethod"] == "ACROSS"
    assert minor(cart["cost"]["subtotalAmount"]["amount"]) == 2 * whole
    assert minor(cart["cost"]["totalAmount"]["amount"]) == 2 * whole - off
    assert only_line(payload)["discountAllocations"] == []
    assert "promotion" in [step["kind"] for step in cart["quote"]["steps"]]


@pytest.mark.parametrize(
    ("terms", "warning"),
    [
        ({"conditions": Conditions(minimum_subtotal={"EUR": 10**9})}, "DISCOUNT_PURCHASE_NOT_IN_RANGE"),
        ({"conditions": Conditions(minimum_quantity=9)}, "DISCOUNT_QUANTITY_NOT_IN_RANGE"),
        (
            {"conditions": Conditions(customer_groups=frozenset({"trade"}))},
            "DISCOUNT_ELIGIBLE_CUSTOMER_MISSING",
        ),
        ({"conditions": Conditions(first_order=True)}, "DISCOUNT_ELIGIBLE_CUSTOMER_MISSING"),
        ({"conditions": Conditions(markets=frozenset({"us"}))}, "DISCOUNT_CODE_NOT_HONOURED"),
        ({"goods": Selection(products=frozenset({999_999}))}, "DISCOUNT_NO_ENTITLED_LINE_ITEMS"),
        ({"effect": AmountOff({"USD": 1})}, "DISCOUNT_CODE_NOT_HONOURED"),
        ({"budgets": {"USD": 100}}, "DISCOUNT_USAGE_LIMIT_REACHED"),
    ],
)
def test_a_code_that_reduces_nothing_says_why(counter, terms, warning):
    counter.offer(draft(scope="order", codes=("CODE",), **terms))
    payload = counter.cart((SHIRT, 1), codes=["CODE"])
    assert [each["code"] for each in payload["warnings"]] == [warning]
    (code,) = payload["cart"]["discountCodes"]
    assert (code["applicable"], payload["warnings"][0]["message"]) == (False, f"CODE: {code['reason']}")


def test_a_worse_code_gives_way_to_the_better_offer(counter):
    sku = SHIRT
    counter.offer(draft(effect=HALF))
    counter.offer(draft("small", effect=TENTH, scope="order", codes=("SMALL",)))
    payload = counter.cart((sku, 1), codes=["SMALL"])
    assert [each["code"] for each in payload["warnings"]] == ["DISCOUNT_CODE_NOT_HONOURED"]
    assert only_line(payload)["cost"]["totalAmount"]["amount"] == counter.prices()[sku]


def test_a_code_for_free_delivery_is_taken_before_delivery_is_known(counter):
    counter.offer(draft(effect=FreeShipping(), scope="shipping", codes=("FREE",)))
    payload = counter.cart((SHIRT, 1), codes=["FREE"])
    assert payload["warnings"] == []
    assert payload["cart"]["discountCodes"][0]["applicable"]


def test_three_for_two_and_tiers_show_on_lines_and_the_cart(counter):
    sku = SHIRT
    whole = minor(counter.prices()[sku])
    combines = frozenset({"order", "product"})
    counter.offer(draft(effect=BuyGet(buy_quantity=2, get_quantity=1), combines_with=combines))
    step = Tier(minimum={"EUR": whole}, off=AmountOff({"EUR": 100}))
    counter.offer(draft("more", effect=Tiers((step,)), scope="order", combines_with=combines))
    payload = counter.cart((sku, 3))
    (line_off,) = only_line(payload)["discountAllocations"]
    (order_off,) = payload["cart"]["discountAllocations"]
    assert minor(line_off["discountedAmount"]["amount"]) == whole
    assert line_off["discountApplication"]["allocationMethod"] == "ONE"
    assert order_off["discountedAmount"]["amount"] == "1.00"
    assert minor(payload["cart"]["cost"]["totalAmount"]["amount"]) == 2 * whole - 100


def test_another_market_without_the_currency_is_untouched(counter):
    before = counter.prices("US")
    counter.offer(draft(effect=AmountOff({"EUR": 100})))
    assert counter.prices("US") == before
    assert counter.prices("FR")[SHIRT] == "58.00"


def test_a_new_price_is_reduced_at_once(counter):
    sku = SHIRT
    counter.offer(draft(effect=HALF))
    number = int(counter.opened.variant(sku).rpartition("/")[2])
    entry = PriceEntry(variant_id=number, amount=parse_money("10.00", "EUR"))
    counter.db.write_now(set_prices, price_list="eu", prices=[entry])
    assert counter.prices()[sku] == "5.00"
