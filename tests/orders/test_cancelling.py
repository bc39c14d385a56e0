"""Cancelling an order: its stock is free again, and every tender gets its part back, newest first, once."""

import asyncio

import pytest
from comptoir.orders import CancelReason, FinancialStatus, FulfillmentStatus
from comptoir.orders.commands.cancel import cancel_order
from comptoir.orders.commands.edit import OrderEdit, edit_order
from comptoir.orders.commands.leave import ship_fulfillment
from comptoir.orders.commands.open import open_fulfillment
from comptoir.orders.commands.prepare import pick_fulfillment
from comptoir.orders.commands.resource import resource_line
from comptoir.orders.commands.settle import begin_captures, settle_order, settle_payments_of
from comptoir.orders.plugin import follow_payment
from comptoir.payments.events import PaymentCaptured
from comptoir.payments.queries import find_operations
from comptoir.payments.records import OperationKind
from comptoir.principal import Owner
from comptoir.testing import make_shop

from tests.orders.counter import Counter


def cancel(counter, order, reason=CancelReason.CUSTOMER):
    return counter.do(cancel_order, order_id=order.order_id, reason=reason)


def given_back(operations):
    return [(each.kind.value, each.payment_id, each.amount.minor) for each in operations]


def test_a_cancelled_order_frees_its_stock_and_costs_nothing(counter):
    before = counter.stock(counter.shirt), counter.stock(counter.mug)
    order = counter.place(paid=0)
    parcel = counter.open(order)
    counter.do(pick_fulfillment, fulfillment_id=parcel.fulfillment_id)
    changed = cancel(counter, order, CancelReason.INVENTORY)
    assert changed.operations == ()
    after = changed.order
    assert (after.cancel_reason, after.cancelled_at is not None) == (CancelReason.INVENTORY, True)
    assert (after.financial_status, after.fulfillment_status) == (
        FinancialStatus.VOIDED,
        FulfillmentStatus.RESTOCKED,
    )
    assert (after.current_total.minor, after.outstanding.minor, after.total) == (0, 0, order.total)
    assert [(line.current_quantity, line.sources) for line in after.lines] == [(0, ()), (0, ())]
    assert [each.state.value for each in after.fulfillments] == ["CANCELLED"]
    assert counter.allocated(order) == {}
    assert (counter.stock(counter.shirt), counter.stock(counter.mug)) == before
    assert counter.events()[-2:] == ["order.cancelled", "order.payment_changed"]


def test_each_tender_gets_its_part_back_newest_first(counter):
    order = counter.place(paid=2000)
    second = counter.pay(order, 3950)
    first = second - 1
    changed = cancel(counter, order)
    assert given_back(changed.operations) == [("REFUND", second, 3950), ("REFUND", first, 2000)]
    after = counter.answer(changed.operations, order=order)
    assert (after.financial_status, after.refunded.minor, after.paid.minor) == (
        FinancialStatus.REFUNDED, 5950, 0,
    )  # fmt: skip


def test_what_was_set_aside_is_let_go(counter):
    order = counter.place(paid=0)
    payment = counter.pay(order, 5950, capture=False)
    assert counter.order(order.order_id).financial_status is FinancialStatus.AUTHORIZED
    changed = cancel(counter, order)
    assert given_back(changed.operations) == [("CANCEL", payment, 5950)]
    after = counter.answer(changed.operations, order=order)
    assert (after.financial_status, after.authorized.minor) == (FinancialStatus.VOIDED, 0)


def test_cancelling_again_gives_nothing_back_twice(counter):
    order = counter.place()
    first = cancel(counter, order)
    before = counter.rows()
    again = cancel(counter, order, CancelReason.FRAUD)
    assert (again.operations, again.order.cancel_reason) == ((), CancelReason.CUSTOMER)
    assert counter.rows() == before
    counter.answer(first.operations, order=order)
    assert counter.do(settle_payments_of, owner=order.owner) == ()


def test_money_that_comes_too_late_goes_back(counter):
    order = counter.place(paid=0)
    cancel(counter, order)
    late = counter.pay(order, 5950)
    operations = counter.do(settle_payments_of, owner=order.owner)
    assert given_back(operations) == [("REFUND", late, 5950)]
    assert counter.do(settle_payments_of, owner=order.owner) == ()
    assert counter.answer(operations, order=order).financial_status is FinancialStatus.REFUNDED


