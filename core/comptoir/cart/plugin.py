"""What carts contribute to the core."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from comptoir.cart.commands.expire import remove_expired, remove_expired_handoffs
from comptoir.cart.graphql.discounts import (
    CartAutomaticDiscountAllocation,
    CartCodeDiscountAllocation,
    CartCustomDiscountAllocation,
)
from comptoir.cart.graphql.handoff import HandoffMutations
from comptoir.cart.graphql.line import CartLine, ComponentizableCartLine
from comptoir.cart.graphql.live import CartSubscriptions
from comptoir.cart.graphql.operations import CartMutations, CartQueries, load_cart
from comptoir.hooks.contributions import GraphQLContribution, Job, Migrations
from comptoir.markers import hookimpl

if TYPE_CHECKING:
    from comptoir.shop import Shop

_HOURLY = 3_600.0


@hookimpl
def register_migrations() -> Sequence[Migrations]:
    """Return the tables of carts."""
    return [Migrations(owner="cart", folder=Path(__file__).parent / "migrations")]


@hookimpl
def register_graphql() -> Sequence[GraphQLContribution]:
    """Return the cart and its mutations."""
    return [
        GraphQLContribution(
            queries=(CartQueries,),
            mutations=(CartMutations, HandoffMutations),
            subscriptions=(CartSubscriptions,),
            types=(
                CartLine,
                ComponentizableCartLine,
                CartAutomaticDiscountAllocation,
                CartCodeDiscountAllocation,
                CartCustomDiscountAllocation,
            ),
            nodes={"Cart": load_cart},
        )
    ]


@hookimpl
def register_jobs() -> Sequence[Job]:
    """Return the sweep that removes expired carts."""
    return [Job(name="cart.remove_expired", run=_sweep, every_seconds=_HOURLY)]


async def _sweep(shop: "Shop") -> None:
    # Batches are small, so that shoppers' edits never wait long behind them.
    for command in (remove_expired, remove_expired_handoffs):
        while await shop.db.write_in_thread(command):
            pass
