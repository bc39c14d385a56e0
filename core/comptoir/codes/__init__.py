"""Codes that every context speaks: countries, languages, currencies."""

from comptoir.codes.country import CountryCode
from comptoir.codes.currency import CurrencyCode
from comptoir.codes.language import LanguageCode

__all__ = ["CountryCode", "CurrencyCode", "LanguageCode"]
