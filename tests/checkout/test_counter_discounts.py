"""Discount codes at the counter: quoted, honoured once, and free again where the sale came to nothing."""

from functools import partial

import pytest
from comptoir.cart.contents import MOST_CODES
from comptoir.checkout.consistency import check_checkouts
from comptoir.pricing import save_promotion
from comptoir.testing import OpenedShop, fill_catalogue, make_shop

from tests.checkout.shopping import Shopper
from tests.checkout.test_counter import ABANDON, ID, ON_SQLITE, RESERVE, Till, _text, codes
from tests.pricing.offers import TENTH, draft
from tests.rig.at_once import at_once

pytestmark = pytest.mark.database
SECOND = "gid://shopify/Reservation/2"


@pytest.fixture
def opened(database_url, tmp_path, clock):
    """A shop that sees at once what promotions there are: they are written beside it."""
    shop = make_shop(tmp_path / "shop", database_url=database_url, clock=clock, snapshot_check_seconds=0)
    try:
        yield OpenedShop(shop, fill_catalogue(shop.db))
    finally:
        shop.db.close_now()


@pytest.fixture
def till(opened, clock):
    return Till(opened, clock)


def offer(till, handle="tenth", **terms):
    """Let a code take a tenth off the order."""
    wanted = draft(handle, effect=TENTH, scope="order", codes=(handle,), **terms)
    till.shop.db.write_now(save_promotion, draft=wanted)


def reserve_another(till):
    """Reserve another piece for somebody else; return the reservation as staff know it."""
    wish = {
        "variantId": till.opened.variant("Red-M"),
        "locationId": Shopper(till.opened).location("store"),
        "contact": {"name": "Ben", "email": "ben@example.com"},
    }
    assert till.opened.data(RESERVE, i=wish)["reservationCreate"]["userErrors"] == []
    return SECOND


def used(till):
    return till.shop.db.read_now(lambda tx: tx.scalar(_text("SELECT used FROM pricing_promotion")))


def total(answer):
    assert answer["userErrors"] == []
    return answer["order"]["total"]["amount"]


def check(till):
    till.check()
    assert list(till.shop.db.read_now(check_checkouts)) == []


def test_a_code_reduces_the_quote_and_the_order_alike(till):
    offer(till)
    plain, quote = till.quote(), till.quote(" TENTH ", "tenth")
    sold = till.sell(digest=quote["digest"], codes=["tenth"])

    assert (plain["total"]["amount"], plain["discounts"], plain["discountCodes"]) == ("118.00", [], [])
    assert quote["total"]["amount"] == "106.20"
    assert quote["discount"]["amount"] == "11.80"
    assert quote["discounts"] == [{"title": "Tenth", "code": "TENTH", "amount": {"amount": "11.80"}}]
    assert quote["discountCodes"] == [{"code": "TENTH", "applicable": True, "reason": None}]
    assert total(sold) == "106.20"
    assert used(till) == 1
    check(till)


@ON_SQLITE
def test_a_code_that_reduces_nothing_says_why_in_the_words_of_the_cart(till):
    offer(till, usage_limit=1)
    assert total(till.sell(codes=["tenth"])) == "106.20"
    other = reserve_another(till)
    quote = till.quote("tenth", "nonsense", ident=other)

    assert quote["total"]["amount"] == "59.00"
    assert quote["discountCodes"] == [
        {"code": "tenth", "applicable": False, "reason": "This code has been used up."},
        {"code": "nonsense", "applicable": False, "reason": "We do not know this code."},
    ]


@ON_SQLITE
@pytest.mark.parametrize("given", [[f"code-{n}" for n in range(MOST_CODES + 1)], ["x" * 300]])
def test_codes_that_a_cart_refuses_are_refused_here(till, given):
    before = till.state()
    refused = till.sell(digest="x", codes=given)

    assert [(each["code"], each["field"]) for each in refused["userErrors"]] == [
        ("INVALID", ["input", "discountCodes"])
    ]
    asked = (
        "query($id: ID!, $codes: [String!]) { reservationQuote(id: $id, discountCodes: $codes) { digest } }"
    )
    assert till.office.code(asked, {"id": ID, "codes": given}, role="associate") == "INVALID"
    assert till.state() == before


@ON_SQLITE
def test_a_price_with_a_code_is_not_agreed_to_without_it(till):
    offer(till)
    digest = till.quote("tenth")["digest"]
    before = till.state()

    assert codes(till.sell(digest=digest)) == ["QUOTE_CHANGED"]
    assert (till.state(), used(till)) == (before, 0)


def test_a_code_that_each_person_has_once_is_for_either(till):
    offer(till, shopper_limit=1)
    ident = reserve_another(till)
    assert total(till.sell(codes=["tenth"])) == "106.20"
    assert total(till.sell(ident=ident, codes=["tenth"])) == "53.10"
    assert used(till) == 2
    check(till)


def test_of_two_sales_at_once_one_gets_the_last_use(till):
    offer(till, usage_limit=1)
    idents = (ID, reserve_another(till))
    digests = [till.quote("tenth", ident=ident)["digest"] for ident in idents]
    answers = at_once(
        [
            partial(till.sell, ident=ident, digest=digest, codes=["tenth"])
            for ident, digest in zip(idents, digests, strict=True)
        ]
    )
    (refused,) = [answer for answer in answers if answer["order"] is None]

    assert codes(refused)[0] in {"QUOTE_CHANGED", "DISCOUNT_LIMIT"}
    assert refused["quote"]["discountCodes"] == [{"code": "tenth", "reason": "This code has been used up."}]
    assert (used(till), till.state()[3]) == (1, 1)
    check(till)


@pytest.mark.parametrize("ending", ["declined", "abandoned"])
def test_a_sale_that_comes_to_nothing_leaves_the_code_to_others(till, ending):
    offer(till, usage_limit=1)
    ident = reserve_another(till)
    before = till.state()
    if ending == "declined":
        assert codes(till.card("sandbox-declined", codes=["tenth"])) == ["PAYMENT_DECLINED"]
    else:
        assert till.card("sandbox-reader", codes=["tenth"])["paymentAction"]["kind"] == "READER"
        assert used(till) == 1
        assert till.quote("tenth", ident=ident)["discountCodes"][0]["applicable"] is False
        till.office.ask(ABANDON, {"id": ID}, role="associate")
    assert (till.state(), used(till)) == (before, 0)
    assert total(till.sell(ident=ident, codes=["tenth"])) == "53.10"
    check(till)
