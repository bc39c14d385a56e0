"""An order's life in any order of events: what the shop says of it always adds up, to the piece and to the cent."""

import itertools
from collections import Counter as Tally
from dataclasses import replace

from comptoir.errors import DomainError
from comptoir.hooks.payments import Refused
from comptoir.inventory import find_allocations, receive
from comptoir.inventory.consistency import check_consistency
from comptoir.orders import CancelReason, ChargeDraft, FulfillmentState, Sourcing, Terms
from comptoir.orders.commands.cancel import cancel_order
from comptoir.orders.commands.edit import OrderEdit, edit_order
from comptoir.orders.commands.leave import deliver_fulfillment, hand_over, ship_fulfillment
from comptoir.orders.commands.open import open_fulfillment
from comptoir.orders.commands.prepare import (
    give_up_fulfillment,
    make_ready,
    pack_fulfillment,
    pick_fulfillment,
)
from comptoir.orders.commands.resource import resource_line
from comptoir.orders.commands.settle import begin_captures, settle_payments_of
from comptoir.orders.consistency import check_order, check_orders
from comptoir.orders.queries import find_orders_by_id
from comptoir.orders.returning import return_eligibility
from comptoir.payments.operations import begin_refund, record_operation
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import bindparam, text

from tests.orders.counter import Counter
from tests.orders.drafts import COLLECTED, SHIRTS, amounts, eur

STEPS = (
    pick_fulfillment, pack_fulfillment, make_ready, ship_fulfillment, hand_over, deliver_fulfillment,
    give_up_fulfillment,
)  # fmt: skip
EXPECTED = {
    "NOT_POSSIBLE", "BALANCE_DUE", "OUT_OF_STOCK", "NOTHING_TO_FULFILL", "CANCELLED", "ALREADY_FULFILLED",
    "WOULD_BE_EMPTY", "INVALID", "SEVERAL_GROUPS", "REFUND_TOO_HIGH",
}  # fmt: skip
TERMS = (
    None,
    Terms(name="Deposit", deposit=eur(2000), hold_until_paid=True),
    Terms(name="Deposit", deposit=eur(2000)),
)
NEXT = {
    FulfillmentState.OPEN: (pick_fulfillment, pick_fulfillment),
    FulfillmentState.PICKED: (pack_fulfillment, make_ready),
    FulfillmentState.PACKED: (ship_fulfillment, hand_over),
    FulfillmentState.READY_FOR_PICKUP: (ship_fulfillment, hand_over),
    FulfillmentState.SHIPPED: (deliver_fulfillment, deliver_fulfillment),
}
"""The usual next step, for what travels and for what is collected."""
WHICH = st.integers(0, 20)


