"""What orders contribute to the core."""

from collections.abc import Sequence
from pathlib import Path

from comptoir.events.event import Event
from comptoir.hooks.contributions import Check, GraphQLContribution, Migrations, Subscription
from comptoir.markers import hookimpl
from comptoir.orders.commands.settle import settle_payments_of
from comptoir.orders.consistency import check_orders
from comptoir.orders.graphql.discounts import AutomaticDiscountApplication, DiscountCodeApplication
from comptoir.orders.graphql.operations import OrderQueries, load_order
from comptoir.orders.graphql.staff.mutations import FulfillmentStaffMutations, OrderStaffMutations
from comptoir.orders.graphql.staff.queries import OrderStaffQueries
from comptoir.orders.queries import lookup_order_paid_by
from comptoir.payments.events import (
    PaymentAuthorized,
    PaymentCancelled,
    PaymentCaptured,
    PaymentEvent,
    PaymentRefunded,
)
from comptoir.payments.taking import send_operation
from comptoir.principal import Owner
from comptoir.shop import Shop

_PAYMENT_EVENTS = (PaymentAuthorized, PaymentCaptured, PaymentCancelled, PaymentRefunded)


@hookimpl
def register_migrations() -> Sequence[Migrations]:
    """Return the tables of orders."""
    return [Migrations(owner="orders", folder=Path(__file__).parent / "migrations")]


@hookimpl
def register_graphql() -> Sequence[GraphQLContribution]:
    """Return orders and how they are read."""
    return [
        GraphQLContribution(
            queries=(OrderQueries,),
            types=(AutomaticDiscountApplication, DiscountCodeApplication),
            nodes={"Order": load_order},
        ),
        GraphQLContribution(
            schema="staff",
            queries=(OrderStaffQueries,),
            mutations=(FulfillmentStaffMutations, OrderStaffMutations),
        ),
    ]


@hookimpl
def register_subscriptions() -> Sequence[Subscription]:
    """Return what follows payments: an order's financial status is what its payments say."""
    return [
        Subscription(event=event, name=f"orders.{event.name}", handler=follow_payment)
        for event in _PAYMENT_EVENTS
    ]


async def follow_payment(shop: Shop, event: Event) -> None:
    """Take over what a payment says of its order; repeating it changes nothing."""
    assert isinstance(event, PaymentEvent)
    owner = Owner(kind=event.owner_kind, ident=event.owner_ident)
    if await shop.db.read(lookup_order_paid_by, owner=owner) is None:
        return
    for operation in await shop.db.write(settle_payments_of, owner=owner):
        await send_operation(shop, operation)


@hookimpl
def register_checks() -> Sequence[Check]:
    """Return the check of orders against their stock, their payments and themselves."""
    return [Check(name="orders", run=check_orders)]
