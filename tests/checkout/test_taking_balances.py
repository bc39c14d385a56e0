"""What an order owes, taken at the counter: by any tender, for the right amount, once, and audited."""

from functools import partial

import pytest
from comptoir.money import Money
from comptoir.payments.store_credit import find_store_credit, grant_store_credit
from comptoir.principal import Owner

from tests.checkout.adding import Desk, codes
from tests.checkout.owing import allow_deposits, deliver_events, gift_card
from tests.rig.at_once import at_once

ON_SQLITE = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
"""For what does not depend on the database."""
TAKEN = """order { financialStatus onHold paid { amount } outstanding { amount } }
  paymentAction { kind url } userErrors { code field }"""
TAKE = f"mutation($i: OrderPaymentTakeInput!) {{ orderPaymentTake(input: $i) {{ {TAKEN} }} }}"
ABANDON = f"""mutation($o: ID!, $k: String!) {{ orderPaymentAbandon(orderId: $o, idempotencyKey: $k) {{
  {TAKEN} }} }}"""
CASH = {"tender": "CASH"}
ANA = Owner(kind="customer", ident="7")
PAID = {
    "financialStatus": "PAID", "onHold": False, "paid": {"amount": "63.90"}, "outstanding": {"amount": "0.00"},
}  # fmt: skip


class Counter(Desk):
    """An order of 63.90 of which half is paid, and staff who take the rest."""

    def __init__(self, opened, clock):
        super().__init__(opened, clock)
        allow_deposits(opened)
        self.sell(deposit="31.95")

    def take(self, payment=None, *, amount=None, key="one", role="associate", **more):
        value = {"orderId": self.shopper.order["id"], "idempotencyKey": key, "payment": payment, **more}
        if amount is not None:
            value["amount"] = {"amount": amount, "currencyCode": "EUR"}
        return self.office.ask(TAKE, {"i": value}, role=role)["orderPaymentTake"]

    def grant(self, minor, currency="EUR"):
        self.shop.db.write_now(grant_store_credit, holder=ANA, amount=Money(minor, currency), reason="")

    def credit(self):
        return [each.minor for each in self.shop.db.read_now(find_store_credit, holder=ANA)]

    def tenders(self):
        return [(each.provider, each.captured, each.status.value) for each in self.shopper.payments()]


@pytest.fixture
def counter(opened, clock):
    return Counter(opened, clock)


@pytest.mark.database
def test_cash_pays_the_balance_of_an_order_that_is_found_by_its_number(counter):
    name = counter.order()["name"]
    query = "query($q: String!) { orders(query: $q) { nodes { id } } }"
    (found,) = counter.office.ask(query, {"q": name}, role="associate")["orders"]["nodes"]
    assert found == {"id": counter.shopper.order["id"]}
    taken = counter.take(CASH, reason="at the till")
    assert (codes(taken), taken["order"]) == ([], PAID)
    assert counter.tenders() == [("sandbox", 3195, "PAID"), ("cash", 3195, "PAID")]
    (entry,) = [each for each in counter.office.audit() if each.action == "order.payment_taken"]
    assert (entry.after, entry.reason, entry.subject) == (
        {"tenders": {"cash": "31.95 EUR"}, "store_credit_of": None}, "at the till", counter.shopper.order["id"],
    )  # fmt: skip
    assert entry.actor_ident == str(counter.office.accounts["associate"].number)
    counter.check()


@pytest.mark.database
def test_the_same_key_takes_once_and_another_finds_nothing_due(counter):
    first = counter.take(CASH)
    assert counter.take(CASH) == first
    assert codes(counter.take(CASH, key="two")) == ["ALREADY_PAID"]
    assert len(counter.tenders()) == 2


@pytest.mark.database
def test_two_tills_at_once_take_the_balance_once(counter):
    answers = at_once([partial(counter.take, CASH, key=key) for key in ("one", "two")])
    assert sorted(code for answer in answers for code in codes(answer)) == ["ALREADY_PAID"]
    assert counter.order()["financialStatus"] == "PAID"
    counter.check()


@ON_SQLITE
def test_part_of_the_balance_may_be_taken_and_never_more(counter):
    before = counter.rows()
    assert codes(counter.take(CASH, amount="31.96")) == ["PAYMENT_AMOUNT"]
    assert codes(counter.take(CASH, amount="0.00")) == ["PAYMENT_AMOUNT"]
    assert codes(counter.take()) == ["PAYMENT_REQUIRED"]
    assert codes(counter.take({"tender": "PROVIDER"})) == ["PROVIDER_UNKNOWN"]
    assert codes(counter.take({"tender": "PROVIDER", "provider": "store-credit", "token": "customer/7"})) == [
        "PROVIDER_UNKNOWN"
    ]
    assert codes(counter.take({"tender": "EXTERNAL_TERMINAL"})) == ["INVALID"]
    assert counter.rows() == before
    part = counter.take(CASH, amount="10.01")
    assert (part["order"]["outstanding"]["amount"], part["order"]["onHold"]) == ("21.94", True)
    rest = counter.take({"tender": "EXTERNAL_TERMINAL", "reference": "T-9"}, key="two")
    assert rest["order"] == PAID
    counter.check()


