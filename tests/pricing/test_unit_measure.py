"""Prices per unit of measure."""

import pytest
from comptoir.money import Money
from comptoir.pricing.unit_measure import price_per_unit


@pytest.mark.parametrize(
    ("price", "thousandths", "reference", "expected"),
    [
        (Money(500, "EUR"), 250_000, "KG", Money(2000, "EUR")),
        (Money(500, "EUR"), 250_000, "G", Money(2, "EUR")),
        (Money(1999, "EUR"), 750_000, "L", Money(2665, "EUR")),
        (Money(1999, "GBP"), 1_000_000, "LB", Money(907, "GBP")),
        (Money(800, "JPY"), 150_000, "M", Money(533, "JPY")),
        (Money(999, "EUR"), 3_000, "ITEM", Money(333, "EUR")),
        (Money(999, "EUR"), 0, "ITEM", None),
        (Money(999, "EUR"), 3_000, "UNKNOWN", None),
    ],
)
def test_a_price_per_unit_is_rounded_half_up(price, thousandths, reference, expected):
    assert price_per_unit(price, thousandths=thousandths, reference=reference) == expected
