"""A shop that takes a deposit, and a shopper who owes it the rest of an order."""

import asyncio
from datetime import timedelta

from comptoir.events.delivery import Delivery
from comptoir.money import Money
from comptoir.payments.gift_cards import get_gift_card, issue_gift_card
from comptoir.payments.plugin import recover
from comptoir.payments.publishing import TermsDraft, publish_terms
from comptoir.payments.queries import find_payments
from comptoir.payments.sandbox import books
from comptoir.payments.sandbox.delivery import deliver
from comptoir.payments.terms import PaymentTerms
from comptoir.principal import Owner

from tests.checkout.shopping import Shopper

ORDER = """{ id name token statusUrl financialStatus fulfillmentStatus totalPrice { amount }
  paymentInformation { totalPaidAmount { amount } totalOutstandingAmount { amount } paymentCollectionUrl
    paymentTerms { paymentTermsName heldUntilPaid deposit { amount } } } }"""
PAY = f"""mutation($i: OrderPaymentAddInput!) {{ orderPaymentAdd(input: $i) {{
  order {ORDER} paymentAction {{ kind url }} userErrors {{ code field message }} }} }}"""
READ_ORDER = f"query($id: ID!, $t: String) {{ order(id: $id, token: $t) {ORDER} }}"
COMPLETE_ORDER = f"""mutation($i: CheckoutCompleteInput!) {{ checkoutComplete(input: $i) {{
  order {ORDER} paymentAction {{ kind url }} userErrors {{ code field message }} }} }}"""


def allow_deposits(opened, basis_points=5_000, **more):
    """Publish terms under which a share is due at once."""
    terms = PaymentTerms(handle="deposit", basis_points=basis_points, **more)
    opened.shop.db.write_now(publish_terms, draft=TermsDraft(terms=terms))


def deliver_events(shop):
    """Deliver what happened to all who follow it, as a running shop does."""
    followers = [each for _, each in shop.registry.contributions("register_subscriptions")]

    async def run():
        while await Delivery(shop, followers).deliver_due():
            pass

    asyncio.run(run())


def decide(shop, action, *, approve=True, tell=True):
    """Answer the sandbox's page as its payer does; `tell` sends the provider's message."""
    payment = shop.db.write_now(books.decide, ident=action["url"].rpartition("/")[2], approve=approve)
    if tell:
        asyncio.run(deliver(shop, payment))


class Debtor(Shopper):
    """Someone who has placed an order with a deposit."""

    order = None

    def buy(self, token="sandbox-visa", *, deposit=None, key="first", **changes):
        """Complete the cart, with a deposit of so much, and return the payload."""
        payment = {"provider": "sandbox", "token": token}
        if deposit is not None:
            payment["amount"] = {"amount": deposit, "currencyCode": "EUR"}
        request = {
            "cartId": self.id, "quoteDigest": self.cart()["quote"]["digest"], "idempotencyKey": key, "payment": payment,
        }  # fmt: skip
        payload = self.send(COMPLETE_ORDER, i={**request, **changes})
        self.order = payload["order"] or self.order
        return payload

    def owe(self, deposit="31.95"):
        """Place an order of 63.90 with a deposit, and return it."""
        self.ready({"Red-S": 1})
        payload = self.buy(deposit=deposit)
        assert payload["userErrors"] == []
        return self.order

    def pay(self, token="sandbox-visa", *, amount=None, key="balance", order=None, secret=None, **changes):
        """Pay for the order and return the payload."""
        payment = {"provider": "sandbox", "token": token}
        if amount is not None:
            payment["amount"] = {"amount": amount, "currencyCode": "EUR"}
        request = {
            "orderId": order or self.order["id"],
            "orderToken": self.order["token"] if secret is None else secret,
            "idempotencyKey": key,
            "payment": payment,
        }
        return self.send(PAY, i={**request, **changes})

    def look(self):
        """Return the order as its link shows it."""
        return self.opened.data(READ_ORDER, id=self.order["id"], t=self.order["token"])["order"]

    def payments(self):
        owner = Owner(kind="order", ident=self.order["id"].rpartition("/")[2])
        return self.opened.shop.db.read_now(find_payments, owner=owner)

    def recover(self, clock, minutes=1):
        """Let time go by, the job of payments run, and what it finds out be followed."""
        clock.advance(timedelta(minutes=minutes))
        asyncio.run(recover(self.opened.shop))
        deliver_events(self.opened.shop)


def sums(order):
    """Return what of an order is paid and what is due."""
    found = order["paymentInformation"]
    return found["totalPaidAmount"]["amount"], found["totalOutstandingAmount"]["amount"]


def codes(payload):
    return [error["code"] for error in payload["userErrors"]]


def gift_card(shopper, minor):
    """Issue a gift card; return its code, and what tells what is on it."""
    database = shopper.opened.shop.db
    issued = database.write_now(issue_gift_card, value=Money(minor, "EUR"))
    return issued.code, lambda: database.read_now(get_gift_card, number=issued.card.number).balance.minor
