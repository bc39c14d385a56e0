"""Prices per unit of measure, such as per kilogram or per litre.

Directive 98/6/EC, art. 3 asks for them beside the price of goods sold by quantity.
"""

from decimal import ROUND_HALF_UP, Decimal

from comptoir.money import Money

_BASE: dict[str, Decimal] = {
    "MG": Decimal("0.001"),
    "G": Decimal(1),
    "KG": Decimal(1000),
    "OZ": Decimal("28.349523125"),
    "LB": Decimal("453.59237"),
    "ML": Decimal(1),
    "CL": Decimal(10),
    "L": Decimal(1000),
    "M3": Decimal(1_000_000),
    "FLOZ": Decimal("29.5735295625"),
    "PT": Decimal("473.176473"),
    "QT": Decimal("946.352946"),
    "GAL": Decimal("3785.411784"),
    "MM": Decimal("0.1"),
    "CM": Decimal(1),
    "M": Decimal(100),
    "IN": Decimal("2.54"),
    "FT": Decimal("30.48"),
    "YD": Decimal("91.44"),
    "M2": Decimal(1),
    "FT2": Decimal("0.09290304"),
    "ITEM": Decimal(1),
}
"""Units in the one that quantities are counted in: grams, millilitres, centimetres, square metres, pieces.

Pound and inch by the international agreement of 1959, fluid measures of the United States.
"""


def price_per_unit(price: Money, *, thousandths: int, reference: str) -> Money | None:
    """Return the price of one reference unit of goods that hold so many thousandths of the counted unit.

    Rounded half up to a minor unit; none for an unknown unit or no quantity.
    """
    size = _BASE.get(reference)
    if size is None or thousandths <= 0:
        return None
    exact = Decimal(price.minor) * size * 1000 / thousandths
    return Money(int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)), price.currency)
