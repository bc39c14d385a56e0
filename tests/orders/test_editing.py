"""Editing an order before its goods leave: what stays keeps its price, what goes is given back to the cent."""

from dataclasses import replace

import pytest
from comptoir.addresses import Address
from comptoir.orders import Amounts, FinancialStatus, FulfillmentStatus, Sourcing, UnsoundOrderError
from comptoir.orders.commands.edit import MOST_LINES, OrderEdit, edit_order
from comptoir.orders.commands.leave import ship_fulfillment
from comptoir.orders.records import part
from comptoir.orders.sums import current_charges, current_goods, current_tax, current_total
from hypothesis import given
from hypothesis import strategies as st

from tests.orders.drafts import SHIRTS, amounts, eur


def edit(counter, order, quantities=(), **changes):
    wanted = {order.lines[place].line_id: left for place, left in dict(quantities).items()}
    return counter.do(edit_order, order_id=order.order_id, edit=OrderEdit(quantities=wanted, **changes))


def refusal(counter, order, quantities=(), version=None, **changes):
    wanted = {order.lines[place].line_id: left for place, left in dict(quantities).items()}
    return counter.refusal(
        edit_order, order_id=order.order_id, edit=OrderEdit(quantities=wanted, **changes), version=version
    )


def test_a_piece_taken_out_is_given_back_at_what_it_cost(counter):
    order = counter.place()
    changed = edit(counter, order, {0: 1})
    after = changed.order
    assert [line.current_quantity for line in after.lines] == [1, 1]
    assert (after.current_total, current_goods(after), current_tax(after)) == (eur(4150), eur(3650), eur(691))
    assert (after.edited, after.total, after.lines[0].amounts) == (True, order.total, order.lines[0].amounts)
    assert counter.allocated(order)[counter.shirt, counter.depot] == 1
    assert [(each.kind.value, each.amount.minor) for each in changed.operations] == [("REFUND", 1800)]
    settled = counter.answer(changed.operations, order=order)
    assert (settled.financial_status, settled.paid, settled.refunded) == (
        FinancialStatus.PAID, eur(4150), eur(1800),
    )  # fmt: skip
    assert counter.events() == ["order.placed", "order.payment_changed", "order.edited"]


def test_the_last_piece_of_a_group_takes_its_delivery_along(counter):
    order = counter.place()
    after = edit(counter, order, {0: 0}).order
    assert (after.current_total, current_charges(after)) == (eur(1850), eur(0))
    assert [charge.dropped for charge in after.charges] == [True]
    assert counter.allocated(order) == {(counter.mug, counter.lyon): 1}


def test_the_newest_payment_gives_back_first(counter):
    order = counter.place(paid=3000)
    newest = counter.pay(order, 2950)
    changed = edit(counter, order, {0: 0})
    assert [(each.payment_id, each.amount.minor) for each in changed.operations] == [
        (newest, 2950), (newest - 1, 1150),
    ]  # fmt: skip


def test_an_unpaid_order_owes_less(counter):
    order = counter.place(paid=0)
    changed = edit(counter, order, {1: 0})
    assert (changed.operations, changed.order.outstanding) == ((), eur(4100))


def test_a_deposit_may_cover_what_is_left(counter):
    order = counter.place(paid=4100)
    assert order.financial_status is FinancialStatus.PARTIALLY_PAID
    changed = edit(counter, order, {1: 0})
    assert (changed.operations, changed.order.financial_status) == ((), FinancialStatus.PAID)


def test_more_comes_as_a_line_of_its_own_at_a_new_price(counter):
    order = counter.place()
    shirt = replace(
        SHIRTS, key="extra", variant_id=counter.shirt, quantity=1, unit=eur(2500), amounts=amounts(2500),
        sources=(Sourcing(location_id=counter.lyon, quantity=1),),
    )  # fmt: skip
    after = edit(counter, order, additions=(shirt,)).order
    assert [repr(line) for line in after.lines[:2]] == [repr(line) for line in order.lines]
    assert (after.current_total, after.outstanding, after.financial_status) == (
        eur(8450), eur(2500), FinancialStatus.PARTIALLY_PAID,
    )  # fmt: skip
    assert counter.allocated(order)[counter.shirt, counter.lyon] == 1
    assert refusal(counter, order, additions=(shirt,)) == "CONFLICT"
    far = replace(shirt, key="far", sources=(Sourcing(location_id=counter.lille, quantity=1),))
    assert refusal(counter, order, additions=(far,)) == "OUT_OF_STOCK"
    before = counter.rows()
    with pytest.raises(UnsoundOrderError):
        edit(counter, order, additions=(replace(shirt, key="cheap", unit=eur(1)),))
    assert counter.rows() == before


