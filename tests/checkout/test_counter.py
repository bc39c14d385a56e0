"""A reservation paid for at the counter: handed over, one order, paid; or left as it was."""

import asyncio
from datetime import timedelta
from functools import partial

import pytest
from comptoir.checkout.recovery import resume_attempts
from comptoir.inventory import find_holds
from comptoir.inventory.consistency import check_consistency
from comptoir.money import Money
from comptoir.orders.consistency import check_orders
from comptoir.payments.checks import check_payments
from comptoir.payments.gift_cards import issue_gift_card
from comptoir.payments.plugin import recover
from comptoir.reservations import cancel_reservation, hand_over_reservation, owner_of
from comptoir.reservations.consistency import check_reservations
from comptoir.reservations.queries import get_reservation

from tests.checkout.shopping import Shopper, furnish
from tests.rig.at_once import at_once
from tests.staff.office import staffed

pytestmark = pytest.mark.database
ON_SQLITE = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
"""For what does not depend on the database."""

RESERVE = """mutation($i: ReservationCreateInput!) { reservationCreate(input: $i) {
  reservation { id } userErrors { code } } }"""
QUOTE = """query($id: ID!, $codes: [String!]) { reservationQuote(id: $id, discountCodes: $codes) {
  digest quantity unit { amount } discount { amount } tax { amount } total { amount currencyCode }
  discounts { title code amount { amount } } discountCodes { code applicable reason } } }"""
SELL = """mutation($i: ReservationSellInput!) { reservationSell(input: $i) {
  reservation { status reference }
  order { id name email total { amount } financialStatus fulfillmentStatus
    lines { quantity returnPolicy sources { quantity } } }
  paymentAction { kind url } quote { digest discountCodes { code reason } } userErrors { code field } } }"""
ABANDON = """mutation($id: ID!) { reservationSaleAbandon(id: $id) {
  order { name } userErrors { code } } }"""
SEEN = """query($id: ID!) { reservation(id: $id) { status
  order { name token email totalPrice { amount } financialStatus } } }"""
ID = "gid://shopify/Reservation/1"


class Till:
    """A store whose staff sell the two red shirts that somebody reserved there."""

    def __init__(self, opened, clock):
        furnish(opened)
        self.opened, self.clock, self.shop = opened, clock, opened.shop
        self.office = staffed(opened.shop, clock=clock, password_digest="unused")
        wish = {
            "variantId": opened.variant("Red-S"),
            "locationId": Shopper(opened).location("store"),
            "quantity": 2,
            "contact": {"name": "Anaïs Dupré", "email": "anais@example.com"},
        }
        made = opened.data(RESERVE, i=wish)["reservationCreate"]
        assert made["userErrors"] == []
        self.token = made["reservation"]["id"].rpartition("/")[2]

    def quote(self, *codes, ident=ID):
        asked = {"id": ident, "codes": list(codes)}
        return self.office.ask(QUOTE, asked, role="associate")["reservationQuote"]

    def sell(
        self,
        tender="CASH",
        *,
        ident=ID,
        key="one",
        digest=None,
        role="associate",
        cards=(),
        codes=(),
        **payment,
    ):
        value = {
            "id": ident,
            "quoteDigest": digest or self.quote(*codes, ident=ident)["digest"],
            "idempotencyKey": key,
            "payment": {"tender": tender, **payment},
            "giftCardCodes": list(cards),
            "discountCodes": list(codes),
        }
        return self.office.ask(SELL, {"i": value}, role=role)["reservationSell"]

    def card(self, token, **options):
        return self.sell("PROVIDER", provider="sandbox", token=token, **options)

    def seen(self, token=None):
        """Return the reservation as whoever made it sees it."""
        ident = f"gid://shopify/Reservation/{token or self.token}"
        return self.opened.data(SEEN, id=ident)["reservation"]

    def state(self):
        """Return all that a sale may change."""
        read = self.shop.db.read_now
        return (
            read(get_reservation, number=1).status,
            [hold.quantity for hold in read(find_holds, owner=owner_of(1))],
            Shopper(self.opened).left("Red-S"),
            read(lambda tx: tx.scalar(_text("SELECT count(*) FROM orders_order"))),
        )

    def resume(self, seconds=60):
        self.clock.advance(timedelta(seconds=seconds))
        asyncio.run(recover(self.shop))
        self.clock.advance(timedelta(seconds=seconds))
        asyncio.run(resume_attempts(self.shop))

    def check(self):
        """Fail for anything that the doctor finds."""
        for check in (check_consistency, check_orders, check_payments, check_reservations):
            assert list(self.shop.db.read_now(check)) == []


