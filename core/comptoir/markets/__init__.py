"""Markets: which currency, taxes and languages a request is in. A market is never a channel."""

from comptoir.markets.commands import save_market, save_shop
from comptoir.markets.drafts import MarketDraft, ShopDraft
from comptoir.markets.locale import Locale, locale_of
from comptoir.markets.records import BrandRecord, MarketRecord, ShopRecord
from comptoir.markets.snapshot import MARKETS, Markets

__all__ = [
    "MARKETS",
    "BrandRecord",
    "Locale",
    "MarketDraft",
    "MarketRecord",
    "Markets",
    "ShopDraft",
    "ShopRecord",
    "locale_of",
    "save_market",
    "save_shop",
]
