"""Every hook of Comptoir. Hooks register, objects act: each is called once, at start-up, and returns descriptions.

A plugin is a module (or object) whose functions are marked `@hookimpl`, named by an entry point of the group
`comptoir`. The contexts of the core are taken in through the same hooks.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from comptoir.hooks.contributions import (
    Channel,
    Check,
    Command,
    GraphQLContribution,
    Job,
    ListingAxis,
    Migrations,
    Storefront,
    Subscription,
    Visibility,
)
from comptoir.hooks.payments import PaymentProvider
from comptoir.hooks.shipping import ShippingProvider
from comptoir.hooks.tax import TaxProvider
from comptoir.markers import hookspec
from comptoir.readmodel.snapshot import SnapshotPart

if TYPE_CHECKING:
    from comptoir.shop import Shop


@hookspec
def register_graphql() -> Sequence[GraphQLContribution]:
    """Return root fields, type extensions and types for the GraphQL schemas."""
    raise NotImplementedError


@hookspec
def register_migrations() -> Sequence[Migrations]:
    """Return folders of Alembic revisions for tables of the plugin's own."""
    raise NotImplementedError


@hookspec
def register_snapshot_parts() -> Sequence[SnapshotPart[Any]]:
    """Return parts of the in-memory read model."""
    raise NotImplementedError


@hookspec
def register_listing_axes() -> Sequence[ListingAxis]:
    """Return filters, facets and sort keys for product lists."""
    raise NotImplementedError


@hookspec
def register_visibility() -> Sequence[Visibility]:
    """Return rules that decide which products and variants a request may see."""
    raise NotImplementedError


@hookspec
def register_subscriptions() -> Sequence[Subscription]:
    """Return subscribers to events."""
    raise NotImplementedError


@hookspec
def register_jobs() -> Sequence[Job]:
    """Return background work that repeats."""
    raise NotImplementedError


@hookspec
def register_channels(shop: "Shop") -> Sequence[Channel]:
    """Return front ends to mount."""
    raise NotImplementedError


@hookspec
def register_storefronts() -> Sequence[Storefront]:
    """Return brands: a theme and demonstration data."""
    raise NotImplementedError


@hookspec
def register_commands() -> Sequence[Command]:
    """Return commands for the command line."""
    raise NotImplementedError


@hookspec
def register_checks() -> Sequence[Check]:
    """Return checks of what is stored, for `comptoir doctor`."""
    raise NotImplementedError


@hookspec
def register_payment_providers(shop: "Shop") -> Sequence[PaymentProvider]:
    """Return who takes payments: card companies, readers, wallets."""
    raise NotImplementedError


@hookspec
def register_shipping_providers(shop: "Shop") -> Sequence[ShippingProvider]:
    """Return who says what carriage costs: carriers, brokers, tables of rates."""
    raise NotImplementedError


@hookspec
def register_tax_providers(shop: "Shop") -> Sequence[TaxProvider]:
    """Return who says what tax is due where goods go; the settings name the one that is asked."""
    raise NotImplementedError


@hookspec
def register_notices() -> Sequence[str]:
    """Return sentences for `comptoir plugins list`: what the plugin lacks to be of use."""
    raise NotImplementedError
