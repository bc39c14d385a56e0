"""Two at once: whatever staff and shoppers do to one order at the same moment, it happens once and adds up."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from comptoir.errors import DomainError
from comptoir.inventory.consistency import check_consistency
from comptoir.orders import CancelReason
from comptoir.orders.commands.cancel import cancel_order
from comptoir.orders.commands.edit import OrderEdit, edit_order
from comptoir.orders.commands.leave import ship_fulfillment
from comptoir.orders.commands.open import open_fulfillment
from comptoir.orders.commands.resource import resource_line
from comptoir.orders.commands.settle import begin_captures, settle_payments_of
from comptoir.orders.consistency import check_orders


def at_once(counter, *wishes):
    """Run commands at the same moment; return for each its result, or the code of its refusal."""
    ready = Barrier(len(wishes))

    def run(wish):
        command, arguments = wish
        ready.wait()
        try:
            return counter.do(command, **arguments)
        except DomainError as error:
            return error.code

    with ThreadPoolExecutor(len(wishes)) as pool:
        return list(pool.map(run, wishes))


def codes(results):
    return sorted(result for result in results if isinstance(result, str))


@pytest.fixture
def sound(counter):
    """The counter; afterwards nothing contradicts itself."""
    yield counter
    assert counter.database.read_now(check_orders) == []
    assert counter.database.read_now(check_consistency) == []


def test_a_parcel_leaves_once(sound):
    order = sound.place()
    ship = (ship_fulfillment, {"fulfillment_id": sound.open(order).fulfillment_id})
    assert codes(at_once(sound, ship, ship, ship, ship)) == ["NOT_POSSIBLE"] * 3
    assert sound.allocated(order) == {(sound.mug, sound.lyon): 1}


def test_pieces_are_worked_on_once(sound):
    order = sound.place()
    begin = (open_fulfillment, {"order_id": order.order_id, "location_id": sound.depot})
    assert codes(at_once(sound, begin, begin, begin)) == ["NOTHING_TO_FULFILL"] * 2
    assert len(sound.order(order.order_id).fulfillments) == 1


def test_an_order_is_shipped_or_cancelled_but_not_both(sound):
    for number in range(3):
        order = sound.place(origin=f"checkout/{number}", paid=5950)
        sound.do(edit_order, order_id=order.order_id, edit=OrderEdit(quantities={order.lines[0].line_id: 1}))
        ship = (ship_fulfillment, {"fulfillment_id": sound.open(order).fulfillment_id})
        cancel = (cancel_order, {"order_id": order.order_id, "reason": CancelReason.CUSTOMER})
        results = at_once(sound, ship, cancel)
        assert codes(results) in (["NOT_POSSIBLE"], ["ALREADY_FULFILLED"]), results


def test_money_goes_back_once(sound):
    order = sound.place()
    cancel = (cancel_order, {"order_id": order.order_id, "reason": CancelReason.CUSTOMER})
    follow = (settle_payments_of, {"owner": order.owner})
    results = at_once(sound, cancel, cancel, follow, follow)
    assert codes(results) == []
    (payment,) = sound.payments(order)
    assert payment.refunding == 5950


def test_an_edit_of_a_version_that_is_gone_is_refused(sound):
    order = sound.place()
    edits = [
        (
            edit_order,
            {
                "order_id": order.order_id,
                "edit": OrderEdit(quantities={order.lines[0].line_id: left}),
                "version": order.version,
            },
        )
        for left in (1, 0, 1)
    ]
    assert codes(at_once(sound, *edits)) == ["CONFLICT"] * 2


def test_pieces_move_once_or_are_worked_on(sound):
    order = sound.place()
    move = (
        resource_line,
        {
            "order_id": order.order_id, "line_id": order.lines[0].line_id, "from_location": sound.depot,
            "to_location": sound.lyon, "quantity": 2,
        },
    )  # fmt: skip
    begin = (open_fulfillment, {"order_id": order.order_id, "location_id": sound.depot})
    assert codes(at_once(sound, move, begin, move)) == ["NOTHING_TO_FULFILL"] * 2


def test_what_is_set_aside_is_taken_once(sound):
    order = sound.place(paid=0)
    sound.pay(order, 5950, capture=False)
    take = (begin_captures, {"order_id": order.order_id})
    results = at_once(sound, take, take, take)
    assert codes(results) == []
    assert sorted(len(operations) for operations in results) == [0, 0, 1]
