"""Built-in rates of value added tax; a shop replaces those of a country with `set_tax_rates`.

State: 1 January 2026. Countries: the euro area and the United Kingdom. Rates are the mainland's; territories
outside the VAT area (Council Directive 2006/112/EC, art. 6) need rates of their own. Countries that are not
here, such as the United States, have no rate known before checkout.

Sources: Council Directive 2006/112/EC, art. 96-99 (standard and reduced rates), Annex III point 6 (books),
art. 30b (a voucher for several purposes is not taxed when sold, hence `gift_card`); national laws as the
European Commission's "Taxes in Europe" database lists them, among them French CGI art. 278 and 278-0 bis A 3°
(books 5.5 %), German UStG § 12 and annex 2 no. 49 (books 7 %), Irish VAT Consolidation Act 2010 sch. 2
(books and children's clothing 0 %), Luxembourg's law of 12 February 1979 annex B (books and children's
clothing 3 %); for the United Kingdom VAT Act 1994 s. 2, sch. 8 group 3 (books 0 %) and group 16 (children's
clothing 0 %). A rate is data, not advice: check before you sell.
"""

from collections.abc import Mapping

from comptoir.pricing.tax import STANDARD, TaxRate, TaxRates

CATEGORIES = ("standard", "clothing", "clothing_children", "books", "gift_card")
"""Tax categories that the built-in table knows; others are taxed at the standard rate."""

_Row = tuple[str, str, str, str | None]
"""Name of the tax; standard rate; books; children's clothing, none for the standard rate. In per cent."""

_TABLE: Mapping[str, _Row] = {
    "AT": ("USt", "20", "10", None),
    "BE": ("TVA/BTW", "21", "6", None),
    "BG": ("ДДС", "20", "9", None),
    "CY": ("ΦΠΑ", "19", "3", None),
    "DE": ("USt", "19", "7", None),
    "EE": ("KM", "24", "9", None),
    "ES": ("IVA", "21", "4", None),
    "FI": ("ALV", "25.5", "13.5", None),
    "FR": ("TVA", "20", "5.5", None),
    "GB": ("VAT", "20", "0", "0"),
    "GR": ("ΦΠΑ", "24", "6", None),
    "HR": ("PDV", "25", "5", None),
    "IE": ("VAT", "23", "0", "0"),
    "IT": ("IVA", "22", "4", None),
    "LT": ("PVM", "21", "5", None),
    "LU": ("TVA", "17", "3", "3"),
    "LV": ("PVN", "21", "5", None),
    "MT": ("VAT", "18", "5", None),
    "NL": ("BTW", "21", "9", None),
    "PT": ("IVA", "23", "6", None),
    "SI": ("DDV", "22", "5", None),
    "SK": ("DPH", "23", "5", None),
}


def _rate(name: str, percent: str) -> TaxRate:
    whole, _, part = percent.partition(".")
    return TaxRate(int(whole) * 10_000 + int(part.ljust(4, "0")), f"{name} {percent} %")


def _rates(row: _Row) -> TaxRates:
    name, standard, books, children = row
    return {
        STANDARD: _rate(name, standard),
        "clothing": _rate(name, standard),
        "clothing_children": _rate(name, children or standard),
        "books": _rate(name, books),
        "gift_card": _rate(name, "0"),
    }


STATUTORY_RATES: Mapping[str, TaxRates] = {country: _rates(row) for country, row in _TABLE.items()}
"""Built-in rates by country and tax category."""
