"""What returns policies contribute to the core."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from comptoir.hooks.contributions import GraphQLContribution, Migrations, TypeExtension
from comptoir.markers import hookimpl
from comptoir.policies.snapshot import POLICIES
from comptoir.readmodel.snapshot import SnapshotPart


@hookimpl
def register_migrations() -> Sequence[Migrations]:
    """Return the table of published versions."""
    return [Migrations(owner="policies", folder=Path(__file__).parent / "migrations")]


@hookimpl
def register_snapshot_parts() -> Sequence[SnapshotPart[Any]]:
    """Return the published policies."""
    return [POLICIES]


@hookimpl
def register_graphql() -> Sequence[GraphQLContribution]:
    """Return the policies of products, the shop's text about returns, and what staff publish."""
    from comptoir.catalog.graphql.product import Product
    from comptoir.markets.graphql import Shop
    from comptoir.policies.graphql import ProductReturnPolicy, RefundPolicy, load_shop_policy
    from comptoir.policies.graphql.staff import PolicyStaffMutations, PolicyStaffQueries

    return [
        GraphQLContribution(
            extensions=(
                TypeExtension(target=Product, fields=ProductReturnPolicy),
                TypeExtension(target=Shop, fields=RefundPolicy),
            ),
            nodes={"ShopPolicy": load_shop_policy},
        ),
        GraphQLContribution(schema="staff", queries=(PolicyStaffQueries,), mutations=(PolicyStaffMutations,)),
    ]
