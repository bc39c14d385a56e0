"""Money given back while the goods stay: what is due shrinks by it, and nobody is asked to pay it again."""

from functools import partial

import pytest
from comptoir.errors import DomainError
from comptoir.hooks.payments import Refused
from comptoir.orders import CancelReason, FinancialStatus, FulfillmentStatus, Terms
from comptoir.orders.commands.cancel import cancel_order
from comptoir.orders.commands.edit import OrderEdit, edit_order
from comptoir.orders.commands.leave import ship_fulfillment
from comptoir.orders.commands.settle import settle_order, settle_payments_of
from comptoir.orders.consistency import check_orders
from comptoir.orders.queries import find_history
from comptoir.payments.checks import check_payments
from comptoir.payments.operations import begin_refund, record_operation

from tests.orders.drafts import eur
from tests.rig.at_once import at_once

PARTIALLY, ALL = FinancialStatus.PARTIALLY_REFUNDED, FinancialStatus.REFUNDED


def begin(counter, order, minor, *, number=0, key="r", still_due=False):
    payment = counter.payments(order)[number]
    return counter.do(
        begin_refund, payment_id=payment.id, amount=eur(minor), idempotency_key=key, concession=not still_due
    )


def refund(counter, order, minor, **options):
    """Give so much of a payment back, and return the order as it then is."""
    return counter.answer([begin(counter, order, minor, **options)], order=order)


def sums(order):
    return order.paid.minor, order.refunded.minor, order.conceded.minor, order.outstanding.minor


def sound(counter):
    return counter.database.read_now(check_orders) == list(counter.database.read_now(check_payments)) == []


def edit(counter, order, quantities):
    wanted = {order.lines[place].line_id: left for place, left in quantities.items()}
    return counter.do(edit_order, order_id=order.order_id, edit=OrderEdit(quantities=wanted))


def cancel(counter, order):
    return counter.do(cancel_order, order_id=order.order_id, reason=CancelReason.CUSTOMER)


def test_what_was_conceded_is_not_due_again_and_the_goods_still_leave(counter):
    order = counter.place()
    after = refund(counter, order, 333)
    assert (sums(after), after.financial_status) == ((5617, 333, 333, 0), PARTIALLY)
    assert (after.current_total, after.due, after.may_leave) == (eur(5950), eur(5617), True)
    again = refund(counter, order, 1, key="again")
    assert (sums(again), again.financial_status) == ((5616, 334, 334, 0), PARTIALLY)
    told = list(counter.database.read_now(find_history, order_id=order.order_id))
    assert [each.details for each in told if each.kind == "conceded"] == [
        '{"conceded":333}', '{"conceded":334}',
    ]  # fmt: skip
    parcel = counter.do(ship_fulfillment, fulfillment_id=counter.open(order).fulfillment_id)
    assert parcel.state.gone
    assert sound(counter)


def test_all_that_was_paid_may_be_conceded(counter):
    after = refund(counter, counter.place(), 5950)
    assert (sums(after), after.financial_status) == ((0, 5950, 5950, 0), ALL)
    assert (after.due, after.may_leave, after.fulfillment_status) == (
        eur(0), True, FulfillmentStatus.UNFULFILLED,
    )  # fmt: skip
    assert sound(counter)


def test_a_wrong_tender_is_given_back_and_stays_due(counter):
    order = counter.place()
    after = refund(counter, order, 5950, still_due=True)
    assert (sums(after), after.financial_status, after.may_leave) == ((0, 5950, 0, 5950), ALL, False)
    counter.pay(order, 5950)
    paid = counter.order(order.order_id)
    assert (sums(paid), paid.financial_status) == ((5950, 5950, 0, 0), FinancialStatus.PAID)
    assert sound(counter)


def test_the_same_key_does_not_mean_both(counter):
    order = counter.place()
    begun = begin(counter, order, 500)
    assert begin(counter, order, 500).id == begun.id
    payment = counter.payments(order)[0]
    assert payment.conceding == 500
    refused = counter.refusal(begin_refund, payment_id=payment.id, amount=eur(500), idempotency_key="r")
    assert refused == "IDEMPOTENCY_CONFLICT"


