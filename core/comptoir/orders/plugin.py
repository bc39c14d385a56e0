"""What orders contribute to the core."""

from collections.abc import Sequence
from pathlib import Path

from comptoir.hooks.contributions import GraphQLContribution, Migrations
from comptoir.markers import hookimpl
from comptoir.orders.graphql.operations import OrderQueries, load_order


@hookimpl
def register_migrations() -> Sequence[Migrations]:
    """Return the tables of orders."""
    return [Migrations(owner="orders", folder=Path(__file__).parent / "migrations")]


@hookimpl
def register_graphql() -> Sequence[GraphQLContribution]:
    """Return orders and how they are read."""
    return [GraphQLContribution(queries=(OrderQueries,), nodes={"Order": load_order})]
