"""What a cart says beside its lines: note, attributes, codes, buyer, costs, pages of lines, its address."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.cart.shopper import quantities


def test_a_cart_is_made_without_any_input(shopper):
    cart = shopper.opened.data(
        "mutation { cartCreate { cart { totalQuantity cost { subtotalAmount { amount currencyCode } } } } }"
    )["cartCreate"]["cart"]
    assert cart["totalQuantity"] == 0
    assert cart["cost"] == {"subtotalAmount": {"amount": "0.00", "currencyCode": "EUR"}}


def test_a_cart_takes_everything_at_once(shopper):
    cart = shopper.cart(
        ("CARD", 2),
        note=" Wrap it ",
        attributes=[{"key": "a", "value": "1"}],
        discountCodes=["SUMMER", "summer", " "],
        giftCardCodes=["XYZ"],
        buyerIdentity={"email": "ada@shop.example", "phone": "+33 1 42 00 00 00", "countryCode": "DE"},
    )
    assert cart["note"] == "Wrap it"
    assert cart["attributes"] == [{"key": "a", "value": "1"}]
    assert cart["discountCodes"] == [{"code": "SUMMER", "applicable": False}]
    assert cart["buyerIdentity"] == {
        "countryCode": "DE", "email": "ada@shop.example", "phone": "+33 1 42 00 00 00", "customer": None
    }  # fmt: skip
    assert cart["cost"]["totalAmount"] == {"amount": "9.00", "currencyCode": "EUR"}
    assert shopper.read(cart["id"]) == cart


def test_the_note_is_replaced_and_removed(shopper):
    cart = shopper.cart(note="One")
    assert shopper.edit("cartNoteUpdate", cart, note="Two")["note"] == "Two"
    assert shopper.edit("cartNoteUpdate", cart, note="")["note"] is None
    assert shopper.refusal("cartNoteUpdate", cartId=cart["id"], note="x" * 5_001) == (
        "NOTE_TOO_LONG",
        ["note"],
    )


def test_attributes_are_replaced_and_the_last_of_a_key_holds(shopper):
    cart = shopper.cart(attributes=[{"key": "a", "value": "1"}])
    pairs = [{"key": "b", "value": "1"}, {"key": "b", "value": "2"}]
    assert shopper.edit("cartAttributesUpdate", cart, attributes=pairs)["attributes"] == pairs[1:]
    assert shopper.edit("cartAttributesUpdate", cart, attributes=[])["attributes"] == []


@pytest.mark.parametrize(
    "pair", [{"key": "", "value": "x"}, {"key": "k" * 256, "value": ""}, {"key": "k", "value": "v" * 5_001}]
)
def test_attributes_out_of_bounds_are_refused(shopper, pair):
    cart = shopper.cart(attributes=[{"key": "a", "value": "1"}])
    assert shopper.refusal("cartAttributesUpdate", cartId=cart["id"], attributes=[pair]) == (
        "INVALID",
        ["attributes"],
    )
    many = [{"key": str(number), "value": ""} for number in range(251)]
    assert shopper.refusal("cartAttributesUpdate", cartId=cart["id"], attributes=many) == (
        "INVALID",
        ["attributes"],
    )
    assert shopper.read(cart["id"]) == cart


def test_discount_codes_are_replaced_and_none_applies(shopper):
    cart = shopper.cart(discountCodes=["ONE"])
    answer = shopper.change(
        "cartDiscountCodesUpdate", cartId=cart["id"], discountCodes=["Two", "TWO", "Three"]
    )
    assert answer["cart"]["discountCodes"] == [
        {"code": "Two", "applicable": False},
        {"code": "Three", "applicable": False},
    ]
    assert answer["userErrors"] == []
    assert answer["warnings"] == [
        {"code": "DISCOUNT_NOT_FOUND", "message": f"{code}: We do not know this code.", "target": cart["id"]}
        for code in ("Two", "Three")
    ]
    assert shopper.edit("cartDiscountCodesUpdate", cart, discountCodes=[])["discountCodes"] == []
    assert (
        shopper.refusal("cartDiscountCodesUpdate", cartId=cart["id"], discountCodes=["x" * 256])[0]
        == "INVALID"
    )


def test_a_nul_character_is_refused_wherever_text_is_kept(shopper):
    cart = shopper.cart()
    nul = "a\0b"
    assert shopper.refusal("cartNoteUpdate", cartId=cart["id"], note=nul) == ("INVALID", ["note"])
    pairs = [{"key": "k", "value": nul}]
    assert shopper.refusal("cartAttributesUpdate", cartId=cart["id"], attributes=pairs)[0] == "INVALID"
    assert shopper.refusal("cartDiscountCodesUpdate", cartId=cart["id"], discountCodes=[nul])[0] == "INVALID"
    buyer = {"email": "a\0b@shop.example"}
    assert shopper.refusal("cartBuyerIdentityUpdate", cartId=cart["id"], buyerIdentity=buyer)[0] == "INVALID"
    assert (
        shopper.refusal("cartCreate", input={"lines": [shopper.line("CARD", 1, attributes=pairs)]})[0]
        == "INVALID"
    )
    assert (
        shopper.opened.refusal('{ cart(id: "gid://shopify/Cart/a\\u0000b?key=c") { id } }')
        == "BAD_USER_INPUT"
    )


def test_buyer_fields_that_are_left_out_stay_and_nulls_remove(shopper):
    cart = shopper.cart(buyerIdentity={"email": "ada@shop.example", "phone": "+33142000000"})
    cart = shopper.edit("cartBuyerIdentityUpdate", cart, buyerIdentity={"email": None})
    assert cart["buyerIdentity"]["email"] is None
    assert cart["buyerIdentity"]["phone"] == "+33142000000"
    assert cart["buyerIdentity"]["countryCode"] == "FR"


@pytest.mark.parametrize(
    "buyer", [{"email": "ada"}, {"email": "a@b"}, {"phone": "call me"}, {"email": "x" * 300 + "@a.example"}]
)
def test_a_bad_address_or_number_is_refused(shopper, buyer):
    cart = shopper.cart()
    code, field = shopper.refusal("cartBuyerIdentityUpdate", cartId=cart["id"], buyerIdentity=buyer)
    assert (code, field) == ("INVALID", ["buyerIdentity", next(iter(buyer))])
    assert shopper.read(cart["id"]) == cart


def test_another_country_moves_the_cart_to_its_market_and_currency(shopper):
    cart = shopper.cart(("CARD", 2))
    cart = shopper.edit("cartBuyerIdentityUpdate", cart, buyerIdentity={"countryCode": "US"})
    assert cart["cost"]["totalAmount"] == {"amount": "10.00", "currencyCode": "USD"}
    line = cart["lines"]["nodes"][0]
    assert line["merchandise"]["price"] == {"currencyCode": "USD"}
    assert shopper.read(cart["id"]) == cart
    cart = shopper.edit("cartBuyerIdentityUpdate", cart, buyerIdentity={"countryCode": "FR"})
    assert cart["cost"]["totalAmount"] == {"amount": "9.00", "currencyCode": "EUR"}


def test_the_unknown_country_leaves_the_market_alone(shopper):
    cart = shopper.cart(("CARD", 1), buyerIdentity={"countryCode": "US"})
    cart = shopper.edit("cartBuyerIdentityUpdate", cart, buyerIdentity={"countryCode": "ZZ"})
    assert cart["buyerIdentity"]["countryCode"] == "US"


def test_the_country_of_the_request_is_that_of_a_new_cart(shopper):
    document = """mutation($country: CountryCode) @inContext(country: $country) {
      cartCreate { cart { buyerIdentity { countryCode } cost { totalAmount { currencyCode } } } } }"""
    cart = shopper.opened.data(document, country="US")["cartCreate"]["cart"]
    assert cart == {"buyerIdentity": {"countryCode": "US"}, "cost": {"totalAmount": {"currencyCode": "USD"}}}


def test_lines_come_in_pages(shopper):
    cart = shopper.cart(("Red-S", 1), ("Blue-S", 1), ("CARD", 1))
    query = """query($id: ID!, $first: Int, $after: String, $last: Int, $before: String, $reverse: Boolean) {
      cart(id: $id) { lines(first: $first, after: $after, last: $last, before: $before, reverse: $reverse) {
        nodes { merchandise { ... on ProductVariant { sku } } } edges { cursor }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }"""

    def page(**window):
        lines = shopper.opened.data(query, id=cart["id"], **window)["cart"]["lines"]
        return [node["merchandise"]["sku"] for node in lines["nodes"]], lines["pageInfo"]

    skus, info = page(first=2)
    assert (skus, info["hasNextPage"], info["hasPreviousPage"]) == (["Red-S", "Blue-S"], True, False)
    assert page(first=2, after=info["endCursor"])[0] == ["CARD"]
    assert page(last=1)[0] == ["CARD"]
    assert page(last=5, before=info["endCursor"])[0] == ["Red-S"]
    assert page(first=3, reverse=True)[0] == ["CARD", "Blue-S", "Red-S"]
    for wrong in ({}, {"first": 251}, {"first": -1}, {"first": 1, "last": 1}, {"first": 1, "after": "~"}):
        assert shopper.opened.refusal(query, id=cart["id"], **wrong) == "BAD_USER_INPUT"


def test_the_checkout_address_is_absolute_and_bears_more_parameters(shopper):
    address = urlsplit(shopper.cart()["checkoutUrl"] + "&logged_in=true&_fd=0")
    assert (address.scheme, address.netloc) == ("https", "shop.example")
    assert set(parse_qs(address.query)) == {"key", "logged_in", "_fd"}


def test_the_types_that_storefronts_name_in_their_fragments_are_there(shopper):
    cart = shopper.cart(("CARD", 1))
    document = """query($id: ID!) { cart(id: $id) { lines(first: 1) { nodes {
      __typename ... on CartLine { quantity } ... on ComponentizableCartLine { lineComponents { id } }
      merchandise { __typename ... on ProductVariant { sku } } } } } }"""
    assert shopper.opened.data(document, id=cart["id"])["cart"]["lines"]["nodes"] == [
        {
            "__typename": "CartLine",
            "quantity": 1,
            "merchandise": {"__typename": "ProductVariant", "sku": "CARD"},
        }
    ]


def test_a_cart_names_its_prices_rule_by_rule(shopper):
    cart = shopper.cart(("CARD", 2))
    query = (
        "query($id: ID!) { cart(id: $id) { quote { digest steps { kind label source after { amount } } } } }"
    )
    quote = shopper.opened.data(query, id=cart["id"])["cart"]["quote"]
    assert quote["digest"]
    assert quote["steps"]
    assert quantities(cart) == [("CARD", 2)]
