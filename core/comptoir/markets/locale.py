"""Which market, country, language and currency a request is in."""

from dataclasses import dataclass

from comptoir.graphql.context import RequestContext
from comptoir.markets.records import MarketRecord
from comptoir.markets.snapshot import MARKETS, Markets

_KNOWN = 4096
"""Locales kept at most, so that odd codes from outside do not pile up."""


@dataclass(frozen=True, slots=True, eq=False)
class Locale:
    """Where a request stands. Equal places of one snapshot share one object.

    `country` is upper case, one of the market's; `language` is lower case, such as `fr` or `pt-br`.
    """

    market: MarketRecord
    country: str
    language: str
    currency: str


def language_key(code: str) -> str:
    """Return our form of a language code: `pt-br` for the dialect's `PT_BR`."""
    return code.lower().replace("_", "-")


def language_code(language: str) -> str:
    """Return the dialect's form of a language: `PT_BR` for `pt-br`."""
    return language.upper().replace("-", "_")


def find_locale(markets: Markets, *, country: str | None, language: str | None) -> Locale:
    """Return the locale for a country and a language as asked for, in any spelling.

    A country that no market names (or ZZ, or none) means the default market and its first country; a
    language that the market lacks means its base language if offered, else the market's default language.
    """
    asked = (country, language)
    found: Locale | None = markets.locales.get(asked)
    if found is None:
        found = _find(markets, country=(country or "").upper(), language=language_key(language or ""))
        if len(markets.locales) < _KNOWN:
            markets.locales[asked] = found
    return found


def _find(markets: Markets, *, country: str, language: str) -> Locale:
    market = markets.by_country.get(country)
    if market is None:
        market = markets.default
        country = market.countries[0]
    offered = language if language in market.languages else language.partition("-")[0]
    if offered not in market.languages:
        offered = market.default_language
    key = (country, language_code(offered))
    return markets.locales.setdefault(key, Locale(market, country, offered, market.currency))  # type: ignore[no-any-return]


def locale_of(context: RequestContext) -> Locale:
    """Return the locale of a request."""
    return context.once(
        "markets.locale",
        lambda: find_locale(context.snapshot[MARKETS], country=context.country, language=context.language),
    )
