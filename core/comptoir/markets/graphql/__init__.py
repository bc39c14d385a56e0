"""The shop and its markets in the GraphQL schema."""

from comptoir.markets.graphql.queries import MarketQueries, load_market, load_shop
from comptoir.markets.graphql.types import (
    Brand,
    Country,
    Currency,
    Language,
    Localization,
    Market,
    PaymentSettings,
    Shop,
)

__all__ = [
    "Brand",
    "Country",
    "Currency",
    "Language",
    "Localization",
    "Market",
    "MarketQueries",
    "PaymentSettings",
    "Shop",
    "load_market",
    "load_shop",
]
