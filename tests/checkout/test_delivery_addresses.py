"""The addresses of a cart: given, changed, selected, and seen by the shopper alone."""

import pytest

pytestmark = pytest.mark.database

PARTS = """
{ cart { id buyerIdentity { countryCode } cost { totalAmount { currencyCode } } delivery { addresses {
    id selected oneTimeUse address { ... on CartDeliveryAddress {
      firstName lastName name address1 city provinceCode zip countryCode formatted formattedArea } } } } }
  userErrors { code field message } warnings { code } }
"""


def mutation(name, argument, kind):
    return f"mutation($c: ID!, $a: [{kind}!]!) {{ {name}(cartId: $c, {argument}: $a) {PARTS} }}"


ADD = mutation("cartDeliveryAddressesAdd", "addresses", "CartSelectableAddressInput")
REPLACE = mutation("cartDeliveryAddressesReplace", "addresses", "CartSelectableAddressInput")
UPDATE = mutation("cartDeliveryAddressesUpdate", "addresses", "CartSelectableAddressUpdateInput")
REMOVE = mutation("cartDeliveryAddressesRemove", "addressIds", "ID")
READ = "query($c: ID!) { cart(id: $c) { delivery { addresses { id selected } } } }"

PARIS = {
    "firstName": "Camille",
    "lastName": "Moreau",
    "address1": "12 rue des Lilas",
    "zip": "75011",
    "city": "Paris",
    "countryCode": "FR",
}
LONDON = {
    "lastName": "Reed",
    "address1": "4 Mare Street",
    "zip": "E8 1HL",
    "city": "London",
    "countryCode": "GB",
}


def given(address, **options):
    return {"address": {"deliveryAddress": address}, **options}


def send(opened, document, cart, addresses):
    (payload,) = opened.data(document, c=cart, a=addresses).values()
    return payload


def added(opened, cart, *addresses):
    payload = send(opened, ADD, cart, list(addresses))
    assert payload["userErrors"] == []
    return payload["cart"]["delivery"]["addresses"]


def seen(opened, cart):
    return opened.data(READ, c=cart)["cart"]["delivery"]["addresses"]


def test_an_address_is_added_and_written_as_its_country_does(opened, cart):
    (found,) = added(opened, cart, given(PARIS, selected=True, oneTimeUse=True))
    assert (found["selected"], found["oneTimeUse"]) == (True, True)
    assert found["address"] == {
        "firstName": "Camille", "lastName": "Moreau", "name": "Camille Moreau", "address1": "12 rue des Lilas",
        "city": "Paris", "provinceCode": None, "zip": "75011", "countryCode": "FR",
        "formatted": ["12 rue des Lilas", "75011 PARIS", "France"], "formattedArea": "Paris, FR",
    }  # fmt: skip
    assert seen(opened, cart) == [{"id": found["id"], "selected": True}]


def test_the_selected_address_decides_the_market(opened, cart):
    payload = send(opened, ADD, cart, [given(LONDON, selected=True)])
    assert payload["cart"]["buyerIdentity"]["countryCode"] == "GB"
    unselected = send(opened, ADD, cart, [given(PARIS)])
    assert unselected["cart"]["buyerIdentity"]["countryCode"] == "GB"


def test_selecting_another_address_unselects_the_first(opened, cart):
    added(opened, cart, given(PARIS, selected=True))
    both = added(opened, cart, given(LONDON, selected=True))
    assert [found["selected"] for found in both] == [False, True]
    payload = send(opened, UPDATE, cart, [{"id": both[0]["id"], "selected": True}])
    assert [found["selected"] for found in payload["cart"]["delivery"]["addresses"]] == [True, False]
    assert payload["cart"]["buyerIdentity"]["countryCode"] == "FR"


def test_what_a_change_leaves_out_stays(opened, cart):
    (found,) = added(opened, cart, given(PARIS, selected=True))
    payload = send(opened, UPDATE, cart, [{"id": found["id"], "oneTimeUse": True}])
    (changed,) = payload["cart"]["delivery"]["addresses"]
    assert changed == {**found, "oneTimeUse": True}


def test_addresses_are_replaced_and_removed(opened, cart):
    added(opened, cart, given(PARIS), given(LONDON))
    payload = send(opened, REPLACE, cart, [given(LONDON)])
    (left,) = payload["cart"]["delivery"]["addresses"]
    assert left["address"]["city"] == "London"
    assert send(opened, REMOVE, cart, [left["id"]])["cart"]["delivery"]["addresses"] == []


def test_every_fault_of_an_address_is_told_and_nothing_is_added(opened, cart):
    payload = send(
        opened,
        ADD,
        cart,
        [given(LONDON), given({"countryCode": "US", "zip": "1"}, validationStrategy="STRICT")],
    )
    place = ["addresses", "1", "address", "deliveryAddress"]
    assert [(error["code"], error["field"]) for error in payload["userErrors"]] == [
        ("ADDRESS_FIELD_IS_REQUIRED", [*place, "lastName"]),
        ("ADDRESS_FIELD_IS_REQUIRED", [*place, "address1"]),
        ("ADDRESS_FIELD_IS_REQUIRED", [*place, "city"]),
        ("ADDRESS_FIELD_IS_REQUIRED", [*place, "provinceCode"]),
        ("INVALID_ZIP_CODE_FOR_COUNTRY", [*place, "zip"]),
    ]
    assert payload["cart"] is None
    assert seen(opened, cart) == []


