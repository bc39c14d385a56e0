"""What markets contribute to the core."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from comptoir.hooks.contributions import GraphQLContribution, Migrations
from comptoir.markers import hookimpl
from comptoir.markets.graphql import Market, MarketQueries, load_market, load_shop
from comptoir.markets.graphql.staff import MarketStaffQueries
from comptoir.markets.snapshot import MARKETS
from comptoir.readmodel.snapshot import SnapshotPart


@hookimpl
def register_migrations() -> Sequence[Migrations]:
    """Return the tables of the shop and its markets."""
    return [Migrations(owner="markets", folder=Path(__file__).parent / "migrations")]


@hookimpl
def register_snapshot_parts() -> Sequence[SnapshotPart[Any]]:
    """Return the shop and its markets."""
    return [MARKETS]


@hookimpl
def register_graphql() -> Sequence[GraphQLContribution]:
    """Return the shop, where a request stands, and their nodes."""
    return [
        GraphQLContribution(
            queries=(MarketQueries,),
            types=(Market,),
            nodes={"Shop": load_shop, "Market": load_market},
        ),
        GraphQLContribution(schema="staff", queries=(MarketStaffQueries,)),
    ]
