"""What carriage costs, and the sales tax of some states, as commands take them."""

from decimal import Decimal

from comptoir.api import DeliveryRate, TaxRateEntry, parse_money

from comptoir_atelier.sources import Table, read


def delivery_rates() -> list[DeliveryRate]:
    """Return the table of rates, in the order in which options are shown."""
    return [_rate(table) for table in read("delivery")["rate"]]


def sales_taxes() -> list[TaxRateEntry]:
    """Return the American rates by state; the states that are not named charge none here."""
    return [
        TaxRateEntry(
            category="standard",
            percent=Decimal(table["percent"]),
            name=table["name"],
            region=table["state"],
        )
        for table in read("delivery")["sales_tax"]
    ]


def _rate(table: Table) -> DeliveryRate:
    currency = table["currency"]
    below = parse_money(table["below"], currency).minor if "below" in table else None
    first, last = table.get("days", (None, None))
    return DeliveryRate(
        handle=table["handle"],
        titles={language: table[language] for language in ("en", "fr") if language in table},
        amount=parse_money(table["price"], currency),
        market=table["market"],
        countries=tuple(table.get("countries", ())),
        subtotal_below=below,
        grams_below=table.get("grams_below"),
        days_from=first,
        days_until=last,
        method=table.get("method", "SHIPPING"),
    )
