"""What pricing contributes to the core."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from comptoir.catalog.graphql.product import Product
from comptoir.catalog.graphql.variant import ProductVariant
from comptoir.hooks.contributions import (
    GraphQLContribution,
    ListingAxis,
    Migrations,
    TypeExtension,
    Visibility,
)
from comptoir.markers import hookimpl
from comptoir.pricing.graphql import ProductPrices, ProductPromotions, VariantPrices
from comptoir.pricing.graphql.staff.contribution import STAFF
from comptoir.pricing.listing import PRICE_AXIS, PRICED
from comptoir.pricing.promotions.snapshot import PROMOTIONS
from comptoir.pricing.snapshot import PRICES
from comptoir.readmodel.snapshot import SnapshotPart


@hookimpl
def register_migrations() -> Sequence[Migrations]:
    """Return the tables of prices, tax rates, divergences and promotions."""
    return [Migrations(owner="pricing", folder=Path(__file__).parent / "migrations")]


@hookimpl
def register_snapshot_parts() -> Sequence[SnapshotPart[Any]]:
    """Return the prices and the promotions."""
    return [PRICES, PROMOTIONS]


@hookimpl
def register_graphql() -> Sequence[GraphQLContribution]:
    """Return the prices of products and variants, and what staff change them with."""
    extensions = (
        TypeExtension(target=Product, fields=ProductPrices),
        TypeExtension(target=Product, fields=ProductPromotions),
        TypeExtension(target=ProductVariant, fields=VariantPrices),
    )
    return [GraphQLContribution(extensions=extensions), STAFF]


@hookimpl
def register_listing_axes() -> Sequence[ListingAxis]:
    """Return the order, filter and facet by price."""
    return [PRICE_AXIS]


@hookimpl
def register_visibility() -> Sequence[Visibility]:
    """Return the rule that what has no price is not seen."""
    return [PRICED]
