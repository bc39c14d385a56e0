"""The catalogue as a plugin of the core."""

from collections.abc import Sequence
from pathlib import Path

from comptoir.catalog.graphql.contribution import STOREFRONT
from comptoir.hooks.contributions import GraphQLContribution, Migrations
from comptoir.markers import hookimpl


@hookimpl
def register_migrations() -> Sequence[Migrations]:
    """Return the tables of the catalogue."""
    return [Migrations(owner="catalog", folder=Path(__file__).parent / "migrations")]


@hookimpl
def register_graphql() -> Sequence[GraphQLContribution]:
    """Return products, collections and content with the queries for them."""
    return [STOREFRONT]
