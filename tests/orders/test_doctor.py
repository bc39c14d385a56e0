"""What `comptoir doctor` finds of orders: nothing in a sound shop, and every planted fault."""

from datetime import UTC, datetime, timedelta

import pytest
from comptoir.clock import FixedClock
from comptoir.db.database import open_database
from comptoir.orders.commands.cancel import cancel_order
from comptoir.orders.commands.edit import OrderEdit, edit_order
from comptoir.orders.commands.leave import ship_fulfillment
from comptoir.orders.consistency import check_orders
from comptoir.orders.states import CancelReason
from comptoir.settings import Settings
from sqlalchemy import text

from tests.orders.counter import Counter


def findings(counter):
    return [(each.subject, each.message) for each in counter.database.read_now(check_orders)]


def test_sound_orders_have_no_findings(counter):
    shipped = counter.place(origin="checkout/a")
    counter.do(ship_fulfillment, fulfillment_id=counter.open(shipped).fulfillment_id)
    edited = counter.place(origin="checkout/b")
    changed = counter.do(
        edit_order, order_id=edited.order_id, edit=OrderEdit(quantities={edited.lines[0].line_id: 1})
    )
    assert findings(counter) == []
    counter.answer(changed.operations, order=edited)
    cancelled = counter.place(origin="checkout/c")
    counter.do(cancel_order, order_id=cancelled.order_id, reason=CancelReason.CUSTOMER)
    counter.place(origin="checkout/d", paid=0)
    assert findings(counter) == []


class TickingClock(FixedClock):
    """Never tells the same moment twice, as a real one."""

    def now(self):
        self.advance(timedelta(microseconds=1))
        return super().now()


def test_an_order_placed_by_a_clock_that_goes_on_has_no_findings(sqlite_url, tmp_path):
    clock = TickingClock(datetime(2026, 3, 2, 12, tzinfo=UTC))
    database = open_database(Settings(database_url=sqlite_url, data_dir=tmp_path / "shop"), clock=clock)
    counter = Counter(database)
    counter.place()
    assert findings(counter) == []
    database.close_now()


FAULTS = [
    ("UPDATE orders_order SET current_total = 5951", "costs 59.51 now, but its parts are 59.50"),
    ("UPDATE orders_charge SET dropped = true", "costs 59.50 now, but its parts are 54.50"),
    ("UPDATE orders_source SET quantity = 1", "line 1 has 2 pieces, but 1 wait and 0 have left"),
    ("DELETE FROM inventory_allocation WHERE quantity = 1", "1 wait, but 0 are allocated"),
    ("UPDATE inventory_allocation SET quantity = 3 WHERE quantity = 2", "2 wait, but 3 are allocated"),
    ("UPDATE orders_order SET fulfillment_status = 'FULFILLED'", "its fulfillments say UNFULFILLED"),
    ("UPDATE orders_order SET paid = 0", "knows of 0.00 paid"),
    ("UPDATE orders_order SET conceded = 100", "1.00 of that conceded"),
    ("UPDATE payments_payment SET captured = 5000, authorized = 5950", "its payments say 50.00"),
    ("UPDATE orders_order SET current_total = 0", "costs 0.00, but 59.50 were paid and are not going back"),
    ("UPDATE inventory_allocation SET owner_ident = '77'", "has stock allocated, but does not exist"),
]


@pytest.mark.parametrize(("statement", "told"), FAULTS)
def test_planted_faults_are_found(counter, statement, told):
    counter.place()
    counter.database.write_now(lambda tx: tx.execute(text(statement)) and None)
    assert any(told in message for _, message in findings(counter)), findings(counter)


def test_more_work_than_there_are_pieces_is_found(counter):
    counter.open(counter.place())
    counter.database.write_now(
        lambda tx: tx.execute(text("UPDATE orders_fulfillment_line SET quantity = 9")) and None
    )
    assert any("more pieces in work" in message for _, message in findings(counter))
