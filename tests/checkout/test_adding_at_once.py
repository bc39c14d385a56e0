"""Lines that are added at the same moment as something else: no piece twice, no money lost, nothing left behind."""

from functools import partial

import pytest
from comptoir.inventory import set_levels
from comptoir.payments.queries import find_payments
from comptoir.pricing import save_promotion
from sqlalchemy import text

from tests.checkout.adding import Desk, codes
from tests.checkout.owing import allow_deposits, decide, deliver_events
from tests.pricing.offers import TENTH, draft
from tests.rig.at_once import at_once

pytestmark = pytest.mark.database


@pytest.fixture
def desk(opened, clock):
    return Desk(opened, clock)


def test_of_two_who_want_the_last_use_of_a_promotion_at_once_one_agrees_anew(desk):
    desk.sell()
    desk.change(save_promotion, draft=draft("tenth", scope="order", effect=TENTH, usage_limit=1))
    digest = desk.quote(desk.line("Blue-S"))["quote"]["digest"]
    add = partial(desk.add, desk.line("Blue-S"), digest=digest)
    answers = at_once([partial(add, key=key) for key in ("one", "two")])
    assert sorted(code for answer in answers for code in codes(answer)) in (
        ["QUOTE_CHANGED"], ["DISCOUNT_LIMIT"],
    )  # fmt: skip
    assert len(desk.order()["lines"]) == 2
    desk.check()


def test_of_two_who_add_the_last_piece_at_once_one_gets_it(desk):
    desk.sell()
    desk.shop.db.write_now(set_levels, location="store", levels={desk.opened.numbers["Red-M"]: 0})
    digest = desk.quote()["quote"]["digest"]
    answers = at_once([partial(desk.add, digest=digest, key=key) for key in ("one", "two", "three")])
    assert sorted(code for answer in answers for code in codes(answer)) == ["OUT_OF_STOCK"] * 2
    assert len(desk.order()["lines"]) == 2
    desk.check()


def test_one_request_from_two_hands_adds_once(desk):
    desk.sell()
    digest = desk.quote()["quote"]["digest"]
    answers = at_once([partial(desk.add, digest=digest)] * 3)
    assert [codes(answer) for answer in answers] == [[]] * 3
    assert desk.order()["outstanding"]["amount"] == "59.00"
    desk.check()


def test_a_line_and_a_cancellation_at_once_leave_nothing_allocated_or_kept(desk):
    desk.sell()
    digest = desk.quote()["quote"]["digest"]
    added, cancelled = at_once([partial(desk.add, digest=digest), desk.cancel])
    assert (codes(cancelled), codes(added)) in (([], []), ([], ["CANCELLED"]))
    order = desk.order()
    assert (order["currentTotal"]["amount"], order["outstanding"]["amount"]) == ("0.00", "0.00")
    assert desk.shop.db.read_now(lambda tx: tx.scalar(text("SELECT count(*) FROM inventory_allocation"))) == 0
    desk.check()


def test_a_line_that_is_added_while_the_balance_is_being_paid_is_still_due(desk):
    allow_deposits(desk.opened)
    desk.sell(deposit="31.95")
    digest = desk.quote()["quote"]["digest"]
    paid, added = at_once([desk.shopper.pay, partial(desk.add, digest=digest)])
    assert (codes(paid), codes(added)) == ([], [])
    deliver_events(desk.shop)
    order = desk.order()
    assert order["currentTotal"]["amount"] == "122.90"
    assert (order["paid"]["amount"], order["outstanding"]["amount"]) in (
        ("63.90", "59.00"), ("122.90", "0.00"),
    )  # fmt: skip
    payments = desk.shopper.payments()
    assert sum(each.captured for each in payments) == int(order["paid"]["amount"].replace(".", ""))
    desk.check()


def test_a_card_that_waits_for_its_payer_pays_what_it_was_asked_for(desk):
    allow_deposits(desk.opened)
    desk.sell(deposit="31.95")
    waiting = desk.shopper.pay("sandbox-3ds")
    assert waiting["paymentAction"]["kind"] == "REDIRECT"
    assert codes(desk.add()) == []
    decide(desk.shop, waiting["paymentAction"])
    deliver_events(desk.shop)
    order = desk.order()
    assert (order["paid"]["amount"], order["outstanding"]["amount"]) == ("63.90", "59.00")
    payments = desk.shop.db.read_now(find_payments, owner=desk.shopper.payments()[0].owner)
    assert [each.captured for each in payments] == [3195, 3195]
    desk.check()
