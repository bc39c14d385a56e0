"""The catalogue as a plugin of the core."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from comptoir.catalog.graphql.contribution import STOREFRONT
from comptoir.catalog.graphql.staff.contribution import STAFF
from comptoir.catalog.snapshot import CATALOG
from comptoir.hooks.contributions import GraphQLContribution, Migrations
from comptoir.markers import hookimpl
from comptoir.readmodel.snapshot import SnapshotPart


@hookimpl
def register_migrations() -> Sequence[Migrations]:
    """Return the tables of the catalogue."""
    return [Migrations(owner="catalog", folder=Path(__file__).parent / "migrations")]


@hookimpl
def register_graphql() -> Sequence[GraphQLContribution]:
    """Return products, collections and content with the queries for them."""
    return [STOREFRONT, STAFF]


@hookimpl
def register_snapshot_parts() -> Sequence[SnapshotPart[Any]]:
    """Return the catalogue in memory."""
    return [CATALOG]