def _text(statement):
    from sqlalchemy import text

    return text(statement)


def codes(payload):
    return [error["code"] for error in payload["userErrors"]]


@pytest.fixture
def till(opened, clock):
    return Till(opened, clock)


def test_cash_at_the_counter_makes_one_order_paid_and_handed_over(till):
    quote = till.quote()
    assert (quote["quantity"], quote["unit"]["amount"], quote["total"]["amount"]) == (2, "59.00", "118.00")
    sold = till.sell()
    assert sold["userErrors"] == []
    order = sold["order"]
    assert (order["financialStatus"], order["fulfillmentStatus"]) == ("PAID", "FULFILLED")
    assert (order["email"], order["total"]["amount"]) == ("anais@example.com", "118.00")
    assert sold["reservation"] == {"status": "COLLECTED", "reference": order["name"]}
    (line,) = order["lines"]
    assert (line["quantity"], line["sources"]) == (2, [])
    assert "version 1" in line["returnPolicy"]
    assert sorted(Shopper(till.opened).left("Red-S").values()) == [0, 5]
    till.check()
    actions = [entry.action for entry in till.office.audit() if entry.action.startswith("reservation")]
    assert actions == ["reservation.sale_begun", "reservation.sold"]


def test_the_shopper_gets_the_order_with_its_secret_and_nobody_else_does(till):
    assert till.seen() == {"status": "ACTIVE", "order": None}
    name = till.sell()["order"]["name"]
    order = till.seen()["order"]
    secret = order.pop("token")
    assert order == {
        "name": name,
        "email": "anais@example.com",
        "totalPrice": {"amount": "118.00"},
        "financialStatus": "PAID",
    }
    read = "query($id: ID!, $token: String) { order(id: $id, token: $token) { name } }"
    ident = "gid://shopify/Order/1"
    assert till.opened.data(read, id=ident, token=secret)["order"] == {"name": name}
    assert till.seen(token="0" * 32) is None
    assert till.seen(token="1") is None


@ON_SQLITE
def test_what_was_handed_over_without_a_sale_has_no_order(till):
    till.shop.db.write_now(hand_over_reservation, number=1, reference="T-1")
    assert till.seen() == {"status": "COLLECTED", "order": None}


@ON_SQLITE
def test_a_declined_sale_shows_the_shopper_no_order(till):
    assert codes(till.card("sandbox-declined")) == ["PAYMENT_DECLINED"]
    assert till.seen() == {"status": "ACTIVE", "order": None}


def test_the_same_key_tells_of_the_same_order_and_another_sells_nothing(till):
    digest = till.quote()["digest"]
    first = till.sell(digest=digest)
    assert till.sell(digest=digest) == first
    assert codes(till.sell(digest=digest, key="two")) == ["RESERVATION_CLOSED"]
    assert till.state()[3] == 1


@ON_SQLITE
def test_a_terminal_needs_its_reference_and_gift_cards_pay_first(till):
    issued = till.shop.db.write_now(issue_gift_card, value=Money(1_000, "EUR"))
    assert codes(till.sell("EXTERNAL_TERMINAL")) == ["INVALID"]
    sold = till.sell("EXTERNAL_TERMINAL", reference="T-1", cards=[issued.code])
    assert (codes(sold), sold["order"]["financialStatus"]) == ([], "PAID")
    rows = till.shop.db.read_now(
        lambda tx: tx.all(_text("SELECT provider, captured FROM payments_payment ORDER BY id"))
    )
    assert [tuple(row) for row in rows] == [("gift-card", 1_000), ("external-terminal", 10_800)]
    till.check()