@pytest.mark.parametrize(
    ("document", "addresses", "code"),
    [
        (ADD, [given({"city": "Paris"})], "ADDRESS_FIELD_IS_REQUIRED"),
        (ADD, [given(PARIS, selected=True), given(LONDON, selected=True)], "ONLY_ONE_DELIVERY_ADDRESS_CAN_BE_SELECTED"),
        (ADD, [given({**PARIS, "city": "<script>x</script>"})], "ADDRESS_FIELD_CONTAINS_HTML_TAGS"),
        (UPDATE, [{"id": "gid://shopify/CartSelectableAddress/none"}], "INVALID_DELIVERY_ADDRESS_ID"),
        (UPDATE, [{"id": "gid://shopify/Cart/none"}], "INVALID_DELIVERY_ADDRESS_ID"),
        (REMOVE, ["gid://shopify/CartSelectableAddress/none"], "INVALID_DELIVERY_ADDRESS_ID"),
        (ADD, [given(PARIS)] * 251, "TOO_MANY_DELIVERY_ADDRESSES"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_with_a_code_and_nothing_changes(opened, cart, document, addresses, code):
    before = added(opened, cart, given(PARIS, selected=True))
    payload = send(opened, document, cart, addresses)
    assert [error["code"] for error in payload["userErrors"]] == [code]
    assert seen(opened, cart) == [{"id": found["id"], "selected": found["selected"]} for found in before]


def test_the_address_of_another_cart_is_no_address_of_this_one(opened, cart):
    (mine,) = added(opened, cart, given(PARIS))
    other = opened.data("mutation { cartCreate { cart { id } } }")["cartCreate"]["cart"]["id"]
    for document, addresses in ((UPDATE, [{"id": mine["id"], "selected": True}]), (REMOVE, [mine["id"]])):
        payload = send(opened, document, other, addresses)
        assert [error["code"] for error in payload["userErrors"]] == ["INVALID_DELIVERY_ADDRESS_ID"]
    assert seen(opened, cart) == [{"id": mine["id"], "selected": False}]


def test_a_cart_without_its_key_is_refused(opened, cart):
    payload = send(opened, ADD, cart.split("key=")[0] + "key=" + "0" * 32, [given(PARIS)])
    assert [(error["code"], error["field"]) for error in payload["userErrors"]] == [("INVALID", ["cartId"])]
    assert seen(opened, cart) == []


def test_a_device_that_took_the_cart_over_neither_sees_nor_changes_addresses(opened, cart):
    added(opened, cart, given(PARIS, selected=True))
    made = opened.data("mutation($c: ID!) { cartHandoffCreate(cartId: $c) { handoff { code } } }", c=cart)
    claim = "mutation($k: String!) { cartHandoffClaim(code: $k) { cart { id } } }"
    code = made["cartHandoffCreate"]["handoff"]["code"]
    guest = opened.data(claim, k=code)["cartHandoffClaim"]["cart"]["id"]
    assert seen(opened, guest) == []
    payload = send(opened, ADD, guest, [given(LONDON, selected=True)])
    assert [error["code"] for error in payload["userErrors"]] == ["INVALID"]
    assert payload["cart"] is None
    assert len(seen(opened, cart)) == 1


CREATE = """mutation($i: CartInput) { cartCreate(input: $i) {
  cart { id buyerIdentity { countryCode } delivery { addresses { selected } } } userErrors { code field } } }"""


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_new_cart_may_be_given_where_it_goes(opened):
    lines = [{"merchandiseId": opened.variant("Red-S")}]
    wish = {"lines": lines, "delivery": {"addresses": [given(PARIS), given(LONDON, selected=True)]}}
    made = opened.data(CREATE, i=wish)["cartCreate"]
    assert (made["userErrors"], made["cart"]["buyerIdentity"]["countryCode"]) == ([], "GB")
    assert [each["selected"] for each in made["cart"]["delivery"]["addresses"]] == [False, True]
    assert opened.data(CREATE, i={"delivery": {}})["cartCreate"]["cart"]["delivery"]["addresses"] == []


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_new_cart_with_a_wrong_address_is_none(opened):
    wrong = given({"countryCode": "FR", "zip": "x"}, selected=True, validationStrategy="STRICT")
    refused = opened.data(CREATE, i={"delivery": {"addresses": [wrong]}})["cartCreate"]
    assert refused["cart"] is None
    place = ["input", "delivery", "addresses", "0", "address", "deliveryAddress"]
    assert {tuple(error["field"][:-1]) for error in refused["userErrors"]} == {tuple(place)}
