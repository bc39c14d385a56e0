"""The snapshot part of the shop and its markets. A shop without rows answers with built-in defaults."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Row, select

from comptoir.db.tx import Change, ReadTx
from comptoir.ids import gid
from comptoir.markets.models import MARKET, MARKET_COUNTRY, MARKET_LANGUAGE, SHOP
from comptoir.markets.records import (
    BrandColorRecord,
    BrandColorsRecord,
    BrandRecord,
    MarketRecord,
    ShopRecord,
)
from comptoir.readmodel.snapshot import Parts, SnapshotPart

_SHOP = select(SHOP).order_by(SHOP.c.id)
_MARKETS = select(MARKET).where(MARKET.c.enabled).order_by(MARKET.c.id)
_COUNTRIES = select(MARKET_COUNTRY.c.market_id, MARKET_COUNTRY.c.country.label("code")).order_by(
    MARKET_COUNTRY.c.market_id, MARKET_COUNTRY.c.position, MARKET_COUNTRY.c.country
)
_LANGUAGES = select(MARKET_LANGUAGE.c.market_id, MARKET_LANGUAGE.c.language.label("code")).order_by(
    MARKET_LANGUAGE.c.market_id, MARKET_LANGUAGE.c.position, MARKET_LANGUAGE.c.language
)

FALLBACK_MARKET = MarketRecord(
    number=1,
    id=gid("Market", 1),
    handle="default",
    name="Default",
    currency="EUR",
    includes_tax=True,
    countries=("FR",),
    languages=("en",),
    default_language="en",
)
"""The market of a shop that has none yet, so that a core without data starts and answers."""


@dataclass(slots=True, kw_only=True, eq=False)
class Markets:
    """The shop and its enabled markets; there is always at least one."""

    shop: ShopRecord
    markets: tuple[MarketRecord, ...]
    default: MarketRecord
    """The market of visitors whose country no market names."""
    by_country: Mapping[str, MarketRecord]
    by_handle: Mapping[str, MarketRecord]
    by_id: Mapping[str, MarketRecord]
    countries: tuple[str, ...]
    """All countries sold to."""
    languages: tuple[str, ...]
    """All languages that some market offers, those of the default market first."""
    translated: Mapping[str, ShopRecord] = field(default_factory=dict)
    """The shop in languages that it has texts in besides its own."""
    locales: dict[tuple[str | None, str | None], Any] = field(default_factory=dict)
    """Locales found so far, by what was asked for."""

    def shop_in(self, language: str) -> ShopRecord:
        """Return the shop in a language, with its own texts where it has none in that one."""
        return self.translated.get(language, self.shop)


def build_markets(tx: ReadTx, parts: Parts) -> Markets:  # noqa: ARG001
    """Read the shop and its markets."""
    markets = _read_markets(tx) or (FALLBACK_MARKET,)
    by_handle = {market.handle: market for market in markets}
    row = tx.first(_SHOP)
    default = by_handle.get(row.default_market if row else "", markets[0])
    ranked = (default, *(market for market in markets if market is not default))
    return Markets(
        shop=_shop(row, default),
        translated=_translated(row, default),
        markets=markets,
        default=default,
        by_country={country: market for market in markets for country in market.countries},
        by_handle=by_handle,
        by_id={market.id: market for market in markets},
        countries=tuple(country for market in ranked for country in market.countries),
        languages=tuple(dict.fromkeys(code for market in ranked for code in market.languages)),
    )


def refresh_markets(tx: ReadTx, value: Markets, changes: Sequence[Change], parts: Parts) -> Markets:
    """Read again when the shop or a market changed."""
    if any(change.kind in {"shop", "market"} for change in changes):
        return build_markets(tx, parts)
    return value


def _read_markets(tx: ReadTx) -> tuple[MarketRecord, ...]:
    countries, languages = _grouped(tx.all(_COUNTRIES)), _grouped(tx.all(_LANGUAGES))
    return tuple(
        MarketRecord(
            number=row.id,
            id=gid("Market", row.id),
            handle=row.handle,
            name=row.name,
            currency=row.currency,
            includes_tax=row.prices_include_tax,
            countries=countries[row.id],
            languages=languages[row.id],
            default_language=row.default_language,
        )
        for row in tx.all(_MARKETS)
    )


def _grouped(rows: Sequence[Row[Any]]) -> Mapping[int, tuple[str, ...]]:
    groups: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    for row in rows:
        groups[row.market_id] += (row.code,)
    return groups


def _shop(row: Row[Any] | None, default: MarketRecord) -> ShopRecord:
    if row is None:
        return _unnamed_shop(default)
    return ShopRecord(
        number=row.id,
        id=gid("Shop", row.id),
        name=row.name,
        description=row.description,
        email=row.email,
        host=row.host,
        country=row.country,
        currency=default.currency,
        default_market=default.handle,
        default_language=row.default_language,
        brand=_brand(row, {}),
    )


def _translated(row: Row[Any] | None, default: MarketRecord) -> dict[str, ShopRecord]:
    if row is None:
        return {}
    shop = _shop(row, default)
    return {
        language: replace(
            shop, description=texts.get("description", row.description), brand=_brand(row, texts)
        )
        for language, texts in json.loads(row.translations).items()
    }


def _brand(row: Row[Any], texts: Mapping[str, str]) -> BrandRecord:
    return BrandRecord(
        slogan=texts.get("slogan", row.slogan),
        short_description=texts.get("short_description", row.short_description),
        logo_path=row.logo_path,
        square_logo_path=row.square_logo_path,
        cover_image_path=row.cover_image_path,
        colors=BrandColorsRecord(
            primary=_colors(row.primary_colors), secondary=_colors(row.secondary_colors)
        ),
    )


def _unnamed_shop(default: MarketRecord) -> ShopRecord:
    return ShopRecord(
        number=1,
        id=gid("Shop", 1),
        name="Comptoir",
        description=None,
        email=None,
        host="",
        country=default.countries[0],
        currency=default.currency,
        default_market=default.handle,
        default_language=default.default_language,
        brand=None,
    )


def _colors(text: str) -> tuple[BrandColorRecord, ...]:
    return tuple(BrandColorRecord(background=pair[0], foreground=pair[1]) for pair in json.loads(text))


MARKETS: SnapshotPart[Markets] = SnapshotPart(
    name="markets",
    build=build_markets,
    refresh=refresh_markets,
    streams=frozenset({"catalog"}),
)
"""The shop and its markets."""