def test_a_declined_card_leaves_the_reservation_as_it_was(till):
    before = till.state()
    assert codes(till.card("sandbox-declined")) == ["PAYMENT_DECLINED"]
    assert till.state() == before
    assert codes(till.card("sandbox-declined")) == ["PAYMENT_DECLINED"]
    assert till.sell(key="two")["order"]["financialStatus"] == "PAID"
    till.check()


@ON_SQLITE
def test_another_price_than_agreed_to_is_refused_with_the_quote_of_now(till):
    before = till.state()
    refused = till.sell(digest="of yesterday")
    assert (codes(refused), refused["quote"]["digest"]) == (["QUOTE_CHANGED"], till.quote()["digest"])
    assert till.state() == before


@ON_SQLITE
@pytest.mark.parametrize("ended", ["expired", "handed over", "cancelled"])
def test_what_has_ended_is_not_sold(till, ended):
    digest = till.quote()["digest"]
    if ended == "expired":
        till.clock.advance(timedelta(days=5))
    elif ended == "handed over":
        till.shop.db.write_now(hand_over_reservation, number=1)
    else:
        till.shop.db.write_now(cancel_reservation, token=till.token)
    before = till.state()
    assert codes(till.sell(digest=digest)) == ["RESERVATION_CLOSED"]
    assert till.state() == before


def test_two_associates_at_once_sell_once(till):
    digest = till.quote()["digest"]
    answers = at_once([partial(till.sell, digest=digest, key=key) for key in ("one", "two")])
    assert sorted(codes(answer) != [] for answer in answers) == [False, True]
    assert till.state()[3] == 1
    till.check()


@ON_SQLITE
def test_a_reader_waits_for_the_card_and_the_same_key_goes_on(till):
    waiting = till.card("sandbox-reader")
    assert (waiting["order"], waiting["paymentAction"]["kind"]) == (None, "READER")
    assert codes(till.sell(key="two")) == ["IN_PROGRESS"]
    abandoned = till.office.ask(ABANDON, {"id": ID}, role="associate")["reservationSaleAbandon"]
    assert abandoned == {"order": None, "userErrors": []}
    assert till.sell(key="two")["order"]["financialStatus"] == "PAID"
    till.check()


@ON_SQLITE
def test_a_provider_that_charges_and_does_not_answer_is_followed_to_the_order(till):
    assert codes(till.card("sandbox-timeout")) == ["IN_PROGRESS"]
    till.resume()
    assert till.card("sandbox-timeout")["order"]["financialStatus"] == "PAID"
    till.check()


@ON_SQLITE
@pytest.mark.parametrize(("meanwhile", "code"), [("handed over", "RESERVATION_CLOSED"), ("cancelled", None)])
def test_a_reservation_that_ends_while_it_is_paid_for(till, meanwhile, code):
    assert codes(till.card("sandbox-timeout")) == ["IN_PROGRESS"]
    if meanwhile == "handed over":
        till.shop.db.write_now(hand_over_reservation, number=1)
    else:
        till.shop.db.write_now(cancel_reservation, token=till.token)
    till.resume()
    till.resume()
    assert codes(till.card("sandbox-timeout")) == ([code] if code else [])
    kept = till.shop.db.read_now(
        lambda tx: tx.scalar(_text("SELECT captured - refunded FROM payments_payment"))
    )
    assert kept == (0 if code else 11_800)
    till.check()


@ON_SQLITE
def test_only_who_may_hand_over_may_sell(till):
    value = {"id": ID, "quoteDigest": "x", "idempotencyKey": "k", "payment": {"tender": "CASH"}}
    for role in ("auditor", "merchandiser", None):
        code = till.office.code(SELL, {"i": value}, role=role)
        assert code == ("UNAUTHENTICATED" if role is None else "FORBIDDEN")


@ON_SQLITE
def test_shoppers_pay_no_cash(till):
    shopper = Shopper(till.opened)
    shopper.ready({"Blue-S": 1})
    payload = shopper.complete("x", payment={"provider": "cash"})
    assert codes(payload) == ["PROVIDER_UNKNOWN"]
