"""Lines of a cart: what merges, what is refused, what stock allows."""

import pytest
from comptoir.inventory import set_levels

from tests.cart.shopper import quantities

PAIR = [{"key": "gift", "value": "yes"}, {"key": "to", "value": "Ada"}]


def test_equal_lines_merge_and_keep_their_place(shopper):
    cart = shopper.cart(("Blue-S", 1), ("CARD", 1))
    cart = shopper.edit("cartLinesAdd", cart, lines=[shopper.line("Blue-S", 2), shopper.line("Blue-S")])
    assert quantities(cart) == [("Blue-S", 4), ("CARD", 1)]


def test_lines_with_other_attributes_stay_apart_and_the_order_of_attributes_does_not_matter(shopper):
    cart = shopper.cart(("CARD", 1))
    cart = shopper.edit("cartLinesAdd", cart, lines=[shopper.line("CARD", 1, attributes=PAIR)])
    cart = shopper.edit("cartLinesAdd", cart, lines=[shopper.line("CARD", 1, attributes=PAIR[::-1])])
    assert quantities(cart) == [("CARD", 1), ("CARD", 2)]
    assert cart["lines"]["nodes"][1]["attributes"] == PAIR


def test_a_quantity_that_is_left_out_or_null_is_one(shopper):
    card = shopper.variant("CARD")
    cart = shopper.change("cartCreate", input={"lines": [{"merchandiseId": card}]})["cart"]
    cart = shopper.edit("cartLinesAdd", cart, lines=[{"merchandiseId": card, "quantity": None}])
    assert quantities(cart) == [("CARD", 2)]


def test_quantity_zero_removes_a_line(shopper):
    cart = shopper.cart(("CARD", 2), ("Blue-S", 1))
    line = cart["lines"]["nodes"][0]["id"]
    assert quantities(shopper.edit("cartLinesUpdate", cart, lines=[{"id": line, "quantity": 0}])) == [
        ("Blue-S", 1)
    ]


def test_an_update_without_a_quantity_keeps_it(shopper):
    cart = shopper.cart(("CARD", 3))
    line = cart["lines"]["nodes"][0]["id"]
    cart = shopper.edit("cartLinesUpdate", cart, lines=[{"id": line, "attributes": PAIR}])
    assert quantities(cart) == [("CARD", 3)]
    assert cart["lines"]["nodes"][0]["attributes"] == PAIR


def test_a_line_that_becomes_equal_to_another_takes_it_in(shopper):
    cart = shopper.cart(("Red-S", 1), ("Blue-S", 2))
    red = cart["lines"]["nodes"][0]["id"]
    blue = shopper.variant("Blue-S")
    cart = shopper.edit("cartLinesUpdate", cart, lines=[{"id": red, "merchandiseId": blue, "quantity": 3}])
    assert quantities(cart) == [("Blue-S", 5)]


def test_lines_are_removed_together_or_not_at_all(shopper):
    cart = shopper.cart(("CARD", 1), ("Blue-S", 1))
    lines = [line["id"] for line in cart["lines"]["nodes"]]
    missing = [lines[0], "gid://shopify/CartLine/999999?cart=x"]
    assert shopper.refusal("cartLinesRemove", cartId=cart["id"], lineIds=missing) == (
        "INVALID_MERCHANDISE_LINE",
        ["lineIds", "1"],
    )
    assert len(quantities(shopper.read(cart["id"]))) == 2
    assert quantities(shopper.edit("cartLinesRemove", cart, lineIds=lines)) == []


def test_a_line_of_another_cart_is_unknown(shopper):
    mine, other = shopper.cart(("CARD", 1)), shopper.cart(("CARD", 7))
    line = other["lines"]["nodes"][0]["id"]
    change = [{"id": line, "quantity": 5}]
    assert (
        shopper.refusal("cartLinesUpdate", cartId=mine["id"], lines=change)[0] == "INVALID_MERCHANDISE_LINE"
    )
    assert (
        shopper.refusal("cartLinesRemove", cartId=mine["id"], lineIds=[line])[0] == "INVALID_MERCHANDISE_LINE"
    )
    assert quantities(shopper.read(other["id"])) == [("CARD", 7)]


@pytest.mark.parametrize(
    ("quantity", "code"),
    [(0, "MINIMUM_NOT_MET"), (-1, "MINIMUM_NOT_MET"), (2_000_000_000, "MAXIMUM_EXCEEDED")],
)
def test_a_quantity_out_of_bounds_is_refused_and_changes_nothing(shopper, quantity, code):
    cart = shopper.cart(("CARD", 1))
    lines = [shopper.line("Blue-S"), shopper.line("CARD", quantity)]
    assert shopper.refusal("cartLinesAdd", cartId=cart["id"], lines=lines) == (
        code,
        ["lines", "1", "quantity"],
    )
    assert shopper.read(cart["id"]) == cart


def test_a_negative_quantity_in_an_update_is_refused(shopper):
    cart = shopper.cart(("CARD", 1))
    change = [{"id": cart["lines"]["nodes"][0]["id"], "quantity": -1}]
    assert shopper.refusal("cartLinesUpdate", cartId=cart["id"], lines=change) == (
        "LESS_THAN",
        ["lines", "0", "quantity"],
    )


