"""A cart walks from one device to another: once a code, for ten minutes, and nothing personal goes with it."""

from datetime import timedelta

import pytest
from comptoir.cart.commands.expire import remove_expired_handoffs
from comptoir.cart.models import CARTS, HANDOFFS
from sqlalchemy import func, select

from tests.handoff.carts import (
    ADD,
    ATTRIBUTES,
    BUYER,
    CREATE,
    EMAIL,
    GIVE,
    INVALID,
    NOTE,
    PHONE,
    claim,
    give,
    handed_over,
    new_cart,
    read,
)

REMARK = "Leave it with Madame Aubry, third floor"
SEEN = {"key": "wrapping", "value": "paper"}
PRIVATE = {"key": "_campaign", "value": "welcome-back-jeanne"}
UNKNOWN = "gid://shopify/Cart/0123456789abcdef?key=0123456789abcdef"


def count(shop, table):
    return shop.shop.db.read_now(lambda tx: tx.scalar(select(func.count()).select_from(table)))


def test_a_code_comes_with_an_address_and_the_end_of_its_life(shop):
    payload = shop.data(GIVE, cart=new_cart(shop))["cartHandoffCreate"]
    code = payload["handoff"]["code"]
    assert payload == {
        "handoff": {
            "code": code,
            "url": f"https://shop.example/handoff/{code}",
            "expiresAt": "2026-03-02T12:10:00Z",
        },
        "userErrors": [],
    }


def test_only_a_digest_of_the_code_is_kept(shop):
    code = give(shop, new_cart(shop))
    row = shop.shop.db.read_now(lambda tx: tx.first(select(HANDOFFS)))
    assert code not in str(row)
    assert code.replace("-", "") not in str(row)


def test_both_devices_hold_the_same_live_cart(shop):
    owner = new_cart(shop)
    guest = handed_over(shop, owner)
    assert guest != owner
    assert guest.partition("?")[0] == owner.partition("?")[0]
    line = {"merchandiseId": shop.variant("CARD"), "quantity": 2}
    shop.data(ADD, cart=guest, lines=[line])
    assert read(shop, owner)["totalQuantity"] == 2
    shop.data(ADD, cart=owner, lines=[line])
    assert read(shop, guest)["totalQuantity"] == 4
    pairs = [{"key": "wrapping", "value": "paper"}]
    shop.data(ATTRIBUTES, cart=owner, attributes=pairs)
    assert read(shop, guest)["attributes"] == pairs


def test_nothing_personal_is_seen_by_the_device_that_took_over(shop):
    owner = new_cart(shop, note=REMARK, attributes=[SEEN, PRIVATE])
    guest = handed_over(shop, owner)
    nobody = {"email": None, "phone": None, "countryCode": "FR", "customer": None}
    assert read(shop, guest)["buyerIdentity"] == nobody
    node = "query ($id: ID!) { node(id: $id) { ... on Cart { id buyerIdentity { email phone } } } }"
    assert shop.data(node, id=guest)["node"]["buyerIdentity"] == {"email": None, "phone": None}
    answers = [
        shop.ask(ADD, cart=guest, lines=[{"merchandiseId": shop.variant("CARD")}]),
        shop.ask(NOTE, cart=guest, note="x"),
        shop.ask(BUYER, cart=guest, buyer={"countryCode": "DE"}),
        shop.ask(GIVE, cart=guest),
    ]
    owner_key = owner.partition("key=")[2]
    for answer in answers:
        for personal in (EMAIL, PHONE, REMARK, PRIVATE["value"], owner_key):
            assert personal not in str(answer)
    assert read(shop, owner)["buyerIdentity"]["email"] == EMAIL


def test_a_note_and_private_attributes_stay_with_the_device_they_came_from(shop):
    owner = new_cart(shop, note=REMARK, attributes=[SEEN, PRIVATE])
    guest = handed_over(shop, owner)
    seen = [read(shop, cart) for cart in (owner, guest)]
    assert [cart["note"] for cart in seen] == [REMARK, None]
    assert [cart["attributes"] for cart in seen] == [[SEEN, PRIVATE], [SEEN]]
    asked = "query ($cart: ID!, $key: String!) { cart(id: $cart) { attribute(key: $key) { value } } }"
    assert shop.data(asked, cart=guest, key=PRIVATE["key"])["cart"]["attribute"] is None

    payload = shop.data(NOTE, cart=guest, note="mine")["cartNoteUpdate"]
    assert [(error["code"], error["field"]) for error in payload["userErrors"]] == [("INVALID", ["note"])]
    assert shop.data(NOTE, cart=guest, note=" ")["cartNoteUpdate"]["userErrors"] == []
    other, mark = {"key": "wrapping", "value": "cloth"}, {"key": "_mark", "value": "x"}
    shop.data(ATTRIBUTES, cart=guest, attributes=[other, mark])
    assert read(shop, guest)["attributes"] == [other]
    assert read(shop, owner)["note"] == REMARK
    assert read(shop, owner)["attributes"] == [PRIVATE, other, mark]


