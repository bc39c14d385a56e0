"""Setting the tax rates of a country."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, delete, insert, select

from comptoir.codes import CountryCode
from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.pricing.drafts import TaxRateEntry
from comptoir.pricing.models import TAX_RATE
from comptoir.pricing.tax import WHOLE, to_millionths

_STORED = (
    select(TAX_RATE)
    .where(TAX_RATE.c.country == bindparam("country"))
    .order_by(TAX_RATE.c.region, TAX_RATE.c.category)
)


def set_tax_rates(tx: Tx, *, country: str, rates: Sequence[TaxRateEntry]) -> bool:
    """Make these all the rates of a country, in place of those built in, and say whether they changed.

    An empty sequence goes back to the built-in ones. Raises `DomainError` with `INVALID_COUNTRY`,
    `INVALID_RATE` or `TAKEN` for two rates of one category.
    """
    if country not in CountryCode.__members__ or country == "ZZ":
        raise DomainError("INVALID_COUNTRY", f"'{country[:8]}' is not a country", field=("country",))
    wanted = sorted(
        (_checked(country, entry) for entry in rates), key=lambda row: (row["region"], row["category"])
    )
    if len({(row["region"], row["category"]) for row in wanted}) != len(wanted):
        raise DomainError("TAKEN", "a category has two rates", field=("rates",))
    stored = [dict(row._mapping) for row in tx.all(_STORED, {"country": country})]  # noqa: SLF001
    if stored == wanted:
        return False
    tx.execute(delete(TAX_RATE).where(TAX_RATE.c.country == country))
    if wanted:
        tx.execute(insert(TAX_RATE), wanted)
    tx.changed("catalog", "tax_rate", list(CountryCode).index(CountryCode(country)))
    return True


def _checked(country: str, entry: TaxRateEntry) -> dict[str, Any]:
    try:
        rate = to_millionths(entry.percent)
    except (ValueError, ArithmeticError) as error:
        raise DomainError("INVALID_RATE", f"'{entry.percent}' is not a rate", field=("rates",)) from error
    if not 0 <= rate <= WHOLE or not entry.category or not entry.name:
        raise DomainError("INVALID_RATE", f"{entry.percent} % is not a rate", field=("rates",))
    return {
        "country": country,
        "region": entry.region,
        "category": entry.category,
        "rate": rate,
        "name": entry.name,
    }