@pytest.mark.database
def test_gift_card_store_credit_and_cash_pay_together_in_that_order(counter):
    code, balance = gift_card(counter.shopper, 1000)
    counter.grant(2000)
    taken = counter.take(CASH, giftCardCodes=[code], storeCreditCustomerId="gid://shopify/Customer/7")
    assert (codes(taken), taken["order"]) == ([], PAID)
    assert counter.tenders()[1:] == [
        ("gift-card", 1000, "PAID"), ("store-credit", 2000, "PAID"), ("cash", 195, "PAID"),
    ]  # fmt: skip
    assert (balance(), counter.credit()) == (0, [0])
    (entry,) = [each for each in counter.office.audit() if each.action == "order.payment_taken"]
    assert entry.after["store_credit_of"] == "customer/7"
    counter.check()


@pytest.mark.database
def test_store_credit_may_pay_for_all_and_a_cancellation_gives_it_back(counter):
    counter.grant(5000)
    taken = counter.take(storeCreditCustomerId="gid://shopify/Customer/7")
    assert (codes(taken), taken["order"], counter.credit()) == ([], PAID, [1805])
    assert codes(counter.cancel()) == []
    deliver_events(counter.shop)
    assert counter.credit() == [5000]
    counter.check()


@ON_SQLITE
@pytest.mark.parametrize("granted", [None, (500, "USD")])
def test_a_customer_without_credit_pays_nothing_by_it(counter, granted):
    if granted:
        counter.grant(*granted)
    before = counter.rows()
    refused = counter.take(CASH, storeCreditCustomerId="gid://shopify/Customer/7")
    assert refused["userErrors"] == [{"code": "INSUFFICIENT_BALANCE", "field": ["input", "storeCredit"]}]
    assert counter.rows() == before


@pytest.mark.database
def test_a_declined_card_leaves_order_and_credit_as_they_were(counter):
    counter.grant(2000)
    card = {"tender": "PROVIDER", "provider": "sandbox", "token": "sandbox-declined"}
    refused = counter.take(card, storeCreditCustomerId="gid://shopify/Customer/7")
    assert (codes(refused), counter.credit()) == (["PAYMENT_DECLINED"], [2000])
    assert counter.order()["outstanding"]["amount"] == "31.95"
    assert counter.take({**card, "token": "sandbox-visa"}, key="two")["order"] == PAID
    counter.check()


@ON_SQLITE
def test_a_reader_that_nobody_pays_at_is_given_up(counter):
    reader = {"tender": "PROVIDER", "provider": "sandbox", "token": "sandbox-reader"}
    waiting = counter.take(reader)
    assert (waiting["paymentAction"]["kind"], waiting["order"]["outstanding"]["amount"]) == (
        "READER",
        "31.95",
    )
    assert codes(counter.take(CASH, key="two")) == ["IN_PROGRESS"]
    give_up = partial(
        counter.office.ask, ABANDON, {"o": counter.shopper.order["id"], "k": "one"}, role="associate"
    )
    assert codes(give_up()["orderPaymentAbandon"]) == []
    assert codes(give_up()["orderPaymentAbandon"]) == ["NOT_POSSIBLE"]
    assert counter.take(CASH, key="two")["order"] == PAID
    actions = [each.action for each in counter.office.audit() if each.action.startswith("order.payment")]
    assert actions == ["order.payment_taken", "order.payment_abandoned", "order.payment_taken"]
    counter.check()


@ON_SQLITE
def test_what_is_cancelled_or_unknown_is_not_paid_for(counter):
    value = {"orderId": "gid://shopify/Order/99", "idempotencyKey": "k", "payment": CASH}
    unknown = counter.office.ask(TAKE, {"i": value}, role="associate")["orderPaymentTake"]
    assert codes(unknown) == ["NOT_FOUND"]
    assert codes(counter.cancel()) == []
    assert codes(counter.take(CASH)) == ["CANCELLED"]


@ON_SQLITE
def test_only_who_may_sell_may_take(counter):
    value = {"orderId": counter.shopper.order["id"], "idempotencyKey": "k", "payment": CASH}
    before = counter.rows()
    for role in ("auditor", "merchandiser", None):
        code = counter.office.code(TAKE, {"i": value}, role=role)
        assert code == ("UNAUTHENTICATED" if role is None else "FORBIDDEN")
    assert counter.rows() == before
