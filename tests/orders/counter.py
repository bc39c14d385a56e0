"""A shop's counter: places orders with their stock, and does staff's part."""

import itertools
from dataclasses import replace

import pytest
from comptoir.errors import DomainError
from comptoir.hooks.payments import Authorized, Cancelled, Completed
from comptoir.inventory import (
    Demand,
    LocationDraft,
    allocate,
    find_allocations,
    levels_of,
    save_location,
    set_levels,
)
from comptoir.money import Money
from comptoir.orders import Sourcing, get_order, place_order
from comptoir.orders.commands.open import open_fulfillment
from comptoir.orders.commands.settle import settle_order
from comptoir.payments.operations import record_cancel, record_operation
from comptoir.payments.queries import find_payments, get_payment
from comptoir.payments.recording import record_result
from comptoir.payments.records import OperationKind
from comptoir.payments.starting import start_payment
from comptoir.testing import fill_catalogue
from sqlalchemy import text

from tests.orders.drafts import COLLECTED, MUG, SHIRTS, draft

STORES = (
    LocationDraft(handle="lyon", name="Lyon", kind="store", time_zone="Europe/Paris", pickup_enabled=True),
    LocationDraft(handle="lille", name="Lille", kind="store", time_zone="Europe/Paris", pickup_enabled=True),
)

_keys = itertools.count(1)


class Counter:
    """Orders of two shirts (variant Red-S, shipped from the depot) and a mug (Blue-M, collected in Lyon)."""

    def __init__(self, database):
        self.database = database
        self.variants = fill_catalogue(database)
        self.depot = 1
        self.lyon, self.lille = (database.write_now(save_location, draft=each) for each in STORES)
        self.shirt, self.mug = self.variants["Red-S"], self.variants["Blue-M"]
        database.write_now(set_levels, location="lyon", levels={self.shirt: 3, self.mug: 4})

    def draft(self, **changes):
        shirts = replace(
            SHIRTS, variant_id=self.shirt, sources=(Sourcing(location_id=self.depot, quantity=2),)
        )
        mug = replace(MUG, variant_id=self.mug, sources=(Sourcing(location_id=self.lyon, quantity=1),))
        groups = (draft().groups[0], replace(COLLECTED, location_id=self.lyon))
        return draft(**{"lines": (shirts, mug), "groups": groups, **changes})

    def place(self, *, paid=None, **changes):
        """Place an order, allocate its stock, and have it paid (in full, unless an amount is given)."""
        order = self.database.write_now(self._place, self.draft(**changes))
        if paid != 0:
            self.pay(order, order.total.minor if paid is None else paid)
        return self.order(order.order_id)

    @staticmethod
    def _place(tx, wanted):
        order = place_order(tx, draft=wanted)
        assert repr(order) == repr(replace(get_order(tx, order_id=order.order_id), token=order.token))
        demands = [
            Demand(variant_id=line.variant_id, location_id=source.location_id, quantity=source.quantity)
            for line in order.lines
            if line.stock_counted
            for source in line.sources
        ]
        if demands:
            allocate(tx, owner=order.owner, demands=demands)
        return order

    def pay(self, order, minor, *, capture=True, key=None):
        """Have so much of an order paid, or set aside."""
        amount = Money(minor, order.currency)

        def take(tx):
            payment = start_payment(
                tx, owner=order.owner, provider="sandbox", amount=amount,
                idempotency_key=key or f"k{next(_keys)}", capture=capture,
            )  # fmt: skip
            captured = amount if capture else Money(0, order.currency)
            told = Authorized(provider_id=f"p{payment.id}", amount=amount, captured=captured)
            record_result(tx, payment_id=payment.id, told=told)
            settle_order(tx, order_id=order.order_id)
            return payment.id

        return self.database.write_now(take)

    def answer(self, operations, *, order):
        """Have the provider do what was begun, and the order learn of it."""

        def record(tx):
            for operation in operations:
                payment = get_payment(tx, operation.payment_id)
                if operation.kind is OperationKind.CANCEL:
                    record_cancel(
                        tx, operation_id=operation.id, told=Cancelled(provider_id=payment.provider_id)
                    )
                else:
                    done = Completed(provider_id=f"o{operation.id}", amount=operation.amount)
                    record_operation(tx, operation_id=operation.id, told=done)
            settle_order(tx, order_id=order.order_id)

        self.database.write_now(record)
        return self.order(order.order_id)

    def payments(self, order):
        return self.database.read_now(find_payments, owner=order.payment_owner)

    def order(self, order_id):
        return self.database.read_now(get_order, order_id=order_id)

    def do(self, command, **arguments):
        """Run a command."""
        return self.database.write_now(command, **arguments)

    def refusal(self, command, **arguments):
        """Run a command that must be refused and change nothing; return the code."""
        before = self.rows()
        with pytest.raises(DomainError) as caught:
            self.do(command, **arguments)
        assert caught.value.message
        assert self.rows() == before
        return caught.value.code

    def open(self, order, location=None, **arguments):
        return self.do(
            open_fulfillment, order_id=order.order_id, location_id=location or self.depot, **arguments
        )

    def allocated(self, order):
        """Return what is allocated to an order: quantity by variant and location."""
        found = self.database.read_now(find_allocations, owner=order.owner)
        return {each.place: each.quantity for each in found}

    def stock(self, variant):
        """Return what each location has to offer of a variant."""
        return dict(self.database.read_now(levels_of, variant_ids=[variant])[variant])

    def events(self):
        """Return the names of what happened to orders."""
        rows = self.database.read_now(lambda tx: tx.all(text("SELECT name FROM kernel_outbox ORDER BY id")))
        return [row.name for row in rows if row.name.startswith(("order.", "fulfillment."))]

    def rows(self):
        """Return all that is stored of orders and stock."""
        tables = (
            "orders_order", "orders_line", "orders_charge", "orders_source", "orders_fulfillment",
            "orders_fulfillment_line", "orders_history", "inventory_level", "inventory_allocation",
            "inventory_movement", "kernel_outbox", "payments_payment", "payments_operation",
        )  # fmt: skip
        return [
            sorted(map(str, self.database.read_now(lambda tx, t=table: tx.all(text(f"SELECT * FROM {t}")))))
            for table in tables
        ]
