"""Countries, languages and currencies, named in a reader's language from the CLDR tables in Babel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from babel import Locale as BabelLocale
from babel import UnknownLocaleError
from babel.numbers import get_currency_name, get_currency_symbol

from comptoir.graphql.context import RequestContext
from comptoir.markets.locale import language_code, locale_of
from comptoir.markets.records import MarketRecord
from comptoir.markets.snapshot import MARKETS, Markets
from comptoir.money import exponent

_IMPERIAL = frozenset({"LR", "MM", "US"})
"""Countries that measure in inches and pounds (CLDR, measurement systems US)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageRecord:
    """A language: its code in the dialect's form, its name in the reader's language and in its own."""

    iso_code: str
    name: str
    endonym_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrencyRecord:
    """A currency with its name and symbol as the reader's language writes them."""

    iso_code: str
    name: str
    symbol: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryRecord:
    """A country sold to, with what its market gives it."""

    iso_code: str
    name: str
    currency: CurrencyRecord
    unit_system: Literal["IMPERIAL_SYSTEM", "METRIC_SYSTEM"]
    available_languages: Sequence[LanguageRecord]
    default_language: LanguageRecord
    market: MarketRecord


@lru_cache(maxsize=256)
def babel_locale(language: str, country: str | None = None) -> BabelLocale:
    """Return Babel's locale for a language such as `pt-br`, with a country where CLDR knows the pair.

    English stands in for a language that CLDR lacks.
    """
    base = language.replace("-", "_")
    for name in ((f"{base}_{country}",) if country and "_" not in base else ()) + (base, base[:2]):
        try:
            return BabelLocale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return BabelLocale.parse("en")


def describe_language(language: str, *, reader: str) -> LanguageRecord:
    """Return a language with its names; `reader` is the language of whoever reads."""
    code = language.replace("-", "_")
    own, theirs = babel_locale(language), babel_locale(reader)
    return LanguageRecord(
        iso_code=language_code(language),
        name=theirs.languages.get(code) or own.get_display_name(theirs) or code,
        endonym_name=own.get_display_name(own) or code,
    )


def describe_currency(currency: str, *, reader: str) -> CurrencyRecord:
    """Return a currency with its name and symbol."""
    locale = babel_locale(reader)
    return CurrencyRecord(
        iso_code=currency,
        name=get_currency_name(currency, locale=locale),
        symbol=get_currency_symbol(currency, locale=locale),
    )


def describe_country(country: str, *, market: MarketRecord, reader: str) -> CountryRecord:
    """Return a country with its market's currency and languages."""
    languages = {code: describe_language(code, reader=reader) for code in market.languages}
    return CountryRecord(
        iso_code=country,
        name=babel_locale(reader).territories.get(country, country),
        currency=describe_currency(market.currency, reader=reader),
        unit_system="IMPERIAL_SYSTEM" if country in _IMPERIAL else "METRIC_SYSTEM",
        available_languages=tuple(languages.values()),
        default_language=languages[market.default_language],
        market=market,
    )


def countries_of(context: RequestContext) -> Mapping[str, CountryRecord]:
    """Return all countries sold to, by code, named in the request's language and sorted by name."""
    reader = locale_of(context).language
    return context.snapshot.memo(
        ("markets.countries", reader), lambda: _describe_all(context.snapshot[MARKETS], reader)
    )


def _describe_all(markets: Markets, reader: str) -> dict[str, CountryRecord]:
    found = [
        describe_country(country, market=markets.by_country[country], reader=reader)
        for country in markets.by_country
    ]
    return {record.iso_code: record for record in sorted(found, key=lambda record: record.name)}


@lru_cache(maxsize=256)
def money_format(currency: str, language: str) -> str:
    """Return how amounts are written, such as `€{{amount}}`.

    The number's place says how it is written, in the dialect's words: `{{amount}}`,
    `{{amount_with_comma_separator}}` for a decimal comma, and `{{amount_no_decimals…}}` for a currency
    without decimals.
    """
    locale = babel_locale(language)
    number = "amount" if exponent(currency) else "amount_no_decimals"
    if locale.number_symbols["latn"]["decimal"] == ",":
        number += "_with_comma_separator"
    pattern = str(locale.currency_formats["standard"].pattern).partition(";")[0]
    digits = [index for index, mark in enumerate(pattern) if mark in "#0"]
    written = pattern[: digits[0]] + "{{" + number + "}}" + pattern[digits[-1] + 1 :]
    return written.replace("¤", get_currency_symbol(currency, locale=locale))
