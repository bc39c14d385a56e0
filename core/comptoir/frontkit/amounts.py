"""Amounts for people: MoneyV2 in the manner of a language and country. Formats, and never reckons."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import format_currency


@lru_cache(maxsize=256)
def display_locale(language: str, country: str | None = None) -> Locale:
    """Return the CLDR locale for a language and country; else of the language, else `en`."""
    names = [f"{language}_{country}"] if country else []
    for name in (*names, language):
        try:
            return Locale.parse(name.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


@lru_cache(maxsize=8192)
def _format(amount: str, currency: str, locale: Locale, *, short: bool) -> str:
    value = Decimal(amount)
    if short and value == value.to_integral_value():
        pattern = locale.currency_formats["standard"].pattern.replace(".00", "")
        return str(format_currency(value, currency, pattern, locale=locale, currency_digits=False))
    return str(format_currency(value, currency, locale=locale))


def format_money(
    money: Mapping[str, str], *, language: str, country: str | None = None, short: bool = False
) -> str:
    """Return `{"amount": "19.90", "currencyCode": "EUR"}` as text, such as `19,90 €` in French.

    With `short`, a whole amount drops its decimals: `120 €`. No digit that counts is ever rounded away.
    """
    locale = display_locale(language.lower(), country)
    return _format(money["amount"], money["currencyCode"], locale, short=short)
