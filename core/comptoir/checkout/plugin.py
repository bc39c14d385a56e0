"""What checkout contributes to the core."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from comptoir.cart.graphql.cart import Cart
from comptoir.checkout.graphql.operations import CartDeliveryFields, DeliveryMutations
from comptoir.checkout.rates.table import DELIVERY_RATES
from comptoir.hooks.contributions import GraphQLContribution, Migrations, TypeExtension
from comptoir.markers import hookimpl
from comptoir.readmodel.snapshot import SnapshotPart


@hookimpl
def register_migrations() -> Sequence[Migrations]:
    """Return the tables of checkout."""
    return [Migrations(owner="checkout", folder=Path(__file__).parent / "migrations")]


@hookimpl
def register_snapshot_parts() -> Sequence[SnapshotPart[Any]]:
    """Return the table of delivery rates."""
    return [DELIVERY_RATES]


@hookimpl
def register_graphql() -> Sequence[GraphQLContribution]:
    """Return where carts go."""
    return [
        GraphQLContribution(
            mutations=(DeliveryMutations,),
            extensions=(TypeExtension(target=Cart, fields=CartDeliveryFields),),
        )
    ]
