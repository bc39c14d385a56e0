"""Weights and quantities in the units that people read."""

from dataclasses import dataclass
from typing import Protocol

GRAMS_IN = {"GRAMS": 1.0, "KILOGRAMS": 1000.0, "OUNCES": 28.349523125, "POUNDS": 453.59237}
"""Grams in a unit; ounce and pound are avoirdupois, exact by the international agreement of 1959."""
_COUNTED_IN = {"WEIGHT": "G", "VOLUME": "ML", "LENGTH": "CM", "AREA": "M2", "COUNT": "ITEM"}


class Measured(Protocol):
    """What has a quantity for unit prices."""

    unit_measurement: tuple[str, int, str] | None


def weight_in(grams: int | None, unit: str) -> float | None:
    """Return a weight in a unit, to four places."""
    return None if grams is None else round(grams / GRAMS_IN[unit], 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMeasurement:
    """The quantity in a variant, and the quantity that its unit price is for."""

    measured_type: str
    quantity_unit: str
    quantity_value: float
    reference_unit: str
    reference_value: int = 1


def unit_measurement(variant: Measured) -> UnitMeasurement | None:
    """Return how a variant is measured for its unit price; none when it has no unit price."""
    if variant.unit_measurement is None:
        return None
    measured, thousandths, reference = variant.unit_measurement
    return UnitMeasurement(
        measured_type=measured,
        quantity_unit=_COUNTED_IN.get(measured, "UNKNOWN"),
        quantity_value=thousandths / 1000,
        reference_unit=reference,
    )