def test_nothing_more_is_done_to_a_cancelled_order(counter):
    order = counter.place()
    cancel(counter, order)
    line = order.lines[0].line_id
    edit = OrderEdit(quantities={line: 1})
    assert counter.refusal(edit_order, order_id=order.order_id, edit=edit) == "CANCELLED"
    assert (
        counter.refusal(open_fulfillment, order_id=order.order_id, location_id=counter.depot) == "CANCELLED"
    )
    assert counter.refusal(
        resource_line, order_id=order.order_id, line_id=line, from_location=counter.depot,
        to_location=counter.lyon, quantity=1,
    ) == "NOTHING_TO_FULFILL"  # fmt: skip
    assert counter.refusal(cancel_order, order_id=99, reason=CancelReason.STAFF) == "NOT_FOUND"


def test_what_has_left_cannot_be_cancelled(counter):
    order = counter.place()
    parcel = counter.open(order, pieces={order.lines[0].line_id: 1})
    counter.do(ship_fulfillment, fulfillment_id=parcel.fulfillment_id)
    code = counter.refusal(cancel_order, order_id=order.order_id, reason=CancelReason.CUSTOMER)
    assert code == "ALREADY_FULFILLED"


def test_what_is_set_aside_is_taken_when_goods_leave(counter):
    order = counter.place(paid=0)
    counter.pay(order, 2000, capture=False)
    counter.pay(order, 3950, capture=False)
    line = order.lines[1].line_id
    counter.do(edit_order, order_id=order.order_id, edit=OrderEdit(quantities={line: 0}))
    operations = counter.do(begin_captures, order_id=order.order_id)
    assert [(each.kind, each.amount.minor) for each in operations] == [
        (OperationKind.CAPTURE, 2000), (OperationKind.CAPTURE, 2100),
    ]  # fmt: skip
    assert counter.do(begin_captures, order_id=order.order_id) == ()
    after = counter.answer(operations, order=order)
    assert (after.financial_status, after.paid.minor) == (FinancialStatus.PAID, 4100)
    assert counter.do(begin_captures, order_id=order.order_id) == ()


def test_what_was_being_taken_while_the_order_shrank_goes_back(counter):
    order = counter.place(paid=2000)
    counter.pay(order, 3950, capture=False)
    taking = counter.do(begin_captures, order_id=order.order_id)
    line = order.lines[0].line_id
    counter.do(edit_order, order_id=order.order_id, edit=OrderEdit(quantities={line: 0}))
    counter.answer(taking, order=order)
    operations = counter.do(settle_payments_of, owner=order.owner)
    assert sum(each.amount.minor for each in operations if each.kind is OperationKind.REFUND) == 3950
    assert counter.do(settle_payments_of, owner=order.owner) == ()


@pytest.mark.parametrize("owner", [("order", "99"), ("order", "x"), ("order", "9" * 30), ("checkout", "c1")])
def test_payments_of_nobody_s_order_change_nothing(counter, owner):
    counter.place()
    before = counter.rows()
    assert counter.do(settle_payments_of, owner=Owner(kind=owner[0], ident=owner[1])) == ()
    assert counter.rows() == before


def test_an_order_may_be_paid_under_another_s_name(counter):
    checkout = Owner(kind="checkout", ident="c7")
    order = counter.place(paid=0, payment_owner=checkout)
    assert order.payment_owner == checkout
    assert counter.do(settle_order, order_id=order.order_id).paid.minor == 0
    assert counter.do(settle_payments_of, owner=checkout) == ()


def test_an_order_follows_its_payments_events(database_url, tmp_path, clock):
    shop = make_shop(tmp_path / "shop", database_url=database_url, clock=clock)
    try:
        counter = Counter(shop.db)
        order = counter.place(paid=0)
        cancel(counter, order)
        payment = counter.pay(order, 5950)
        event = PaymentCaptured(
            payment_id=payment, owner_kind="order", owner_ident=str(order.order_id), provider="sandbox",
            amount=5950, currency="EUR",
        )  # fmt: skip
        for _ in range(2):
            asyncio.run(follow_payment(shop, event))
        begun = shop.db.read_now(find_operations, payment_id=payment)
        assert [(each.kind, each.amount.minor) for each in begun] == [(OperationKind.REFUND, 5950)]
    finally:
        shop.db.close_now()
