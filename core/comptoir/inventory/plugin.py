"""What inventory contributes to the core."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comptoir.hooks.contributions import (
    Check,
    GraphQLContribution,
    Job,
    ListingAxis,
    Migrations,
    TypeExtension,
)
from comptoir.markers import hookimpl
from comptoir.readmodel.snapshot import SnapshotPart

if TYPE_CHECKING:
    from comptoir.shop import Shop

SWEEP_SECONDS = 10.0
"""How often holds that are due are let go; those in somebody's way end at once."""


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
    """Return locations, what is in stock of products and variants, and what staff do to both."""
    from comptoir.catalog.graphql.product import Product
    from comptoir.catalog.graphql.variant import ProductVariant
    from comptoir.inventory.graphql import (
        InventoryQueries,
        ProductAvailability,
        VariantAvailability,
        load_location,
    )
    from comptoir.inventory.graphql.staff.contribution import STAFF

    return [
        GraphQLContribution(
            queries=(InventoryQueries,),
            extensions=(
                TypeExtension(target=Product, fields=ProductAvailability),
                TypeExtension(target=ProductVariant, fields=VariantAvailability),
            ),
            nodes={"Location": load_location},
        ),
        STAFF,
    ]


@hookimpl
def register_listing_axes() -> Sequence[ListingAxis]:
    """Return the filter by availability."""
    from comptoir.inventory.axis import AVAILABLE

    return [AVAILABLE]


@hookimpl
def register_jobs() -> Sequence[Job]:
    """Return the sweep that lets go of holds that are due."""
    return [Job(name="inventory.expire_holds", run=_sweep, every_seconds=SWEEP_SECONDS)]


async def _sweep(shop: "Shop") -> None:
    from comptoir.inventory.holds import SWEEP, expire_holds

    # Batches are small, so that a checkout never waits long behind them.
    while await shop.db.write_in_thread(expire_holds) == SWEEP:
        pass


@hookimpl
def register_checks() -> Sequence[Check]:
    """Return the check of levels against movements, holds and allocations."""
    from comptoir.inventory.consistency import check_consistency

    return [Check(name="stock", run=check_consistency)]