@pytest.mark.parametrize("buyer", [{"email": "other@example.org"}, {"phone": "+33 9 99 99 99 99"}])
def test_nothing_personal_is_set_by_the_device_that_took_over(shop, buyer):
    owner = new_cart(shop)
    guest = handed_over(shop, owner)
    payload = shop.data(BUYER, cart=guest, buyer=buyer | {"countryCode": "US"})["cartBuyerIdentityUpdate"]
    assert payload["cart"] is None
    (error,) = payload["userErrors"]
    assert (error["code"], error["field"]) == ("INVALID", ["buyerIdentity"])
    kept = {"email": EMAIL, "phone": PHONE, "countryCode": "FR", "customer": None}
    assert read(shop, owner)["buyerIdentity"] == kept


def test_the_device_that_took_over_cannot_clear_what_it_cannot_see(shop):
    owner = new_cart(shop)
    guest = handed_over(shop, owner)
    payload = shop.data(BUYER, cart=guest, buyer={"email": None, "phone": None, "countryCode": "US"})
    assert payload["cartBuyerIdentityUpdate"]["userErrors"] == []
    assert read(shop, owner)["buyerIdentity"] == {
        "email": EMAIL,
        "phone": PHONE,
        "countryCode": "US",
        "customer": None,
    }


def test_a_cart_walks_on_from_device_to_device(shop):
    owner = new_cart(shop)
    second = handed_over(shop, owner)
    third = handed_over(shop, second)
    assert read(shop, third)["buyerIdentity"]["email"] is None
    shop.data(ATTRIBUTES, cart=third, attributes=[SEEN])
    assert [read(shop, cart)["attributes"] for cart in (owner, second)] == [[SEEN]] * 2
    assert read(shop, handed_over(shop, owner))["buyerIdentity"]["email"] is None


def test_a_code_is_typed_as_people_type(shop):
    code = give(shop, new_cart(shop))
    cart, errors = claim(shop, f" {code.lower().replace('-', ' ')} ")
    assert errors == []
    assert cart is not None


def test_a_code_works_once(shop):
    code = give(shop, new_cart(shop))
    assert claim(shop, code)[1] == []
    assert claim(shop, code) == (None, [INVALID])


def test_a_code_works_for_ten_minutes(shop, clock):
    first, second = (give(shop, new_cart(shop)) for _ in range(2))
    clock.advance(timedelta(minutes=9, seconds=59))
    assert claim(shop, first)[1] == []
    clock.advance(timedelta(seconds=1))
    assert claim(shop, second) == (None, [INVALID])


@pytest.mark.parametrize(
    "code", ["AAAAA-AAAAA", "", "x", "%", "' OR 1=1 --", "7KQ2M-9XWRT" * 1000, "\u0000", "é" * 10]
)
def test_forged_codes_get_the_same_answer_as_used_ones(shop, code):
    give(shop, new_cart(shop))
    assert claim(shop, code) == (None, [INVALID])


def test_a_code_of_an_expired_cart_does_not_work(shop, clock):
    cart = new_cart(shop)
    clock.advance(timedelta(days=30) - timedelta(minutes=5))
    code = give(shop, cart)
    clock.advance(timedelta(minutes=5))
    assert claim(shop, code) == (None, [INVALID])


@pytest.mark.parametrize("cart", [UNKNOWN, "gid://shopify/Cart/0123", "gid://shopify/Product/1"])
def test_nobody_hands_over_a_cart_that_is_not_there(shop, cart):
    payload = shop.data(GIVE, cart=cart)["cartHandoffCreate"]
    assert payload["handoff"] is None
    assert [error["code"] for error in payload["userErrors"]] == ["INVALID"]
    assert count(shop, HANDOFFS) == 0


def test_nobody_hands_over_a_cart_with_a_wrong_key(shop):
    cart = new_cart(shop)
    payload = shop.data(GIVE, cart=cart[:-1] + ("0" if cart[-1] != "0" else "1"))["cartHandoffCreate"]
    assert [error["code"] for error in payload["userErrors"]] == ["INVALID"]
    assert count(shop, HANDOFFS) == 0


def test_an_id_that_is_none_is_refused(shop):
    assert shop.refusal(GIVE, cart="nonsense") == "BAD_USER_INPUT"


def test_a_guessed_empty_guest_key_opens_nothing(shop):
    token = new_cart(shop).partition("?")[0]
    for key in ("", "None", "null"):
        assert read(shop, f"{token}?key={key}") is None


def test_the_eleventh_waiting_code_ends_the_first(shop):
    cart = new_cart(shop)
    codes = [give(shop, cart) for _ in range(11)]
    assert claim(shop, codes[0]) == (None, [INVALID])
    assert claim(shop, codes[1])[1] == []
    assert claim(shop, codes[10])[1] == []


def test_expired_codes_are_swept_and_others_stay(shop, clock):
    give(shop, new_cart(shop))
    clock.advance(timedelta(minutes=10))
    kept = give(shop, new_cart(shop))
    assert shop.shop.db.write_now(remove_expired_handoffs) == 1
    assert shop.shop.db.write_now(remove_expired_handoffs) == 0
    assert claim(shop, kept)[1] == []


def test_codes_go_with_their_cart(shop):
    cart = new_cart(shop)
    give(shop, cart)
    shop.shop.db.write_now(lambda tx: tx.execute(CARTS.delete()))
    assert count(shop, HANDOFFS) == 0


def test_a_cart_that_was_never_handed_over_has_no_guest_key(shop):
    cart = shop.data(CREATE, input={})["cartCreate"]["cart"]["id"]
    give(shop, cart)
    assert shop.shop.db.read_now(lambda tx: tx.scalar(select(CARTS.c.guest_key))) is None
