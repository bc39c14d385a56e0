"""Tax rates as staff see and change them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from comptoir.db.tx import ReadTx, Tx
from comptoir.pricing.commands import set_tax_rates
from comptoir.pricing.drafts import TaxRateEntry
from comptoir.pricing.models import TAX_RATE
from comptoir.pricing.statutory import STATUTORY_RATES
from comptoir.pricing.tax import to_percent
from comptoir.staff.audit import recording

_STORED = (
    select(TAX_RATE)
    .where(TAX_RATE.c.country == bindparam("country"))
    .order_by(TAX_RATE.c.region, TAX_RATE.c.category)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedTaxRate(TaxRateEntry):
    """A rate as it stands: the shop's own, or one that is built in."""

    country: str
    built_in: bool


def find_tax_rates(tx: ReadTx, *, country: str) -> list[EditedTaxRate]:
    """Return the rates of a country that count: the shop's own, else those built in."""
    own = [
        _rate(country, row.category, row.rate, row.name, region=row.region)
        for row in tx.all(_STORED, {"country": country})
    ]
    built_in = STATUTORY_RATES.get(country, {})
    return own or [
        _rate(country, category, rate.rate, rate.name, built_in=True)
        for category, rate in sorted(built_in.items())
    ]


def put_tax_rates(
    tx: Tx, *, country: str, rates: Sequence[TaxRateEntry], reason: str | None = None
) -> list[EditedTaxRate]:
    """Make these all the rates of a country; none goes back to those built in.

    Raises `DomainError` as `set_tax_rates` does.
    """

    def state() -> Mapping[str, Any]:
        return {
            f"{rate.region}:{rate.category}".lstrip(":"): f"{rate.percent} % {rate.name}"
            for rate in find_tax_rates(tx, country=country)
        }

    with recording(tx, action="tax_rates.changed", subject=country, state=state, reason=reason):
        set_tax_rates(tx, country=country, rates=rates)
    return find_tax_rates(tx, country=country)


def _rate(
    country: str, category: str, rate: int, name: str, *, region: str = "", built_in: bool = False
) -> EditedTaxRate:
    return EditedTaxRate(
        country=country,
        category=category,
        percent=to_percent(rate),
        name=name,
        region=region,
        built_in=built_in,
    )
