"""What inventory contributes to the core."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from comptoir.hooks.contributions import GraphQLContribution, ListingAxis, Migrations, TypeExtension
from comptoir.markers import hookimpl
from comptoir.readmodel.snapshot import SnapshotPart


@hookimpl
def register_migrations() -> Sequence[Migrations]:
    """Return the tables of locations and levels."""
    return [Migrations(owner="inventory", folder=Path(__file__).parent / "migrations")]


@hookimpl
def register_snapshot_parts() -> Sequence[SnapshotPart[Any]]:
    """Return what is in stock."""
    from comptoir.inventory.snapshot import AVAILABILITY

    return [AVAILABILITY]


@hookimpl
def register_graphql() -> Sequence[GraphQLContribution]:
    """Return locations, and what is in stock of products and variants."""
    from comptoir.catalog.graphql.product import Product
    from comptoir.catalog.graphql.variant import ProductVariant
    from comptoir.inventory.graphql import (
        InventoryQueries,
        ProductAvailability,
        VariantAvailability,
        load_location,
    )

    return [
        GraphQLContribution(
            queries=(InventoryQueries,),
            extensions=(
                TypeExtension(target=Product, fields=ProductAvailability),
                TypeExtension(target=ProductVariant, fields=VariantAvailability),
            ),
            nodes={"Location": load_location},
        )
    ]


@hookimpl
def register_listing_axes() -> Sequence[ListingAxis]:
    """Return the filter by availability."""
    from comptoir.inventory.axis import AVAILABLE

    return [AVAILABLE]