@pytest.mark.parametrize(
    ("quantity", "code"), [(5, "MINIMUM_NOT_MET"), (7, "INVALID_INCREMENT"), (30, "MAXIMUM_EXCEEDED")]
)
def test_quantity_rules_of_a_variant_hold_for_the_whole_line(shopper, quantity, code):
    shopper.shop.db.write_now(set_levels, location="depot", levels={shopper.opened.numbers["PENCIL"]: 1_000})
    lines = [shopper.line("PENCIL", quantity)]
    assert shopper.refusal("cartCreate", input={"lines": lines})[0] == code
    cart = shopper.cart(("PENCIL", 12))
    assert shopper.refusal("cartLinesAdd", cartId=cart["id"], lines=[shopper.line("PENCIL", 18)]) == (
        "MAXIMUM_EXCEEDED",
        ["lines", "0", "quantity"],
    )
    assert quantities(shopper.read(cart["id"])) == [("PENCIL", 12)]


@pytest.mark.parametrize(
    "ident",
    ["gid://shopify/ProductVariant/999999", "gid://shopify/Product/1", "gid://shopify/ProductVariant/1.5",
     "gid://shopify/ProductVariant/99999999999999999999", "1", "", "nonsense", "gid://shopify/ProductVariant/-1"],
)  # fmt: skip
def test_merchandise_that_does_not_exist_is_named_and_nothing_changes(shopper, ident):
    cart = shopper.cart(("CARD", 1))
    lines = [shopper.line("Blue-S"), {"merchandiseId": ident, "quantity": 1}]
    assert shopper.refusal("cartLinesAdd", cartId=cart["id"], lines=lines) == (
        "INVALID",
        ["lines", "1", "merchandiseId"],
    )
    change = [{"id": cart["lines"]["nodes"][0]["id"], "merchandiseId": ident}]
    assert shopper.refusal("cartLinesUpdate", cartId=cart["id"], lines=change)[0] == "INVALID"
    assert shopper.read(cart["id"]) == cart


@pytest.mark.parametrize(
    "ident", ["gid://shopify/CartLine/1.5", "gid://shopify/Product/1", "gid://shopify/CartLine/٣"]
)
def test_a_line_id_that_names_no_line_is_a_user_error(shopper, ident):
    cart = shopper.cart(("CARD", 1))
    assert (
        shopper.refusal("cartLinesRemove", cartId=cart["id"], lineIds=[ident])[0]
        == "INVALID_MERCHANDISE_LINE"
    )


def test_more_than_there_is_puts_what_there_is_with_a_warning(shopper):
    payload = shopper.change("cartCreate", input={"lines": [shopper.line("Red-S", 9)]})
    assert quantities(payload["cart"]) == [("Red-S", 5)]
    (warning,) = payload["warnings"]
    assert (warning["code"], warning["target"]) == ("MERCHANDISE_NOT_ENOUGH_STOCK", shopper.variant("Red-S"))


def test_more_than_there_is_in_an_update_puts_what_there_is(shopper):
    cart = shopper.cart(("Red-S", 1))
    change = [{"id": cart["lines"]["nodes"][0]["id"], "quantity": 9}]
    payload = shopper.change("cartLinesUpdate", cartId=cart["id"], lines=change)
    assert quantities(payload["cart"]) == [("Red-S", 5)]
    assert [warned["code"] for warned in payload["warnings"]] == ["MERCHANDISE_NOT_ENOUGH_STOCK"]


def test_stock_is_sold_in_whole_increments(shopper):
    payload = shopper.change("cartCreate", input={"lines": [shopper.line("PENCIL", 24)]})
    assert quantities(payload["cart"]) == [("PENCIL", 18)]


def test_less_than_the_minimum_in_stock_is_sold_out(shopper):
    shopper.shop.db.write_now(set_levels, location="depot", levels={shopper.opened.numbers["PENCIL"]: 5})
    payload = shopper.change("cartCreate", input={"lines": [shopper.line("PENCIL", 6)]})
    assert (quantities(payload["cart"]), payload["userErrors"]) == ([], [])
    assert [warned["code"] for warned in payload["warnings"]] == ["MERCHANDISE_OUT_OF_STOCK"]


def test_what_is_sold_out_is_left_out_and_the_rest_goes_in(shopper):
    payload = shopper.change("cartCreate", input={"lines": [shopper.line("Blue-M"), shopper.line("CARD", 2)]})
    assert quantities(payload["cart"]) == [("CARD", 2)]
    (warning,) = payload["warnings"]
    assert (warning["code"], warning["target"]) == ("MERCHANDISE_OUT_OF_STOCK", shopper.variant("Blue-M"))


def test_a_cart_holds_500_lines_and_not_one_more(shopper):
    def batch(numbers):
        return [shopper.line("CARD", 1, attributes=[{"key": "no", "value": str(n)}]) for n in numbers]

    cart = shopper.change("cartCreate", input={"lines": batch(range(499))})["cart"]
    cart = shopper.edit("cartLinesAdd", cart, lines=batch([499]))
    assert cart["totalQuantity"] == 500
    assert shopper.refusal("cartLinesAdd", cartId=cart["id"], lines=batch([500])) == (
        "CART_TOO_LARGE",
        ["lines"],
    )
    assert shopper.refusal("cartCreate", input={"lines": batch(range(501))}) == ("CART_TOO_LARGE", ["lines"])
    assert shopper.read(cart["id"])["totalQuantity"] == 500
