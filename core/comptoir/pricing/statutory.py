"""Built-in rates of value added tax; a shop replaces those of a country with `set_tax_rates`.

State: 1 January 2026, held against the sources below on 22 November 2026; later changes that they tell of (Belgium,
1 March: hotels and pesticides; Latvia and Austria, 1 July: some foods) touch nothing here. Countries: the euro area
and the United Kingdom. Rates are the mainland's; territories outside the VAT area (Council Directive 2006/112/EC,
art. 6), and islands and regions with rates of their own, need theirs set. Countries that are not here, such as the
United States, have no rate known before checkout. A rate is data, not advice: check before you sell.

Rules: Council Directive 2006/112/EC, art. 96-99 (standard and reduced rates) with Annex III point 6 (books) as
amended by Directive (EU) 2022/542; art. 110 (older super-reduced and zero rates); art. 30b (a voucher for several
purposes is not taxed when sold, hence `gift_card`). Children's clothing is not in Annex III (CJEU, C-49/09,
Commission v Poland), so that it has a rate of its own in Ireland, Luxembourg and the United Kingdom alone.

Standard rates: the European Commission's "Taxes in Europe" database (TEDB), as extracted on 23 September 2026; among
them Estonia 24 % since 1 July 2025, Finland 25.5 % since 1 September 2024, Slovakia 23 % since 1 January 2025.

Books, by source: Austria UStG § 10(2) with annex 1, as consolidated on 5 August 2026; Bulgaria, VAT act art. 66 (9 %
for good since 2023); Cyprus, VAT law as amended on 21 July 2023; Finland, VAT act § 85a, 13.5 % by the budget for
2026; Greece, annex III of the VAT code, as the revenue authority AADE explains it; Ireland, zero rate list of the
Revenue Commissioners; Latvia, VAT law as amended for 2026 (5 % only in Latvian, Latgalian, Livonian and the official
languages of the EU, EEA, Switzerland, candidate countries and the OECD; others at the standard rate); Lithuania, law
XV-287 on art. 19 of the VAT law (5 % since 1 January 2026); the Netherlands, tax plan for 2026 (9 % stays); Slovakia,
act of 3 October 2024 (5 % since 1 January 2025); the United Kingdom, VAT Act 1994 sch. 8 group 3, as HM Revenue and
Customs lists it; Belgium, Croatia (books of scientific, cultural or educational content), Estonia, France (CGI art.
278-0 bis A 3°), Germany (UStG § 12 with annex 2 no. 49), Italy, Luxembourg (law of 12 February 1979, annex B), Malta,
Portugal, Slovenia (5 % since 2020) and Spain: the Council of Europe's Compendium of Cultural Policies, 19th edition,
2017, and what was published of changes since.

Children's clothing: zero rate list of the Irish Revenue Commissioners (under 11 years); Luxembourg's annex B (under
14); VAT Act 1994 sch. 8 group 16, as HM Revenue and Customs lists it.
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
