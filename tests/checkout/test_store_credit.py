"""Store credit at checkout: its holder spends it once signed in, nobody else learns of it."""

from functools import partial

import pytest
from comptoir.graphql.http import GraphQLRequest
from comptoir.money import Money
from comptoir.payments.checks import check_payments
from comptoir.payments.store_credit import find_store_credit, grant_store_credit
from comptoir.principal import Actor, Owner
from comptoir.testing import OpenedShop

from tests.checkout.owing import Debtor, allow_deposits, codes, gift_card, sums
from tests.checkout.shopping import furnish
from tests.checkout.test_counter import Till
from tests.rig.at_once import at_once

pytestmark = pytest.mark.database
ANA = Owner(kind="customer", ident="7")


class SignedIn(OpenedShop):
    """Questions to a shop by a customer who is signed in."""

    async def answer(self, document, variables=None):
        actor = Actor(kind="customer", ident="7")
        context = await self.shop.context(base_url="https://shop.test", actor=actor)
        return (await self.shop.execute(GraphQLRequest(query=document, variables=variables), context)).body()


class Customer(Debtor):
    """A customer with store credit; the cart costs 63.90."""

    def __init__(self, opened):
        super().__init__(SignedIn(opened.shop, opened.numbers))

    def grant(self, minor):
        self.opened.shop.db.write_now(
            grant_store_credit, holder=ANA, amount=Money(minor, "EUR"), reason="thanks"
        )

    def credit(self):
        return [each.minor for each in self.opened.shop.db.read_now(find_store_credit, holder=ANA)]

    def tenders(self):
        return [(each.provider, each.captured) for each in self.payments()]

    def check(self):
        assert list(self.opened.shop.db.read_now(check_payments)) == []


@pytest.fixture
def customer(opened):
    furnish(opened)
    found = Customer(opened)
    found.ready({"Red-S": 1})
    return found


def test_credit_pays_after_gift_cards_and_the_card_the_rest(customer):
    customer.grant(2000)
    code, balance = gift_card(customer, 1000)
    bought = customer.buy(storeCredit=True, giftCardCodes=[code])
    assert (codes(bought), bought["order"]["financialStatus"]) == ([], "PAID")
    assert customer.tenders() == [("gift-card", 1000), ("store-credit", 2000), ("sandbox", 3390)]
    assert (balance(), customer.credit()) == (0, [0])
    customer.check()


def test_credit_may_pay_for_all(customer):
    customer.grant(10_000)
    bought = customer.buy(payment=None, storeCredit=True)
    assert (codes(bought), customer.credit(), customer.tenders()) == ([], [3610], [("store-credit", 6390)])


def test_a_declined_card_gives_the_credit_back(customer):
    customer.grant(2000)
    assert codes(customer.buy("sandbox-declined", storeCredit=True)) == ["PAYMENT_DECLINED"]
    assert customer.credit() == [2000]
    customer.check()


def test_without_credit_nothing_is_bought_by_it(customer):
    assert codes(customer.buy(storeCredit=True)) == ["INSUFFICIENT_BALANCE"]
    assert customer.order is None
    assert codes(customer.buy()) == []


def test_credit_that_is_not_asked_for_stays(customer):
    customer.grant(2000)
    assert codes(customer.buy()) == []
    assert customer.credit() == [2000]


def test_visitors_are_refused_in_the_same_words_whether_there_is_any_or_not(opened, customer):
    visitor = Debtor(opened)
    visitor.ready({"Red-S": 1})
    before = visitor.buy(storeCredit=True)
    customer.grant(2000)
    after = visitor.buy(storeCredit=True)
    assert before == after
    assert [(each["code"], each["field"]) for each in after["userErrors"]] == [
        ("SIGN_IN_REQUIRED", ["input", "storeCredit"])
    ]
    direct = visitor.buy(payment={"provider": "store-credit", "token": "customer/7"})
    assert codes(direct) == ["PROVIDER_UNKNOWN"]
    assert (visitor.order, customer.credit()) == (None, [2000])


def test_credit_pays_a_balance_beside_a_card(opened, customer):
    allow_deposits(opened)
    assert codes(customer.buy(deposit="31.95")) == []
    visitor = Debtor(opened)
    visitor.order = customer.order
    assert codes(visitor.pay(storeCredit=True)) == ["SIGN_IN_REQUIRED"]
    customer.grant(1000)
    assert codes(customer.pay("sandbox-declined", storeCredit=True)) == ["PAYMENT_DECLINED"]
    assert customer.credit() == [1000]
    paid = customer.pay(key="again", storeCredit=True)
    assert (codes(paid), sums(paid["order"]), customer.credit()) == ([], ("63.90", "0.00"), [0])
    assert [each for each in customer.tenders() if each[1]] == [
        ("sandbox", 3195), ("store-credit", 1000), ("sandbox", 2195),
    ]  # fmt: skip
    customer.check()


def test_two_checkouts_at_once_spend_no_more_than_there_is(opened, customer):
    customer.grant(7000)
    other = Customer(opened)
    other.ready({"Red-S": 1}, email="other@example.com")
    for each in (customer, other):
        each.digest = each.cart()["quote"]["digest"]
    buy = partial(Customer.buy, payment=None, storeCredit=True)
    answers = at_once([partial(buy, each) for each in (customer, other)])
    assert len([answer for answer in answers if codes(answer) == []]) == 1
    assert {code for answer in answers for code in codes(answer)} <= {
        "INSUFFICIENT_BALANCE", "PAYMENT_REQUIRED",
    }  # fmt: skip
    assert customer.credit() == [610]
    customer.check()


def test_staff_take_credit_for_a_reservation_and_say_whose(opened, clock):
    till = Till(opened, clock)
    opened.shop.db.write_now(grant_store_credit, holder=ANA, amount=Money(1800, "EUR"), reason="")
    document = """mutation($i: ReservationSellInput!) { reservationSell(input: $i) {
      order { financialStatus } userErrors { code field } } }"""
    value = {
        "id": "gid://shopify/Reservation/1", "quoteDigest": till.quote()["digest"], "idempotencyKey": "k",
        "payment": {"tender": "CASH"}, "storeCreditCustomerId": "gid://shopify/Customer/8",
    }  # fmt: skip
    refused = till.office.ask(document, {"i": value}, role="associate")["reservationSell"]
    assert refused["userErrors"] == [{"code": "INSUFFICIENT_BALANCE", "field": ["input", "storeCredit"]}]
    value["storeCreditCustomerId"] = "gid://shopify/Customer/7"
    sold = till.office.ask(document, {"i": value}, role="associate")["reservationSell"]
    assert (codes(sold), sold["order"]["financialStatus"]) == ([], "PAID")
    assert [each.minor for each in opened.shop.db.read_now(find_store_credit, holder=ANA)] == [0]
    begun = next(each for each in till.office.audit() if each.action == "reservation.sale_begun")
    assert begun.after["store_credit_of"] == "customer/7"
    till.check()
