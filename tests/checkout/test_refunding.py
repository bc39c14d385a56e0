"""Refunds by staff as the shopper sees them: given back for good, or to be paid in another way."""

import pytest

from tests.checkout.owing import Debtor, codes, deliver_events, sums
from tests.checkout.shopping import furnish
from tests.staff.office import staffed

REFUND = """mutation($id: ID!, $amount: MoneyInput!, $key: String!, $due: Boolean) {
  paymentRefund(id: $id, amount: $amount, idempotencyKey: $key, stillDue: $due, reason: "a scratch") {
    payment { status } operation { status concession } userErrors { code } } }"""
ORDER = """query($id: ID!) { order(id: $id) {
  financialStatus due: outstanding { amount } conceded { amount } refunded { amount } } }"""


class Sold:
    """An order of 63.90 that is paid by card, and the staff of the shop."""

    def __init__(self, opened, clock):
        furnish(opened)
        self.office = staffed(opened.shop, clock=clock, password_digest="unused")
        self.shopper = Debtor(opened)
        self.shopper.ready({"Red-S": 1})
        assert codes(self.shopper.buy()) == []

    def refund(self, amount, *, key="one", due=False):
        """Give so much back; the order learns of it as in a running shop."""
        payment = self.shopper.payments()[0]
        variables = {
            "id": f"gid://shopify/Payment/{payment.id}", "key": key, "due": due,
            "amount": {"amount": amount, "currencyCode": "EUR"},
        }  # fmt: skip
        payload = self.office.ask(REFUND, variables, role="support")["paymentRefund"]
        deliver_events(self.office.shop)
        return payload

    def seen_by_staff(self):
        found = self.office.ask(ORDER, {"id": self.shopper.order["id"]}, role="support")["order"]
        return found["financialStatus"], *(found[name]["amount"] for name in ("due", "conceded", "refunded"))


@pytest.fixture
def sold(opened, clock):
    return Sold(opened, clock)


@pytest.mark.database
def test_what_is_given_back_for_good_is_not_collected_again(sold):
    done = sold.refund("10.01")
    assert done["operation"] == {"status": "DONE", "concession": True}
    seen = sold.shopper.look()
    assert (sums(seen), seen["financialStatus"]) == (("53.89", "0.00"), "PARTIALLY_REFUNDED")
    assert seen["paymentInformation"]["paymentCollectionUrl"] is None
    assert sold.seen_by_staff() == ("PARTIALLY_REFUNDED", "0.00", "10.01", "10.01")
    assert codes(sold.shopper.pay()) == ["ALREADY_PAID"]
    sold.refund("53.89", key="two")
    seen = sold.shopper.look()
    assert (sums(seen), seen["financialStatus"]) == (("0.00", "0.00"), "REFUNDED")
    assert codes(sold.shopper.pay(key="again")) == ["ALREADY_PAID"]


@pytest.mark.database
def test_what_is_to_be_paid_in_another_way_is_collected(sold):
    done = sold.refund("63.90", due=True)
    assert done["operation"] == {"status": "DONE", "concession": False}
    seen = sold.shopper.look()
    assert sums(seen) == ("0.00", "63.90")
    assert seen["paymentInformation"]["paymentCollectionUrl"] == seen["statusUrl"]
    paid = sold.shopper.pay()
    assert (codes(paid), sums(paid["order"]), paid["order"]["financialStatus"]) == (
        [], ("63.90", "0.00"), "PAID",
    )  # fmt: skip
    assert sold.seen_by_staff() == ("PAID", "0.00", "0.00", "63.90")


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_the_audit_log_tells_which_refund_it_was(sold):
    sold.refund("1.00")
    sold.refund("2.00", key="two", due=True)
    told = [entry for entry in sold.office.audit() if entry.action == "payment.refunded"]
    assert [(entry.after["amount"], entry.after["still_due"], entry.reason) for entry in told] == [
        ("1.00 EUR", False, "a scratch"), ("2.00 EUR", True, "a scratch"),
    ]  # fmt: skip
