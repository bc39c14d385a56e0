"""What checkout contributes to the core."""

from collections.abc import Sequence
from pathlib import Path

from comptoir.cart.graphql.cart import Cart
from comptoir.checkout.graphql.operations import CartDeliveryFields, DeliveryMutations
from comptoir.hooks.contributions import GraphQLContribution, Migrations, TypeExtension
from comptoir.markers import hookimpl


@hookimpl
def register_migrations() -> Sequence[Migrations]:
    """Return the tables of checkout."""
    return [Migrations(owner="checkout", folder=Path(__file__).parent / "migrations")]


@hookimpl
def register_graphql() -> Sequence[GraphQLContribution]:
    """Return where carts go."""
    return [
        GraphQLContribution(
            mutations=(DeliveryMutations,),
            extensions=(TypeExtension(target=Cart, fields=CartDeliveryFields),),
        )
    ]
