"""Preorders: sold before they come, up to a bound that holds over locations and in races."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from comptoir.errors import DomainError
from comptoir.inventory import (
    Demand,
    LocationDraft,
    OutOfStockError,
    Owner,
    allocate,
    place_holds,
    release_allocations,
    save_location,
    set_levels,
)
from comptoir.inventory.consistency import check_consistency
from comptoir.inventory.preorders import Preorder, end_preorder, lookup_preorder, set_preorder
from sqlalchemy import text

MAY = date(2026, 5, 4)


@pytest.fixture
def stock(shop):
    """Two of 11 in Paris and none in the depot; five more may be sold before they come."""
    paris = shop.write_now(save_location, draft=LocationDraft(handle="paris", name="Paris"))
    depot = shop.write_now(save_location, draft=LocationDraft(handle="depot", name="Depot"))
    shop.write_now(set_levels, location="paris", levels={11: 2})
    shop.write_now(set_preorder, preorder=Preorder(variant_id=11, available_on=MAY, most=5))
    return shop, paris, depot


def ahead(location, quantity):
    return [Demand(variant_id=11, location_id=location, quantity=quantity, backorder=True)]


def hold(shop, name, demands):
    until = shop.clock.now() + timedelta(minutes=15)
    return shop.write_now(
        place_holds, owner=Owner(kind="checkout", ident=name), demands=demands, expires_at=until
    )


def test_the_bound_counts_what_is_sold_ahead_at_all_locations(stock):
    shop, paris, depot = stock
    hold(shop, "a", ahead(paris, 5))
    with pytest.raises(OutOfStockError) as caught:
        hold(shop, "b", ahead(depot, 3))
    assert caught.value.available == 2
    hold(shop, "b", ahead(depot, 2))
    with pytest.raises(OutOfStockError):
        shop.write_now(allocate, owner=Owner(kind="order", ident="1"), demands=ahead(paris, 1))
    assert shop.read_now(check_consistency) == []


def test_an_owner_that_asks_again_does_not_count_twice(stock):
    shop, paris, depot = stock
    hold(shop, "a", ahead(paris, 7))
    hold(shop, "a", ahead(paris, 7))
    hold(shop, "a", ahead(paris, 3) + ahead(depot, 4))
    with pytest.raises(OutOfStockError):
        hold(shop, "a", ahead(paris, 3) + ahead(depot, 5))


def test_goods_that_come_make_room(stock):
    shop, paris, _ = stock
    order = Owner(kind="order", ident="1")
    shop.write_now(allocate, owner=order, demands=ahead(paris, 7))
    shop.write_now(set_levels, location="paris", levels={11: 4})
    shop.write_now(allocate, owner=order, demands=ahead(paris, 2))
    with pytest.raises(OutOfStockError):
        shop.write_now(allocate, owner=order, demands=ahead(paris, 1))
    shop.write_now(release_allocations, owner=order)
    shop.write_now(allocate, owner=order, demands=ahead(paris, 9))


def test_the_bound_holds_when_all_come_at_once_from_everywhere(stock):
    shop, paris, depot = stock

    def order(number):
        try:
            hold(shop, str(number), ahead((paris, depot)[number % 2], 1))
        except OutOfStockError:
            return "refused"
        return "held"

    with ThreadPoolExecutor(12) as pool:
        found = Counter(pool.map(order, range(24)))
    # Two are there, in Paris, and five are sold ahead; what is asked of the depot is all ahead.
    assert found == {"held": 7, "refused": 17}


def test_without_a_bound_any_number_is_sold_ahead(stock):
    shop, paris, _ = stock
    shop.write_now(set_preorder, preorder=Preorder(variant_id=11, available_on=MAY))
    hold(shop, "a", ahead(paris, 5_000))
    assert shop.write_now(end_preorder, variant_id=11)
    assert not shop.write_now(end_preorder, variant_id=11)
    assert shop.read_now(lookup_preorder, variant_id=11) is None


@pytest.mark.parametrize("most", [0, -1, 10_000_001])
def test_a_bound_that_is_none_is_refused(stock, most):
    shop, *_ = stock
    with pytest.raises(DomainError) as caught:
        shop.write_now(set_preorder, preorder=Preorder(variant_id=11, available_on=MAY, most=most))
    assert (caught.value.code, caught.value.field) == ("INVALID", ("most",))
    assert shop.read_now(lookup_preorder, variant_id=11).most == 5


SET = """mutation ($id: ID!, $day: String!) { preorderSet(variantId: $id, availableOn: $day, most: 9) {
  preorder { availableOn most } userErrors { code } } }"""
END = "mutation ($id: ID!) { preorderEnd(variantId: $id) { preorder { most } userErrors { code } } }"
SHOWN = """query ($id: ID!) { node(id: $id) { ... on ProductVariant {
  availableForSale currentlyNotInStock preorder { availableOn } } } }"""
CART = """mutation ($id: ID!) { cartCreate(input: {lines: [{merchandiseId: $id, quantity: 3}]}) {
  cart { totalQuantity } warnings { code } } }"""
DELETE = "mutation ($id: ID!) { productDelete(id: $id) { userErrors { code } } }"


def shopper(office, document):
    return office.ask(document, {"id": office.id}, role=None, path="/graphql")


def test_staff_let_shoppers_buy_what_has_not_come_yet(office):
    office.shop.db.write_now(
        lambda tx: [set_levels(tx, location=place, levels={office.red: 0}) for place in ("paris", "lyon")]
    )
    sold_out = {"availableForSale": False, "currentlyNotInStock": False, "preorder": None}
    asked = {"id": office.id, "day": "2026-05-04"}
    assert office.ask(SET, asked, role="associate")["preorderSet"] == {
        "preorder": {"availableOn": "2026-05-04", "most": 9},
        "userErrors": [],
    }
    assert shopper(office, SHOWN)["node"] == {
        "availableForSale": True,
        "currentlyNotInStock": True,
        "preorder": {"availableOn": "2026-05-04"},
    }
    assert shopper(office, CART)["cartCreate"] == {"cart": {"totalQuantity": 3}, "warnings": []}
    assert office.ask(END, {"id": office.id})["preorderEnd"] == {"preorder": None, "userErrors": []}
    assert shopper(office, SHOWN)["node"] == sold_out
    assert shopper(office, CART)["cartCreate"]["warnings"] == [{"code": "MERCHANDISE_OUT_OF_STOCK"}]
    body = office.body(SET, asked | {"day": "soon"})
    assert body["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


def test_a_product_that_an_order_waits_for_is_not_deleted(office):
    statement = text("SELECT product_id FROM catalog_variant WHERE id = :id")
    number = office.shop.db.read_now(lambda tx: tx.scalar(statement, {"id": office.red}))
    product = {"id": f"gid://shopify/Product/{number}"}
    demand = Demand(variant_id=office.red, location_id=1, quantity=1)
    order = Owner(kind="order", ident="1")
    office.shop.db.write_now(allocate, owner=order, demands=[demand])
    assert office.ask(DELETE, product)["productDelete"]["userErrors"] == [{"code": "IN_USE"}]
    assert shopper(office, SHOWN)["node"]["availableForSale"] is True
    office.shop.db.write_now(release_allocations, owner=order)
    assert office.ask(DELETE, product)["productDelete"]["userErrors"] == []
    assert office.shop.db.read_now(check_consistency) == []
