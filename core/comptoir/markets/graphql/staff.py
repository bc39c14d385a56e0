"""Markets in the staff schema."""

from typing import Any

import strawberry

from comptoir.codes import CountryCode, CurrencyCode
from comptoir.graphql.context import Info
from comptoir.markets.snapshot import MARKETS
from comptoir.staff.graphql import Permission, requires

_READ = Permission.MARKETS_READ


@requires(_READ)
@strawberry.type(
    description="Countries sold to alike: one currency, one way to show tax, one set of languages."
)
class Market:
    """Countries sold to alike."""

    id: strawberry.ID
    handle: str
    name: str
    currency: CurrencyCode
    includes_tax: bool = strawberry.field(description="Whether prices are shown with tax.")
    countries: list[CountryCode]
    languages: list[str] = strawberry.field(description="Lower case, such as fr or pt-br.")
    default_language: str


@requires(_READ)
@strawberry.type
class MarketStaffQueries:
    """Reading markets."""

    @strawberry.field(graphql_type=list[Market], description="The markets that are open.")
    def markets(self, info: Info) -> Any:
        """Return the markets."""
        return info.context.snapshot[MARKETS].markets
