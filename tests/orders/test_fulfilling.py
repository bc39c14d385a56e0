"""How goods reach the buyer: per location, in parts, with what is left in stock and what is told."""

from datetime import timedelta

import pytest
from comptoir.orders import FulfillmentState, FulfillmentStatus, Terms
from comptoir.orders.commands.leave import (
    deliver_fulfillment,
    hand_over,
    set_tracking,
    ship_fulfillment,
)
from comptoir.orders.commands.open import open_fulfillment
from comptoir.orders.commands.prepare import (
    give_up_fulfillment,
    make_ready,
    pack_fulfillment,
    pick_fulfillment,
)
from comptoir.orders.commands.resource import resource_line
from comptoir.orders.queries import find_history
from comptoir.orders.records import Tracking

from tests.orders.drafts import eur

TRACKING = Tracking(company="La Poste", number="8R123", url="https://track.example/8R123")


def states(order):
    return [fulfillment.state.value for fulfillment in order.fulfillments]


def test_a_parcel_is_picked_packed_shipped_and_delivered(counter):
    order = counter.place()
    parcel = counter.open(order)
    assert (parcel.name, parcel.state, parcel.pieces) == (
        "#1001-F1", FulfillmentState.OPEN, ((order.lines[0].line_id, 2),),
    )  # fmt: skip
    assert counter.order(order.order_id).fulfillment_status is FulfillmentStatus.IN_PROGRESS
    ident = parcel.fulfillment_id
    counter.do(pick_fulfillment, fulfillment_id=ident)
    counter.do(pack_fulfillment, fulfillment_id=ident)
    assert counter.allocated(order) == {(counter.shirt, counter.depot): 2, (counter.mug, counter.lyon): 1}
    shipped = counter.do(ship_fulfillment, fulfillment_id=ident, tracking=TRACKING)
    assert (shipped.state, shipped.tracking, shipped.delivered_at) == (
        FulfillmentState.SHIPPED,
        TRACKING,
        None,
    )
    assert counter.allocated(order) == {(counter.mug, counter.lyon): 1}
    after = counter.order(order.order_id)
    assert after.fulfillment_status is FulfillmentStatus.PARTIALLY_FULFILLED
    assert after.lines[0].sources == ()
    delivered = counter.do(deliver_fulfillment, fulfillment_id=ident)
    assert delivered.delivered_at is not None
    assert counter.events()[2:] == [
        "fulfillment.opened", "fulfillment.picked", "fulfillment.packed", "fulfillment.shipped",
        "fulfillment.delivered",
    ]  # fmt: skip


def test_what_is_collected_is_handed_over_and_the_order_is_fulfilled(counter):
    order = counter.place()
    parcel, bag = counter.open(order), counter.open(order, counter.lyon)
    assert counter.stock(counter.mug) == {counter.lyon: 3}
    counter.do(ship_fulfillment, fulfillment_id=parcel.fulfillment_id)
    counter.do(make_ready, fulfillment_id=bag.fulfillment_id)
    given = counter.do(hand_over, fulfillment_id=bag.fulfillment_id)
    assert given.shipped_at == given.delivered_at is not None
    assert counter.order(order.order_id).fulfillment_status is FulfillmentStatus.FULFILLED
    assert counter.allocated(order) == {}
    assert counter.stock(counter.mug) == {counter.lyon: 3}


def test_an_order_is_fulfilled_in_parts(counter):
    order = counter.place()
    shirts = order.lines[0].line_id
    first = counter.open(order, pieces={shirts: 1})
    counter.do(ship_fulfillment, fulfillment_id=first.fulfillment_id)
    assert counter.allocated(order)[counter.shirt, counter.depot] == 1
    assert counter.refusal(
        open_fulfillment, order_id=order.order_id, location_id=counter.depot, pieces={shirts: 2}
    ) == "NOTHING_TO_FULFILL"  # fmt: skip
    second = counter.open(order)
    assert (second.name, second.pieces) == ("#1001-F2", ((shirts, 1),))
    assert counter.refusal(open_fulfillment, order_id=order.order_id, location_id=counter.depot) == (
        "NOTHING_TO_FULFILL"
    )


def test_work_that_was_given_up_can_begin_again(counter):
    order = counter.place()
    parcel = counter.open(order)
    counter.do(give_up_fulfillment, fulfillment_id=parcel.fulfillment_id)
    assert counter.order(order.order_id).fulfillment_status is FulfillmentStatus.UNFULFILLED
    again = counter.open(order)
    assert again.pieces == parcel.pieces
    assert states(counter.order(order.order_id)) == ["CANCELLED", "OPEN"]


