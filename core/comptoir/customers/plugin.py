"""What customers contribute to the core."""

from collections.abc import Sequence
from pathlib import Path

from comptoir.hooks.contributions import GraphQLContribution, Migrations
from comptoir.markers import hookimpl


@hookimpl
def register_migrations() -> Sequence[Migrations]:
    """Return the table of groups."""
    return [Migrations(owner="customers", folder=Path(__file__).parent / "migrations")]


@hookimpl
def register_graphql() -> Sequence[GraphQLContribution]:
    """Return the types of customers."""
    from comptoir.customers.graphql import CustomerQueries

    return [GraphQLContribution(queries=(CustomerQueries,))]
