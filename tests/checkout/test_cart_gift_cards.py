"""Gift cards of a cart: what they would give is told before, and is what is taken."""

import pytest
from comptoir.money import Money
from comptoir.payments.gift_cards import disable_gift_card, issue_gift_card

from tests.checkout.owing import Debtor, codes, gift_card, sums

APPLIED = (
    "appliedGiftCards { id lastCharacters amountUsed { amount } amountUsedV2 { amount } balance { amount } }"
)
ANSWER = f"{{ cart {{ id {APPLIED} }} userErrors {{ code field message }} warnings {{ code }} }}"
UPDATE = (
    f"mutation($c: ID!, $g: [String!]!) {{ cartGiftCardCodesUpdate(cartId: $c, giftCardCodes: $g) {ANSWER} }}"
)
ADD = f"mutation($c: ID!, $g: [String!]!) {{ cartGiftCardCodesAdd(cartId: $c, giftCardCodes: $g) {ANSWER} }}"
REMOVE = f"mutation($c: ID!, $g: [ID!]!) {{ cartGiftCardCodesRemove(cartId: $c, appliedGiftCardIds: $g) {ANSWER} }}"


@pytest.fixture
def buyer(shared):
    found = Debtor(shared)
    found.ready({"Red-S": 1})
    return found


def used(cart):
    return [each["amountUsed"]["amount"] for each in cart["appliedGiftCards"]]


def read(buyer):
    return buyer.opened.data(f"query($c: ID!) {{ cart(id: $c) {{ id {APPLIED} }} }}", c=buyer.id)["cart"]


def test_cards_are_applied_one_after_the_other_and_give_no_more_than_the_total(buyer):
    assert read(buyer)["appliedGiftCards"] == []
    (small, _), (large, _) = gift_card(buyer, 1_000), gift_card(buyer, 9_000)
    cart = buyer.edit(UPDATE, g=[small.lower()])
    (applied,) = cart["appliedGiftCards"]
    assert applied == {
        "id": applied["id"], "lastCharacters": small[-4:], "amountUsed": {"amount": "10.00"},
        "amountUsedV2": {"amount": "10.00"}, "balance": {"amount": "10.00"},
    }  # fmt: skip
    assert used(buyer.edit(ADD, g=[large, small])) == ["10.00", "53.90"]
    assert read(buyer)["appliedGiftCards"][1]["balance"] == {"amount": "90.00"}
    assert used(buyer.edit(REMOVE, g=[applied["id"]])) == ["63.90"]
    assert used(buyer.edit(UPDATE, g=[])) == []


def test_what_was_told_is_what_is_taken_and_the_provider_takes_the_rest(buyer):
    (first, first_left), (second, second_left) = gift_card(buyer, 1_000), gift_card(buyer, 500)
    buyer.edit(UPDATE, g=[first])
    declined = buyer.complete("sandbox-declined")
    assert (codes(declined), first_left(), used(read(buyer))) == (["PAYMENT_DECLINED"], 1_000, ["10.00"])
    rest = {"amount": {"amount": "48.90", "currencyCode": "EUR"}}
    payload = buyer.complete(key="second", giftCardCodes=[second, first], payment=rest)
    assert (payload["userErrors"], sums(payload["order"])) == ([], ("63.90", "0.00"))
    assert (first_left(), second_left()) == (0, 0)


def test_a_code_that_is_no_card_of_this_money_changes_nothing(buyer):
    code, _ = gift_card(buyer, 1_000)
    buyer.edit(UPDATE, g=[code])
    before = read(buyer)
    dollars = buyer.opened.shop.db.write_now(issue_gift_card, value=Money(1_000, "USD"))
    for wrong in ("0" * 20, "gift-card/1", "", dollars.code):
        payload = buyer.send(UPDATE, c=buyer.id, g=[code, wrong])
        (error,) = payload["userErrors"]
        assert (error["code"], error["field"], payload["cart"]) == ("INVALID", ["giftCardCodes", "1"], None)
        assert wrong not in error["message"] or not wrong
    assert codes(buyer.send(ADD, c=buyer.id, g=[code] * 11)) == ["INVALID"]
    foreign = buyer.id.partition("?")[0] + "?key=" + "0" * 32
    assert codes(buyer.send(UPDATE, c=foreign, g=[code])) == ["INVALID"]
    assert read(buyer) == before


def test_a_card_that_was_withdrawn_since_is_neither_shown_nor_taken(buyer):
    database = buyer.opened.shop.db
    issued = database.write_now(issue_gift_card, value=Money(10_000, "EUR"))
    buyer.edit(UPDATE, g=[issued.code])
    assert used(read(buyer)) == ["63.90"]
    database.write_now(disable_gift_card, number=issued.card.number)
    assert used(read(buyer)) == []
    payload = buyer.complete()
    assert (payload["userErrors"], sums(payload["order"])) == ([], ("63.90", "0.00"))


def test_a_device_that_took_the_cart_over_neither_sees_nor_spends_its_cards(buyer):
    code, left = gift_card(buyer, 1_000)
    buyer.edit(UPDATE, g=[code])
    give = "mutation($c: ID!) { cartHandoffCreate(cartId: $c) { handoff { code } } }"
    claim = "mutation($k: String!) { cartHandoffClaim(code: $k) { cart { id } } }"
    given = buyer.send(give, c=buyer.id)["handoff"]["code"]
    guest = buyer.send(claim, k=given)["cart"]["id"]
    seen = f"query($c: ID!) {{ cart(id: $c) {{ quote {{ digest }} {APPLIED} }} }}"
    cart = buyer.opened.data(seen, c=guest)["cart"]
    assert cart["appliedGiftCards"] == []
    assert codes(buyer.send(UPDATE, c=guest, g=[])) == ["INVALID"]
    assert used(read(buyer)) == ["10.00"]
    request = {
        "cartId": guest, "quoteDigest": cart["quote"]["digest"], "idempotencyKey": "guest",
        "payment": {"provider": "sandbox", "token": "sandbox-visa"},
    }  # fmt: skip
    buy = "mutation($i: CheckoutCompleteInput!) { checkoutComplete(input: $i) { order { id } userErrors { code } } }"
    assert buyer.send(buy, i=request)["userErrors"] == []
    assert left() == 1_000
