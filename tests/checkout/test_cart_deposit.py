"""The two amounts that a cart tells where a deposit is allowed."""

from comptoir.payments.publishing import TermsDraft, publish_terms
from comptoir.payments.terms import PaymentTerms

DEPOSIT = """query($c: ID!) { cart(id: $c) {
  cost { totalAmount { amount } } deposit { amount { amount } balance { amount currencyCode } balanceDueInDays } } }"""


def deposit(shopper):
    return shopper.opened.data(DEPOSIT, c=shopper.id)["cart"]["deposit"]


def test_a_cart_tells_both_parts_of_its_total(shopper):
    shopper.ready({"Red-S": 1})
    assert deposit(shopper) is None

    terms = PaymentTerms(handle="third", basis_points=3_333, balance_days=14)
    shopper.opened.shop.db.write_now(publish_terms, draft=TermsDraft(terms=terms))
    told = deposit(shopper)
    total = shopper.cart()["cost"]["totalAmount"]["amount"]

    assert told["balanceDueInDays"] == 14
    assert told["balance"]["currencyCode"] == "EUR"
    assert total == "63.90"
    assert (told["amount"]["amount"], told["balance"]["amount"]) == ("21.30", "42.60")
    assert (
        shopper.complete(payment={"amount": {"amount": told["amount"]["amount"], "currencyCode": "EUR"}})[
            "userErrors"
        ]
        == []
    )
