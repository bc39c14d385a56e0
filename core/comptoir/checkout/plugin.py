"""What checkout contributes to the core."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from comptoir.cart.graphql.cart import Cart
from comptoir.checkout.balance import follow_balance
from comptoir.checkout.consistency import check_checkouts
from comptoir.checkout.graphql.additions import OrderLineStaffMutations, OrderLineStaffQueries
from comptoir.checkout.graphql.balance import OrderPaymentMutations
from comptoir.checkout.graphql.completion import CheckoutMutations
from comptoir.checkout.graphql.counter import CounterStaffMutations, CounterStaffQueries
from comptoir.checkout.graphql.deposit import CartDepositFields
from comptoir.checkout.graphql.gift_cards import CartGiftCardFields, GiftCardMutations
from comptoir.checkout.graphql.operations import CartDeliveryFields, DeliveryMutations
from comptoir.checkout.graphql.rates import DeliveryRateStaffMutations, DeliveryRateStaffQueries
from comptoir.checkout.graphql.reservations import ReservationOrderFields
from comptoir.checkout.graphql.taking import OrderPaymentStaffMutations
from comptoir.checkout.rates.table import DELIVERY_RATES
from comptoir.checkout.recovery import PAYMENT_EVENTS, follow_payment, is_under_way, resume_attempts
from comptoir.checkout.shipping import TableProvider
from comptoir.hooks.contributions import (
    Check,
    GraphQLContribution,
    Job,
    Migrations,
    Subscription,
    TypeExtension,
)
from comptoir.hooks.shipping import ShippingProvider
from comptoir.markers import hookimpl
from comptoir.readmodel.snapshot import SnapshotPart
from comptoir.reservations.graphql.shopper import ShopperReservation
from comptoir.shop import Shop


@hookimpl
def register_migrations() -> Sequence[Migrations]:
    """Return the tables of checkout."""
    return [Migrations(owner="checkout", folder=Path(__file__).parent / "migrations")]


@hookimpl
def register_snapshot_parts() -> Sequence[SnapshotPart[Any]]:
    """Return the table of delivery rates."""
    return [DELIVERY_RATES]


@hookimpl
def register_subscriptions() -> Sequence[Subscription]:
    """Return what follows payments: they decide what becomes of a checkout."""
    followed = (
        ("checkout", follow_payment, is_under_way),
        ("checkout.balance", follow_balance, lambda event: not is_under_way(event)),
    )
    return [
        Subscription(event=event, name=f"{name}.{event.name}", handler=handler, concerns=concerns)
        for event in PAYMENT_EVENTS
        for name, handler, concerns in followed
    ]


@hookimpl
def register_jobs() -> Sequence[Job]:
    """Return what goes on with checkouts whose process died, or whose payer went away."""
    return [Job(name="checkout.resume", run=resume_attempts, every_seconds=5)]


@hookimpl
def register_checks() -> Sequence[Check]:
    """Return the check of checkouts: none hangs, and none that ended left anything behind."""
    return [Check(name="checkout", run=check_checkouts)]


@hookimpl
def register_shipping_providers(shop: Shop) -> Sequence[ShippingProvider]:
    """Return the shop's own table of rates."""
    return [TableProvider(shop)]


@hookimpl
def register_graphql() -> Sequence[GraphQLContribution]:
    """Return where carts go, how they are completed, and how reservations are sold at the counter."""
    return [
        GraphQLContribution(
            mutations=(DeliveryMutations, CheckoutMutations, OrderPaymentMutations, GiftCardMutations),
            extensions=(
                TypeExtension(target=Cart, fields=CartDeliveryFields),
                TypeExtension(target=Cart, fields=CartDepositFields),
                TypeExtension(target=Cart, fields=CartGiftCardFields),
                TypeExtension(target=ShopperReservation, fields=ReservationOrderFields),
            ),
        ),
        GraphQLContribution(
            schema="staff",
            queries=(CounterStaffQueries, DeliveryRateStaffQueries, OrderLineStaffQueries),
            mutations=(
                CounterStaffMutations,
                DeliveryRateStaffMutations,
                OrderLineStaffMutations,
                OrderPaymentStaffMutations,
            ),
        ),
    ]