def test_an_order_grows_to_so_many_lines_and_no_further(counter):
    order = counter.place()
    one = replace(
        SHIRTS, variant_id=counter.shirt, quantity=1, unit=eur(1), amounts=amounts(1), stock_counted=False,
        sources=(),
    )  # fmt: skip
    lines = [replace(one, key=f"extra{index}") for index in range(MOST_LINES - 1)]
    assert refusal(counter, order, additions=tuple(lines)) == "INVALID"
    assert len(edit(counter, order, additions=tuple(lines[1:])).order.lines) == MOST_LINES


def test_what_cannot_be_edited_is_refused_and_nothing_changes(counter):
    order = counter.place()
    assert refusal(counter, order) == refusal(counter, order, {0: 2}) == "INVALID"
    assert refusal(counter, order, {0: 3}) == refusal(counter, order, {0: -1}) == "INVALID"
    assert refusal(counter, order, {0: 0, 1: 0}) == "WOULD_BE_EMPTY"
    assert refusal(counter, order, {0: 1}, version=order.version + 1) == "CONFLICT"
    missing = OrderEdit(quantities={99: 0})
    assert counter.refusal(edit_order, order_id=order.order_id, edit=missing) == "NOT_FOUND"
    assert counter.refusal(edit_order, order_id=99, edit=missing) == "NOT_FOUND"


def test_pieces_that_are_worked_on_or_gone_stay(counter):
    order = counter.place()
    parcel = counter.open(order, pieces={order.lines[0].line_id: 1})
    assert refusal(counter, order, {0: 0}) == "ALREADY_FULFILLED"
    counter.do(ship_fulfillment, fulfillment_id=parcel.fulfillment_id)
    assert refusal(counter, order, {0: 0}) == "ALREADY_FULFILLED"
    after = edit(counter, order, {0: 1, 1: 0}).order
    assert after.fulfillment_status is FulfillmentStatus.FULFILLED
    assert counter.allocated(order) == {}


ELSEWHERE = Address(
    first_name="Ada",
    last_name="Dupont",
    address1="2 rue Victor Hugo",
    city="Nantes",
    zip="44000",
    country_code="FR",
)


def test_the_address_changes_within_its_country(counter):
    order = counter.place()
    after = edit(counter, order, shipping_address=ELSEWHERE).order
    assert after.shipping_address == ELSEWHERE == after.groups[0].address
    assert (after.groups[1].address, after.current_total) == (None, order.total)
    abroad = replace(ELSEWHERE, country_code="DE", zip="10115", city="Berlin")
    assert refusal(counter, order, shipping_address=abroad) == "DESTINATION_CHANGED"
    assert refusal(counter, order, shipping_address=replace(ELSEWHERE, zip="nonsense")) == "INVALID"
    parcel = counter.open(order)
    counter.do(ship_fulfillment, fulfillment_id=parcel.fulfillment_id)
    assert refusal(counter, order, shipping_address=ELSEWHERE) == "ALREADY_FULFILLED"


def test_an_order_that_nobody_carries_has_no_address_to_change(counter):
    whole = counter.draft()
    order = counter.place(
        lines=whole.lines[1:], groups=whole.groups[1:], charges=(), total=eur(1850), shipping_address=None
    )
    assert refusal(counter, order, shipping_address=ELSEWHERE) == "INVALID"


PIECES = st.integers(1, 60).flatmap(
    lambda quantity: st.tuples(st.just(quantity), st.integers(0, quantity - 1))
)


@given(total=st.integers(0, 10**7), pieces=PIECES)
def test_fewer_pieces_never_cost_more_and_none_cost_nothing(total, pieces):
    quantity, left = pieces
    amount = eur(total)
    parts = [part(amount, of=count, whole=quantity).minor for count in range(quantity + 1)]
    assert (parts[0], parts[-1]) == (0, total)
    assert parts[left] <= parts[left + 1]
    assert abs(parts[left] * quantity - total * left) < quantity


def test_parts_add_up_where_tax_comes_on_top(counter):
    whole = counter.draft()
    on_top = replace(
        whole.lines[0], quantity=3, unit=eur(333), amounts=Amounts(subtotal=eur(999), tax=eur(85), total=eur(1084)),
        sources=(Sourcing(location_id=counter.depot, quantity=3),),
    )  # fmt: skip
    order = counter.place(
        lines=(on_top,), groups=whole.groups[:1], charges=(), total=eur(1084),
        quote=replace(whole.quote, includes_tax=False),
    )  # fmt: skip
    for left in (2, 1):
        after = edit(counter, order, {0: left}).order
        assert current_goods(after) + current_tax(after) == after.current_total


def test_totals_are_those_of_the_parts(counter):
    order = counter.place()
    assert current_total(order) == order.current_total == order.total