STEPS = {
    "pick": pick_fulfillment,
    "pack": pack_fulfillment,
    "ready": make_ready,
    "ship": ship_fulfillment,
    "deliver": deliver_fulfillment,
    "hand over": hand_over,
    "give up": give_up_fulfillment,
}
IMPOSSIBLE = [
    ("parcel", (), "ready"), ("parcel", (), "hand over"), ("parcel", (), "deliver"),
    ("parcel", ("pack",), "pick"), ("parcel", ("ship",), "ship"), ("parcel", ("ship",), "give up"),
    ("parcel", ("ship",), "pack"), ("parcel", ("ship", "deliver"), "deliver"), ("parcel", ("give up",), "ship"),
    ("bag", (), "ship"), ("bag", (), "pack"), ("bag", (), "deliver"), ("bag", ("ready",), "pick"),
    ("bag", ("hand over",), "hand over"), ("bag", ("hand over",), "give up"), ("bag", ("give up",), "ready"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "done", "wanted"), IMPOSSIBLE)
def test_no_step_is_taken_back_or_belongs_to_another_way(counter, kind, done, wanted):
    order = counter.place()
    ident = counter.open(order, counter.depot if kind == "parcel" else counter.lyon).fulfillment_id
    for step in done:
        counter.do(STEPS[step], fulfillment_id=ident)
    assert counter.refusal(STEPS[wanted], fulfillment_id=ident) == "NOT_POSSIBLE"


def test_goods_wait_for_their_money(counter):
    unpaid = counter.place(paid=0)
    parcel = counter.open(unpaid)
    assert counter.refusal(ship_fulfillment, fulfillment_id=parcel.fulfillment_id) == "BALANCE_DUE"
    bag = counter.open(unpaid, counter.lyon)
    assert counter.refusal(hand_over, fulfillment_id=bag.fulfillment_id) == "BALANCE_DUE"


@pytest.mark.parametrize(
    ("held", "paid", "code"),
    [(True, 2000, "BALANCE_DUE"), (True, 5949, "BALANCE_DUE"), (True, 5950, None),
     (False, 1999, "BALANCE_DUE"), (False, 2000, None)],
)  # fmt: skip
def test_the_payment_terms_say_what_goods_wait_for(counter, held, paid, code):
    terms = Terms(name="Deposit", deposit=eur(2000), hold_until_paid=held)
    parcel = counter.open(counter.place(paid=paid, terms=terms))
    if code:
        assert counter.refusal(ship_fulfillment, fulfillment_id=parcel.fulfillment_id) == code
    else:
        counter.do(ship_fulfillment, fulfillment_id=parcel.fulfillment_id)


def test_a_line_comes_from_elsewhere_at_the_same_price(counter):
    order = counter.place()
    shirts = order.lines[0]
    moved = counter.do(
        resource_line, order_id=order.order_id, line_id=shirts.line_id, from_location=counter.depot,
        to_location=counter.lyon, quantity=1,
    )  # fmt: skip
    assert [(each.location_id, each.quantity) for each in moved.lines[0].sources] == [
        (counter.depot, 1), (counter.lyon, 1),
    ]  # fmt: skip
    assert (moved.total, moved.current_total, moved.lines[0].amounts) == (
        order.total, order.current_total, shirts.amounts,
    )  # fmt: skip
    assert counter.allocated(order) == {
        (counter.shirt, counter.depot): 1, (counter.shirt, counter.lyon): 1, (counter.mug, counter.lyon): 1,
    }  # fmt: skip
    assert counter.events()[-1] == "order.line_resourced"
    home = moved.lines[0].group_id
    for location in (counter.depot, counter.lyon):
        parcel = counter.open(order, location, group_id=home)
        counter.do(ship_fulfillment, fulfillment_id=parcel.fulfillment_id)
    assert counter.order(order.order_id).lines[0].sources == ()


def test_one_location_gives_each_group_for_itself(counter):
    order = counter.place()
    counter.do(
        resource_line, order_id=order.order_id, line_id=order.lines[0].line_id, from_location=counter.depot,
        to_location=counter.lyon, quantity=2,
    )  # fmt: skip
    code = counter.refusal(open_fulfillment, order_id=order.order_id, location_id=counter.lyon)
    assert code == "SEVERAL_GROUPS"


