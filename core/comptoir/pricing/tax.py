"""Tax and percentages on whole minor units: no fraction is ever stored, each result is rounded half up once.

Rates are counted in millionths, so that 5.5 % is 55,000 and 8.875 % is 88,750, exactly.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

WHOLE = 1_000_000
"""A rate of 100 %."""
STANDARD = "standard"
"""The tax category that stands in for those a country has no rate of its own for."""
_PER_CENT = WHOLE // 100


@dataclass(frozen=True, slots=True)
class TaxRate:
    """A rate in millionths, with the name that receipts show, such as `TVA 20 %`."""

    rate: int
    name: str


TaxRates = Mapping[str, TaxRate]
"""Rates of one destination by tax category."""

EXEMPT = TaxRate(0, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvidedTax:
    """What a tax provider said of one line or charge: an amount in minor units, else a rate in millionths.

    `taxed` is what it was said of, as the market shows prices. `source` names provider and jurisdiction.
    """

    taxed: int
    name: str
    source: str
    rate: int = 0
    amount: int | None = None

    def due(self, *, includes_tax: bool) -> int:
        """Return the tax within the amount or on top of it; a rate is rounded half up once."""
        if self.amount is not None:
            return self.amount
        return tax_within(self.taxed, self.rate) if includes_tax else tax_on(self.taxed, self.rate)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxFacts:
    """What tax depends on beside the country: its subdivision, and what a provider said of lines and charges by key."""

    region: str = ""
    provided: Mapping[str, ProvidedTax] = field(default_factory=dict)


NO_FACTS = TaxFacts()


def to_millionths(percent: Decimal) -> int:
    """Return a percentage in millionths; raises `ValueError` for one finer than 0.0001 %."""
    exact = percent * _PER_CENT
    if exact != exact.to_integral_value():
        raise ValueError(f"{percent} % is finer than 0.0001 %")
    return int(exact)


def to_percent(millionths: int) -> Decimal:
    """Return a rate in per cent, without zeros at its end."""
    return Decimal(format((Decimal(millionths) / _PER_CENT).normalize(), "f"))


def divide_half_up(amount: int, divisor: int) -> int:
    """Return `amount / divisor` as a whole number, halves away from zero; the divisor is positive."""
    sign = -1 if amount < 0 else 1
    return sign * ((2 * abs(amount) + divisor) // (2 * divisor))


def with_tax(net: int, rate: int) -> int:
    """Return an amount with its tax added."""
    return divide_half_up(net * (WHOLE + rate), WHOLE)


def without_tax(gross: int, rate: int) -> int:
    """Return an amount with the tax within it taken out."""
    return divide_half_up(gross * WHOLE, WHOLE + rate)


def tax_on(net: int, rate: int) -> int:
    """Return the tax to add to an amount."""
    return divide_half_up(net * rate, WHOLE)


def tax_within(gross: int, rate: int) -> int:
    """Return the tax that an amount contains."""
    return divide_half_up(gross * rate, WHOLE + rate)


def changed_by(amount: int, change: int) -> int:
    """Return an amount after a change in millionths: -100,000 takes 10 % off."""
    return divide_half_up(amount * (WHOLE + change), WHOLE)


def shown_price(amount: int, *, includes_tax: bool, show_tax: bool, rate: int) -> int:
    """Return a stored price as a market shows it, converted by the rate of the destination."""
    if includes_tax == show_tax:
        return amount
    return with_tax(amount, rate) if show_tax else without_tax(amount, rate)


def rate_for(rates: TaxRates | None, category: str, *, taxable: bool = True) -> TaxRate:
    """Return the rate of a category: its own, else the standard one; nothing where none is known."""
    if not rates or not taxable:
        return EXEMPT
    return rates.get(category) or rates.get(STANDARD, EXEMPT)
