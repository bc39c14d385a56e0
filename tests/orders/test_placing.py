"""Placing orders: once for each origin, numbered without gaps, frozen, and only what adds up."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from comptoir.errors import DomainError
from comptoir.orders import (
    FinancialStatus,
    FulfillmentStatus,
    Terms,
    UnsoundOrderError,
    get_order,
    lookup_order,
    lookup_order_of,
    place_order,
)
from comptoir.orders.freezing import freeze_terms
from comptoir.orders.models import ORDERS
from comptoir.orders.numbering import change_numbering
from comptoir.orders.queries import find_history
from comptoir.payments.terms import IN_FULL, PaymentTerms, may_ship
from comptoir.principal import Actor, Owner
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from tests.orders.drafts import DRAFT, MUG, SHIRTS, TOKEN, amounts, draft, eur


def place(database, **changes):
    return database.write_now(place_order, draft=draft(**changes))


def count(database):
    return database.read_now(lambda tx: tx.scalar(select(func.count()).select_from(ORDERS)))


def events(database):
    rows = database.read_now(lambda tx: tx.all(text("SELECT name FROM kernel_outbox ORDER BY id")))
    return [row.name for row in rows]


def test_a_placed_order_is_what_was_agreed_to(database):
    order = place(database)
    assert (order.order_number, order.name, order.financial_status) == (
        1001,
        "#1001",
        FinancialStatus.PENDING,
    )
    assert order.fulfillment_status is FulfillmentStatus.UNFULFILLED
    assert (order.total, order.current_total, order.outstanding) == (eur(5950), eur(5950), eur(5950))
    assert order.quote == DRAFT.quote
    assert [(line.title, line.quantity, line.amounts, line.sources) for line in order.lines] == [
        (line.title, line.quantity, line.amounts, line.sources) for line in DRAFT.lines
    ]
    assert [line.policy.terms for line in order.lines] == [line.policy.terms for line in DRAFT.lines]
    assert order.lines[0].policy.number == 7
    assert order.shipping_address == DRAFT.shipping_address
    assert order.groups[0].address == DRAFT.groups[0].address
    assert order.payment_owner == Owner(kind="order", ident=str(order.order_id))
    assert order.owner == Owner(kind="order", ident=str(order.order_id))
    assert stored(database, order)
    assert events(database) == ["order.placed"]
    (entry,) = database.read_now(find_history, order_id=order.order_id)
    assert (entry.kind, entry.actor) == ("placed", "system")


def stored(database, order):
    """Tell whether the database holds an order just as it is; policies have no equality of their own."""
    found = database.read_now(get_order, order_id=order.order_id)
    return repr(found) == repr(replace(order, token=None))


def test_one_origin_makes_one_order(database):
    first = place(database)
    again = place(database, total=eur(1), lines=(), email="eve@example.com")
    assert (again.order_id, again.token, again.email) == (first.order_id, TOKEN, "ada@example.com")
    assert place(database, token="x").token is None
    assert count(database) == 1
    assert events(database) == ["order.placed"]


def test_many_at_once_get_one_order_and_numbers_without_gaps(database):
    with ThreadPoolExecutor(8) as pool:
        same = list(pool.map(lambda _: place(database), range(8)))
        others = list(pool.map(lambda n: place(database, origin=f"checkout/x{n}"), range(8)))
    assert len({order.order_id for order in same}) == 1
    numbers = sorted({order.order_number for order in (*same, *others)})
    assert numbers == list(range(1001, 1010))


def test_an_order_that_comes_to_nothing_uses_no_number(database):
    def place_and_fail(tx):
        place_order(tx, draft=DRAFT)
        raise DomainError("NO", "not today")

    with pytest.raises(DomainError):
        database.write_now(place_and_fail)
    assert place(database).order_number == 1001


def test_the_shop_says_how_orders_are_numbered(database):
    database.write_now(change_numbering, prefix="FR-", suffix="/26", next_number=5000)
    assert place(database).name == "FR-5000/26"
    for wrong in ({"prefix": "x" * 21}, {"prefix": "a\nb"}, {"prefix": "", "next_number": 5000}):
        with pytest.raises(DomainError) as caught:
            database.write_now(change_numbering, **wrong)
        assert caught.value.code == "INVALID"
    assert place(database, origin="checkout/2").name == "FR-5001/26"


def test_confirmation_numbers_are_unlike_each_other_and_easy_to_read(database):
    numbers = {place(database, origin=f"checkout/{n}").confirmation_number for n in range(20)}
    assert len(numbers) == 20
    assert all(len(number) == 9 for number in numbers)
    assert not set("".join(numbers)) & set("01ILOU")


@pytest.mark.parametrize(
    "changes",
    [
        {"total": eur(5949)},
        {"lines": ()},
        {"origin": ""},
        {"lines": (replace(SHIRTS, quantity=0), MUG)},
        {"lines": (replace(SHIRTS, sources=()), MUG)},
        {"lines": (replace(SHIRTS, sources=(SHIRTS.sources[0], MUG.sources[0])), MUG)},
        {"lines": (replace(SHIRTS, unit=eur(1999)), MUG)},
        {"lines": (replace(SHIRTS, group="nowhere"), MUG)},
        {"lines": (replace(SHIRTS, amounts=replace(SHIRTS.amounts, total=eur(3599))), MUG)},
        {"charges": (replace(DRAFT.charges[0], group="nowhere"),)},
        {"charges": (replace(DRAFT.charges[0], amounts=replace(amounts(500), total=eur(-500))),)},
    ],
)
def test_what_does_not_add_up_is_not_placed(database, changes):
    with pytest.raises(UnsoundOrderError):
        place(database, **changes)
    assert count(database) == 0
    assert place(database).order_number == 1001


def test_tax_on_top_is_part_of_the_total(database):
    line = replace(SHIRTS, amounts=replace(SHIRTS.amounts, total=eur(3600) + SHIRTS.amounts.tax))
    on_top = replace(DRAFT.quote, includes_tax=False)
    order = place(
        database, lines=(line,), charges=(), quote=on_top, total=line.amounts.total, groups=DRAFT.groups[:1]
    )
    assert order.total == eur(4200)


def test_an_order_of_nothing_to_pay_is_paid(database):
    free = replace(MUG, unit=eur(0), amounts=amounts(0))
    order = place(database, lines=(free,), charges=(), total=eur(0))
    assert order.financial_status is FinancialStatus.PAID


def test_an_order_whose_goods_wait_for_the_balance_is_on_hold(database):
    terms = Terms(name="Deposit", deposit=eur(2975), hold_until_paid=True)
    order = place(database, terms=terms)
    assert (order.terms, order.on_hold, order.fulfillment_status) == (terms, True, FulfillmentStatus.ON_HOLD)


def test_the_token_is_the_right_to_read_and_is_kept_as_a_digest(database):
    order = place(database)
    found = database.read_now(lookup_order, order_id=order.order_id, token=TOKEN)
    assert repr(found) == repr(order)
    assert found.token == TOKEN
    for wrong in ("", TOKEN[:-1], TOKEN + "5", "é", "5" * 5000):
        assert database.read_now(lookup_order, order_id=order.order_id, token=wrong) is None
    assert database.read_now(lookup_order, order_id=99, token=TOKEN) is None
    assert database.read_now(lookup_order_of, origin="checkout/2") is None
    row = database.read_now(lambda tx: tx.first(select(ORDERS)))
    assert TOKEN not in str(tuple(row))


FROZEN = [
    "UPDATE orders_order SET total = 1",
    "UPDATE orders_order SET quote = '{}'",
    "UPDATE orders_line SET unit = 1",
    "UPDATE orders_line SET policy = '{}'",
    "UPDATE orders_line SET amounts = '{}'",
    "UPDATE orders_charge SET amounts = '{}'",
    "UPDATE orders_history SET kind = 'x'",
    "DELETE FROM orders_history",
    "UPDATE orders_line SET current_quantity = quantity + 1",
    "UPDATE orders_line SET current_quantity = -1",
]


@pytest.mark.parametrize("statement", FROZEN)
def test_the_database_refuses_to_change_what_was_agreed_to(database, statement):
    order = place(database)
    with pytest.raises(DatabaseError):
        database.write_now(lambda tx: tx.execute(text(statement)))
    assert stored(database, order)


def test_the_actor_stands_in_the_history(database):
    order = database.write_now(
        place_order, draft=DRAFT, actor=Actor(kind="device", ident="4", channel="kiosk")
    )
    (entry,) = database.read_now(find_history, order_id=order.order_id)
    assert entry.actor == "device:4"
    with pytest.raises(DomainError) as caught:
        database.read_now(get_order, order_id=order.order_id + 1)
    assert caught.value.code == "NOT_FOUND"


@pytest.mark.parametrize(("gate", "paid", "leaves"), [("BALANCE", 2975, False), ("DEPOSIT", 2975, True)])
def test_payment_terms_are_frozen_as_they_were(counter, clock, gate, paid, leaves):
    terms = PaymentTerms(handle="half", basis_points=5000, ships_after=gate, balance_days=14)
    frozen = freeze_terms(terms, total=eur(5950), at=clock.now())
    assert frozen == Terms(
        name="half",
        deposit=eur(2975),
        balance_due_at=clock.now() + timedelta(days=14),
        hold_until_paid=gate == "BALANCE",
    )
    order = counter.place(paid=paid, terms=frozen)
    assert (order.terms, order.may_leave, order.on_hold) == (frozen, leaves, not leaves)
    assert may_ship(terms, total=eur(5950), paid=eur(paid)) is leaves
    counter.pay(order, 5950 - paid)
    assert counter.order(order.order_id).may_leave


def test_where_all_is_due_at_once_there_are_no_terms_to_freeze(clock):
    assert freeze_terms(IN_FULL, total=eur(5950), at=clock.now()) is None
