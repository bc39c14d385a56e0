"""Root fields of the shop and of where a request stands."""

from typing import Any

import strawberry

from comptoir.graphql.context import Info, RequestContext
from comptoir.markets.graphql.types import ApiVersion, Localization, PaymentSettings, Shop
from comptoir.markets.locale import locale_of
from comptoir.markets.places import countries_of, describe_language
from comptoir.markets.records import MarketRecord, ShopRecord
from comptoir.markets.snapshot import MARKETS

API_VERSION = "2026-04"
"""The version of the dialect that the schema follows."""


@strawberry.type
class MarketQueries:
    """Root fields of the shop and of where a request stands."""

    @strawberry.field(description="The shop.", graphql_type=Shop)
    def shop(self, info: Info) -> Any:
        """Return the shop."""
        return _shop_of(info.context)

    @strawberry.field(description="Where the request stands.", graphql_type=Localization)
    def localization(self, info: Info) -> Any:
        """Return the active country and language, and all there are."""
        locale = locale_of(info.context)
        countries = countries_of(info.context)
        country = countries[locale.country]
        return Localization(
            available_countries=list(countries.values()),  # type: ignore[arg-type]
            available_languages=country.available_languages,  # type: ignore[arg-type]
            country=country,  # type: ignore[arg-type]
            language=describe_language(locale.language, reader=locale.language),  # type: ignore[arg-type]
            market=locale.market,  # type: ignore[arg-type]
        )

    @strawberry.field(description="What the shop can be paid with.", graphql_type=PaymentSettings)
    def payment_settings(self, info: Info) -> Any:
        """Return what the shop can be paid with."""
        return info.context.snapshot[MARKETS].shop

    @strawberry.field(description="Versions of the API that are served: every address serves this one.")
    def public_api_versions(self) -> list[ApiVersion]:
        """Return the one version there is."""
        return [ApiVersion(handle=API_VERSION, display_name=API_VERSION, supported=True)]


def load_shop(context: RequestContext, ident: str) -> ShopRecord | None:
    """Return the shop by its global id, or none."""
    shop = _shop_of(context)
    return shop if shop.id == ident else None


def _shop_of(context: RequestContext) -> ShopRecord:
    return context.snapshot[MARKETS].shop_in(locale_of(context).language)


def load_market(context: RequestContext, ident: str) -> MarketRecord | None:
    """Return a market by its global id, or none."""
    return context.snapshot[MARKETS].by_id.get(ident)