@pytest.mark.parametrize(("paid", "conceded"), [(2000, 500), (5000, 1500), (2000, 2000)])
def test_after_a_deposit_the_same_balance_is_due_and_no_more(counter, paid, conceded):
    terms = Terms(name="Deposit", deposit=eur(2000), hold_until_paid=True)
    order = counter.place(terms=terms, paid=paid)
    after = refund(counter, order, conceded)
    assert sums(after) == (paid - conceded, conceded, conceded, 5950 - paid)
    assert after.on_hold
    counter.pay(order, 5950 - paid)
    settled = counter.order(order.order_id)
    assert (sums(settled), settled.financial_status) == (
        (5950 - conceded, conceded, conceded, 0), PARTIALLY,
    )  # fmt: skip
    assert (settled.on_hold, settled.may_leave) == (False, True)
    assert sound(counter)


def test_a_deposit_that_lets_goods_leave_still_does_once_some_of_it_is_conceded(counter):
    order = counter.place(terms=Terms(name="Deposit", deposit=eur(2000)), paid=2000)
    assert refund(counter, order, 700).may_leave
    other = counter.place(origin="checkout/2", terms=Terms(name="Deposit", deposit=eur(2000)), paid=2000)
    assert not refund(counter, other, 700, still_due=True).may_leave


def test_an_edit_after_a_concession_gives_back_what_the_pieces_cost(counter):
    order = counter.place()
    refund(counter, order, 500)
    changed = edit(counter, order, {0: 1})
    assert [each.amount.minor for each in changed.operations] == [1800]
    after = counter.answer(changed.operations, order=order)
    assert (sums(after), after.due, after.financial_status) == ((3650, 2300, 500, 0), eur(3650), PARTIALLY)
    assert sound(counter)


def test_an_edit_never_gives_back_more_than_was_paid(counter):
    order = counter.place()
    refund(counter, order, 5000)
    changed = edit(counter, order, {0: 0})
    assert [each.amount.minor for each in changed.operations] == [950]
    after = counter.answer(changed.operations, order=order)
    assert (sums(after), after.financial_status) == ((0, 5950, 5000, 0), ALL)
    assert sound(counter)


@pytest.mark.parametrize("refused", [False, True])
def test_an_edit_while_the_concession_is_under_way_comes_to_the_same(counter, refused):
    order = counter.place()
    operation = begin(counter, order, 500)
    changed = edit(counter, order, {0: 1})
    assert [each.amount.minor for each in changed.operations] == [1800]
    assert sound(counter)
    after = counter.answer(changed.operations, order=order)
    if refused:
        counter.do(record_operation, operation_id=operation.id, told=Refused(code="REFUSED"))
        assert counter.do(settle_payments_of, owner=order.owner) == ()
        after = counter.order(order.order_id)
        assert (sums(after), after.financial_status) == ((4150, 1800, 0, 0), FinancialStatus.PAID)
    else:
        after = counter.answer([operation], order=order)
        assert sums(after) == (3650, 2300, 500, 0)
        assert counter.do(settle_payments_of, owner=order.owner) == ()
    assert sound(counter)


def test_cancelling_gives_back_what_is_still_held_to_each_tender_newest_first(counter):
    order = counter.place(paid=3001)
    newest = counter.pay(order, 2949)
    refund(counter, order, 1000, number=1)
    refund(counter, order, 1, number=0, key="old")
    changed = cancel(counter, order)
    assert [(each.payment_id, each.amount.minor) for each in changed.operations] == [
        (newest, 1949), (newest - 1, 3000),
    ]  # fmt: skip
    after = counter.answer(changed.operations, order=order)
    assert (sums(after), after.financial_status) == ((0, 5950, 1001, 0), ALL)
    assert cancel(counter, order).operations == ()
    assert sound(counter)


def test_a_cancellation_while_a_concession_is_under_way_gives_the_rest_back_once(counter):
    order = counter.place()
    operation = begin(counter, order, 500)
    changed = cancel(counter, order)
    assert [each.amount.minor for each in changed.operations] == [5450]
    after = counter.answer([operation, *changed.operations], order=order)
    assert sums(after) == (0, 5950, 500, 0)
    assert sound(counter)


@pytest.mark.database
def test_two_refunds_at_once_give_back_no_more_than_was_paid(counter):
    order = counter.place()

    def attempt(key):
        try:
            return begin(counter, order, 3000, key=key)
        except DomainError as error:
            return error.code

    answers = at_once([partial(attempt, key) for key in ("one", "two", "three")])
    begun = [each for each in answers if not isinstance(each, str)]
    assert [each for each in answers if isinstance(each, str)] == ["REFUND_TOO_HIGH"] * 2
    after = counter.answer(begun, order=order)
    assert (sums(after), after.financial_status) == ((2950, 3000, 3000, 0), PARTIALLY)
    counter.do(settle_order, order_id=order.order_id)
    assert sound(counter)
