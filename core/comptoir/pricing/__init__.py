"""Prices: lists, tax, divergences, and the quote that makes every amount shown or charged."""

from comptoir.pricing.book import PriceBook, PriceRange, PriceView, book_of, price_of
from comptoir.pricing.commands import (
    end_divergence,
    record_divergence,
    remove_prices,
    save_price_list,
    set_prices,
    set_tax_rates,
)
from comptoir.pricing.drafts import DivergenceDraft, PriceEntry, PriceListDraft, TaxRateEntry
from comptoir.pricing.quote import LineQuote, Quote, QuoteStep, UnpricedError, quote
from comptoir.pricing.quoting import (
    RequestedLine,
    divergences_in_force,
    next_price_change,
    quote_for,
    quote_lines,
)
from comptoir.pricing.snapshot import PRICES, DivergenceRecord, Prices
from comptoir.pricing.unit_price import Divergence, QuoteFacts, QuoteLine

__all__ = [
    "PRICES",
    "Divergence",
    "DivergenceDraft",
    "DivergenceRecord",
    "LineQuote",
    "PriceBook",
    "PriceEntry",
    "PriceListDraft",
    "PriceRange",
    "PriceView",
    "Prices",
    "Quote",
    "QuoteFacts",
    "QuoteLine",
    "QuoteStep",
    "RequestedLine",
    "TaxRateEntry",
    "UnpricedError",
    "book_of",
    "divergences_in_force",
    "end_divergence",
    "next_price_change",
    "price_of",
    "quote",
    "quote_for",
    "quote_lines",
    "record_divergence",
    "remove_prices",
    "save_price_list",
    "set_prices",
    "set_tax_rates",
]