def test_a_line_cannot_come_from_where_it_is_not(counter):
    order = counter.place()
    shirts, mug = (line.line_id for line in order.lines)

    def refusal(line_id=shirts, source=counter.depot, target=counter.lyon, quantity=1):
        return counter.refusal(
            resource_line, order_id=order.order_id, line_id=line_id, from_location=source, to_location=target,
            quantity=quantity,
        )  # fmt: skip

    assert refusal(target=counter.lille) == "OUT_OF_STOCK"
    assert refusal(target=99) == "NOT_FOUND"
    assert refusal(line_id=99) == "NOT_FOUND"
    assert refusal(quantity=0) == refusal(quantity=-1) == "INVALID"
    assert refusal(quantity=3) == refusal(source=counter.lille) == "NOTHING_TO_FULFILL"
    assert refusal(line_id=mug, source=counter.lyon, target=counter.depot) == "INVALID"
    counter.open(order)
    assert refusal() == "NOTHING_TO_FULFILL"


def test_what_does_not_exist_is_not_found(counter):
    order = counter.place()
    for command in STEPS.values():
        assert counter.refusal(command, fulfillment_id=99) == "NOT_FOUND"
    assert counter.refusal(open_fulfillment, order_id=99, location_id=counter.depot) == "NOT_FOUND"
    for pieces in ({99: 1}, {}):
        assert counter.refusal(
            open_fulfillment, order_id=order.order_id, location_id=counter.depot, pieces=pieces
        ) == "NOTHING_TO_FULFILL"  # fmt: skip
    assert counter.refusal(
        open_fulfillment, order_id=order.order_id, location_id=counter.depot, pieces={order.lines[0].line_id: 0}
    ) == "INVALID"  # fmt: skip


@pytest.mark.parametrize(
    "tracking",
    [
        Tracking(number="=1+1"), Tracking(number="@SUM(A1)"), Tracking(company="-2"), Tracking(number="x" * 101),
        Tracking(number="a\x07b"), Tracking(url="javascript:alert(1)"), Tracking(url="//evil.example"),
        Tracking(url='https://a.example/"onclick=x'), Tracking(url="https://"), Tracking(url="https://["),
        Tracking(url="https://a.example/<b>"), Tracking(url="https://a.example/" + "x" * 500),
    ],
)  # fmt: skip
def test_texts_of_a_parcel_are_safe_to_print_link_and_tabulate(counter, tracking):
    ident = counter.open(counter.place()).fulfillment_id
    assert counter.refusal(set_tracking, fulfillment_id=ident, tracking=tracking) == "INVALID"
    assert counter.refusal(ship_fulfillment, fulfillment_id=ident, tracking=tracking) == "INVALID"


def test_a_parcel_s_tracking_may_come_later(counter):
    order = counter.place()
    ident = counter.open(order).fulfillment_id
    counter.do(ship_fulfillment, fulfillment_id=ident)
    assert counter.do(set_tracking, fulfillment_id=ident, tracking=TRACKING).tracking == TRACKING
    assert counter.do(set_tracking, fulfillment_id=ident, tracking=Tracking(number="  ")).tracking is None
    bag = counter.open(order, counter.lyon)
    code = counter.refusal(set_tracking, fulfillment_id=bag.fulfillment_id, tracking=TRACKING)
    assert code == "NOT_POSSIBLE"


def test_a_delivery_is_after_the_parcel_left_and_not_to_come(counter, clock):
    ident = counter.open(counter.place()).fulfillment_id
    counter.do(ship_fulfillment, fulfillment_id=ident)
    left = clock.now()
    clock.advance(timedelta(days=2))
    for wrong in (left - timedelta(seconds=1), clock.now() + timedelta(seconds=1)):
        assert counter.refusal(deliver_fulfillment, fulfillment_id=ident, at=wrong) == "INVALID"
    at = left + timedelta(days=1)
    assert counter.do(deliver_fulfillment, fulfillment_id=ident, at=at).delivered_at == at


def test_the_history_tells_who_did_what_in_order(counter):
    order = counter.place()
    parcel = counter.open(order)
    counter.do(ship_fulfillment, fulfillment_id=parcel.fulfillment_id)
    kinds = [entry.kind for entry in counter.database.read_now(find_history, order_id=order.order_id)]
    assert kinds == ["placed", "payment", "fulfillment.opened", "fulfillment.shipped"]
