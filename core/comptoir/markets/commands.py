"""What can be done to the shop and its markets."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from comptoir.codes import CountryCode, CurrencyCode, LanguageCode
from comptoir.db.tx import Tx, dumps
from comptoir.errors import DomainError
from comptoir.markets.drafts import MarketDraft, ShopDraft
from comptoir.markets.locale import language_code, language_key
from comptoir.markets.models import MARKET, MARKET_COUNTRY, MARKET_LANGUAGE, SHOP
from comptoir.money import is_currency

_HANDLE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_COLOR = re.compile(r"#[0-9a-f]{6}")
_HOST = re.compile(r"[a-z0-9.-]+(?::[0-9]{1,5})?")
_SHOP_ID = 1
TRANSLATED = frozenset({"description", "slogan", "short_description"})
"""Fields of the shop that have a text of their own in each language."""

_SHOP_ROW = select(SHOP).where(SHOP.c.id == _SHOP_ID)
_MARKET_ROW = select(MARKET).where(MARKET.c.handle == bindparam("handle")).with_for_update()
_COUNTRIES = (
    select(MARKET_COUNTRY.c.country)
    .where(MARKET_COUNTRY.c.market_id == bindparam("market"))
    .order_by(MARKET_COUNTRY.c.position)
)
_LANGUAGES = (
    select(MARKET_LANGUAGE.c.language)
    .where(MARKET_LANGUAGE.c.market_id == bindparam("market"))
    .order_by(MARKET_LANGUAGE.c.position)
)
_OTHERS_COUNTRIES = (
    select(MARKET_COUNTRY.c.country)
    .where(MARKET_COUNTRY.c.country.in_(bindparam("countries", expanding=True)))
    .where(MARKET_COUNTRY.c.market_id != bindparam("market"))
    .order_by(MARKET_COUNTRY.c.country)
)


def save_shop(tx: Tx, *, draft: ShopDraft) -> int:
    """Make the shop equal to the draft and return its number.

    Raises `DomainError` with `BLANK`, `INVALID_COUNTRY`, `INVALID_LANGUAGE`, `INVALID_HOST` or
    `INVALID_COLOR`.
    """
    values = _shop_values(draft)
    stored = tx.first(_SHOP_ROW)
    if stored is None:
        tx.execute(insert(SHOP), {"id": _SHOP_ID, **values})
    elif not _differs(stored._mapping, values):  # noqa: SLF001
        return _SHOP_ID
    else:
        tx.execute(update(SHOP).where(SHOP.c.id == _SHOP_ID), values)
    tx.changed("catalog", "shop", _SHOP_ID)
    return _SHOP_ID


def save_market(tx: Tx, *, draft: MarketDraft) -> int:
    """Make the market with the draft's handle equal to it and return its number.

    Raises `DomainError` with `BLANK`, `INVALID_HANDLE`, `INVALID_CURRENCY`, `INVALID_COUNTRY`,
    `INVALID_LANGUAGE`, or `COUNTRY_TAKEN` when another market has one of its countries.
    """
    countries, languages = _checked_countries(draft), _checked_languages(draft)
    values = _market_values(draft, languages)
    stored = tx.first(_MARKET_ROW, {"handle": draft.handle})
    if stored is None:
        number = int(tx.execute(insert(MARKET).returning(MARKET.c.id), values).scalar_one())
        changed = True
    else:
        number = int(stored.id)
        changed = _differs(stored._mapping, values)  # noqa: SLF001
        if changed:
            tx.execute(update(MARKET).where(MARKET.c.id == number), values)
    _check_free(tx, market=number, countries=countries)
    changed |= _replace_countries(tx, market=number, countries=countries)
    changed |= _replace_languages(tx, market=number, languages=languages)
    if changed:
        tx.changed("catalog", "market", number)
    return number


def _translations(draft: ShopDraft) -> str:
    for language, texts in draft.translations.items():
        _checked_language(language, "translations")
        if unknown := sorted(texts.keys() - TRANSLATED):
            raise DomainError(
                "INVALID", f"'{unknown[0]}' of the shop is not translated", field=("translations",)
            )
    return dumps({language: dict(texts) for language, texts in draft.translations.items()})


def _differs(stored: Mapping[Any, Any], values: Mapping[str, Any]) -> bool:
    return any(stored[name] != value for name, value in values.items())


def _shop_values(draft: ShopDraft) -> dict[str, Any]:
    _require(draft.name, "name")
    _check_country(draft.country, "country")
    if draft.host and not _HOST.fullmatch(draft.host):
        raise DomainError("INVALID_HOST", f"'{draft.host[:80]}' is not a host name", field=("host",))
    return {
        "name": draft.name.strip(),
        "description": draft.description,
        "email": draft.email,
        "host": draft.host,
        "country": draft.country,
        "default_market": draft.default_market,
        "default_language": _checked_language(draft.default_language, "default_language"),
        "slogan": draft.slogan,
        "short_description": draft.short_description,
        "logo_path": draft.logo_path,
        "square_logo_path": draft.square_logo_path,
        "cover_image_path": draft.cover_image_path,
        "primary_colors": _colors(draft.primary_colors, "primary_colors"),
        "secondary_colors": _colors(draft.secondary_colors, "secondary_colors"),
        "translations": _translations(draft),
    }


def _colors(pairs: Sequence[tuple[str | None, str | None]], name: str) -> str:
    for color in (color for pair in pairs for color in pair):
        if color is not None and not _COLOR.fullmatch(color):
            raise DomainError(
                "INVALID_COLOR", f"'{color[:20]}' is not a colour: #rrggbb was expected", field=(name,)
            )
    return dumps([list(pair) for pair in pairs])


def _market_values(draft: MarketDraft, languages: Sequence[str]) -> dict[str, Any]:
    _require(draft.name, "name")
    if not _HANDLE.fullmatch(draft.handle):
        raise DomainError("INVALID_HANDLE", f"'{draft.handle[:80]}' is not a handle", field=("handle",))
    check_currency(draft.currency)
    default = language_key(draft.default_language or languages[0])
    if default not in languages:
        raise DomainError(
            "INVALID_LANGUAGE", f"'{default[:12]}' is not offered here", field=("default_language",)
        )
    return {
        "handle": draft.handle,
        "name": draft.name.strip(),
        "currency": draft.currency,
        "prices_include_tax": draft.prices_include_tax,
        "default_language": default,
        "enabled": draft.enabled,
    }


def check_currency(code: str) -> None:
    """Check that prices can be in a currency.

    Raises `DomainError` with `INVALID_CURRENCY` for a code that the dialect or ISO 4217 lacks.
    """
    if code not in CurrencyCode.__members__ or code == "XXX" or not is_currency(code):
        raise DomainError("INVALID_CURRENCY", f"'{code[:8]}' is not a currency", field=("currency",))


def _require(text: str, name: str) -> None:
    if not text.strip():
        raise DomainError("BLANK", f"{name} can't be blank", field=(name,))


def _check_country(code: str, name: str) -> None:
    if code not in CountryCode.__members__ or code == "ZZ":
        raise DomainError("INVALID_COUNTRY", f"'{code[:8]}' is not a country", field=(name,))


def _checked_countries(draft: MarketDraft) -> list[str]:
    if not draft.countries:
        raise DomainError("BLANK", "a market needs a country", field=("countries",))
    for code in draft.countries:
        _check_country(code, "countries")
    return list(dict.fromkeys(draft.countries))


def _checked_languages(draft: MarketDraft) -> list[str]:
    if not draft.languages:
        raise DomainError("BLANK", "a market needs a language", field=("languages",))
    return list(dict.fromkeys(_checked_language(code, "languages") for code in draft.languages))


def _checked_language(code: str, name: str) -> str:
    if language_code(code) not in LanguageCode.__members__:
        raise DomainError("INVALID_LANGUAGE", f"'{code[:12]}' is not a language", field=(name,))
    return language_key(code)


def _check_free(tx: Tx, *, market: int, countries: Sequence[str]) -> None:
    taken = [row.country for row in tx.all(_OTHERS_COUNTRIES, {"market": market, "countries": countries})]
    if taken:
        raise DomainError("COUNTRY_TAKEN", f"another market has {', '.join(taken)}", field=("countries",))


def _replace_countries(tx: Tx, *, market: int, countries: Sequence[str]) -> bool:
    if [row.country for row in tx.all(_COUNTRIES, {"market": market})] == countries:
        return False
    tx.execute(delete(MARKET_COUNTRY).where(MARKET_COUNTRY.c.market_id == market))
    rows = [
        {"market_id": market, "country": country, "position": position}
        for position, country in enumerate(countries)
    ]
    tx.execute(insert(MARKET_COUNTRY), rows)
    return True


def _replace_languages(tx: Tx, *, market: int, languages: Sequence[str]) -> bool:
    if [row.language for row in tx.all(_LANGUAGES, {"market": market})] == languages:
        return False
    tx.execute(delete(MARKET_LANGUAGE).where(MARKET_LANGUAGE.c.market_id == market))
    rows = [
        {"market_id": market, "language": language, "position": position}
        for position, language in enumerate(languages)
    ]
    tx.execute(insert(MARKET_LANGUAGE), rows)
    return True