class OrderMachine(RuleBasedStateMachine):
    """Orders of one counter; each example has orders of its own in the one database."""

    def __init__(self, counter, numbers):
        super().__init__()
        self.counter = counter
        self.numbers = numbers
        self.orders = []
        self.frozen = {}
        self.waiting = []
        self.gone = Tally()
        self.added = Tally()

    def order(self, which):
        return self.counter.order(self.orders[which % len(self.orders)])

    def attempt(self, command, **arguments):
        """Run a command, or have it refused for a reason that a shop knows; then the invariants hold as before."""
        try:
            return self.counter.do(command, **arguments)
        except DomainError as error:
            if error.code not in EXPECTED:
                raise
            return None

    @rule(terms=st.sampled_from(TERMS), paid=st.sampled_from((5950, 2000, 1999, 0)))
    def place(self, terms, paid):
        if len(self.orders) == 3:
            return
        self.restock(3)
        order = self.counter.place(origin=f"checkout/m{next(self.numbers)}", terms=terms, paid=paid)
        self.orders.append(order.order_id)
        self.frozen[order.order_id] = [repr((line.amounts, line.unit, line.policy)) for line in order.lines]

    @rule(count=st.integers(1, 4))
    def restock(self, count):
        for location in (self.counter.depot, self.counter.lyon):
            wanted = {self.counter.shirt: count, self.counter.mug: count}
            self.counter.do(receive, location_id=location, quantities=wanted)

    @precondition(lambda self: self.orders)
    @rule(which=WHICH, capture=st.booleans())
    def pay(self, which, capture):
        order = self.order(which)
        due = order.outstanding.minor - order.authorized.minor
        if due > 0:
            self.counter.pay(order, due, capture=capture)

    @precondition(lambda self: self.orders)
    @rule(which=WHICH)
    def pay_too_late(self, which):
        order = self.order(which)
        if order.cancelled_at is not None and order.paid.minor == 0:
            self.counter.pay(order, 500)
            self.waiting += self.counter.do(settle_payments_of, owner=order.owner)

    @precondition(lambda self: self.orders)
    @rule(which=WHICH)
    def capture(self, which):
        self.waiting += self.counter.do(begin_captures, order_id=self.order(which).order_id)

    @precondition(lambda self: self.orders)
    @rule(which=WHICH, number=WHICH, minor=st.sampled_from((1, 333, 2000, 5950)), still_due=st.booleans())
    def refund(self, which, number, minor, still_due):
        payments = self.counter.payments(self.order(which))
        if payments:
            payment = payments[number % len(payments)]
            begun = self.attempt(
                begin_refund, payment_id=payment.id, amount=eur(minor), idempotency_key=f"r{next(self.numbers)}",
                concession=not still_due,
            )  # fmt: skip
            self.waiting += [begun] if begun else []

    @precondition(lambda self: self.waiting)
    @rule()
    def the_provider_refuses(self):
        """Only what staff wished for: a refund that the shop owes is for people to look at."""
        operation = self.waiting[0]
        if operation.idempotency_key.startswith("r"):
            told = Refused(code="REFUSED")
            self.counter.do(record_operation, operation_id=self.waiting.pop(0).id, told=told)
            for ident in self.orders:
                self.waiting += self.counter.do(settle_payments_of, owner=self.counter.order(ident).owner)

    @precondition(lambda self: self.waiting)
    @rule()
    def hear_from_the_provider(self):
        operation = self.waiting.pop(0)
        for ident in self.orders:
            order = self.counter.order(ident)
            if operation.payment_id in {each.id for each in self.counter.payments(order)}:
                self.counter.answer([operation], order=order)
                self.waiting += self.counter.do(settle_payments_of, owner=order.owner)

    @precondition(lambda self: self.orders)
    @rule(which=WHICH, place=st.integers(0, 1), pieces=st.none() | st.integers(0, 3))
    def open(self, which, place, pieces):
        order = self.order(which)
        location = (self.counter.depot, self.counter.lyon)[place]
        wanted = None if pieces is None else {order.lines[place].line_id: pieces}
        self.attempt(open_fulfillment, order_id=order.order_id, location_id=location, pieces=wanted)

    @precondition(lambda self: self.orders)
    @rule(which=WHICH, number=WHICH, step=st.sampled_from(STEPS))
    def step(self, which, number, step):
        order = self.order(which)
        if not order.fulfillments:
            return
        fulfillment = order.fulfillments[number % len(order.fulfillments)]
        self.take(order, fulfillment, step)

    def take(self, order, fulfillment, step):
        after = self.attempt(step, fulfillment_id=fulfillment.fulfillment_id)
        if after is not None and after.state.gone and not fulfillment.state.gone:
            for line_id, quantity in after.pieces:
                self.gone[order.line_by_id[line_id].variant_id] += quantity

    @precondition(lambda self: self.orders)
    @rule(which=WHICH, place=st.integers(0, 1), steps=st.integers(1, 5))
    def go_on(self, which, place, steps):
        """Take the next steps of the work of one location, beginning it where there is none."""
        location = (self.counter.depot, self.counter.lyon)[place]
        for _ in range(steps):
            order = self.order(which)
            waiting = [
                each for each in order.fulfillments if each.state in NEXT and each.location_id == location
            ]
            if waiting:
                ways = NEXT[waiting[0].state]
                self.take(order, waiting[0], ways[0 if waiting[0].method.travels else 1])
            else:
                group = order.lines[place].group_id
                self.attempt(open_fulfillment, order_id=order.order_id, location_id=location, group_id=group)

    @precondition(lambda self: self.orders)
    @rule(which=WHICH, line=st.integers(0, 1), back=st.booleans(), quantity=st.integers(0, 3))
    def resource(self, which, line, back, quantity):
        order = self.order(which)
        here, there = (self.counter.depot, self.counter.lyon)[:: -1 if back else 1]
        self.attempt(
            resource_line, order_id=order.order_id, line_id=order.lines[line].line_id, from_location=here,
            to_location=there, quantity=quantity,
        )  # fmt: skip

    @precondition(lambda self: self.orders)
    @rule(which=WHICH, line=st.integers(0, 3), left=st.integers(0, 2))
    def edit(self, which, line, left):
        order = self.order(which)
        wanted = OrderEdit(quantities={order.lines[line % len(order.lines)].line_id: left})
        changed = self.attempt(edit_order, order_id=order.order_id, edit=wanted)
        self.waiting += changed.operations if changed else ()

    @precondition(lambda self: self.orders)
    @rule(which=WHICH, joins=st.booleans(), quantity=st.integers(1, 2))
    def add(self, which, joins, quantity):
        """Add shirts that come from Lyon: to be collected there, or sent with what is sent anyway."""
        order, key = self.order(which), f"added{next(self.numbers)}"
        line = replace(
            SHIRTS, key=key, variant_id=self.counter.shirt, group="home" if joins else key, quantity=quantity,
            unit=eur(2500), amounts=amounts(2500 * quantity), policy=order.lines[0].policy,
            sources=(Sourcing(location_id=self.counter.lyon, quantity=quantity),),
        )  # fmt: skip
        group = replace(COLLECTED, key=key, location_id=self.counter.lyon)
        charge = ChargeDraft(key=key, title="Errand", amounts=amounts(333), group=key)
        wanted = OrderEdit(
            additions=(line,), groups=() if joins else (group,), charges=() if joins else (charge,)
        )
        if self.attempt(edit_order, order_id=order.order_id, edit=wanted):
            self.added[order.order_id] += 2500 * quantity + (0 if joins else 333)

    @precondition(lambda self: self.orders)
    @rule(which=WHICH, chance=st.integers(0, 4))
    def cancel(self, which, chance):
        if chance:
            return
        order = self.order(which)
        changed = self.attempt(cancel_order, order_id=order.order_id, reason=CancelReason.CUSTOMER)
        self.waiting += changed.operations if changed else ()

    @invariant()
    def it_all_adds_up(self):
        self.counter.database.read_now(self.compare)

    def compare(self, tx):
        assert check_consistency(tx) == []
        for order in find_orders_by_id(tx, ids=self.orders):
            has = {each.place: each.quantity for each in find_allocations(tx, owner=order.owner)}
            assert check_order(tx, order, allocated=has) == []
            assert [
                repr((line.amounts, line.unit, line.policy)) for line in order.placed_lines
            ] == self.frozen[order.order_id]
            assert 0 <= order.current_total.minor <= order.total.minor + self.added[order.order_id]
            assert 0 <= order.conceded.minor <= order.refunded.minor
            assert order.outstanding.minor == max(
                0, order.current_total.minor - order.conceded.minor - order.paid.minor
            )
            assert order.cancelled_at is None or order.current_total.minor == 0
            for line in order.lines:
                return_eligibility(order, line, now=tx.clock.now())

    def teardown(self):
        while self.waiting:
            self.hear_from_the_provider()
        self.counter.database.read_now(self.settled)

    def settled(self, tx):
        """Once every provider has answered: nothing of a cancelled order is kept, and no order is overpaid."""
        assert check_orders(tx) == []
        for order in find_orders_by_id(tx, ids=self.orders):
            assert order.paid.minor <= order.due.minor <= order.current_total.minor
            assert order.cancelled_at is None or (order.paid.minor, order.authorized.minor) == (0, 0)
        for variant, pieces in self.gone.items():
            left = tx.scalar(
                text("SELECT COALESCE(-SUM(quantity), 0) FROM inventory_movement WHERE variant_id = :variant "
                     "AND reason IN ('shipped', 'collected') AND reference IN :owners").bindparams(
                    bindparam("owners", expanding=True)),
                {"variant": variant, "owners": [str(self.counter.order(each).owner) for each in self.orders]},
            )  # fmt: skip
            assert left == pieces


def test_an_order_adds_up_whatever_happens_to_it(database):
    counter, numbers = Counter(database), itertools.count(1)
    run_state_machine_as_test(
        lambda: OrderMachine(counter, numbers),
        settings=settings(
            max_examples=40,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    placed = database.read_now(lambda tx: tx.all(text("SELECT order_number FROM orders_order ORDER BY 1")))
    assert [row[0] for row in placed] == list(range(1001, 1001 + len(placed)))
