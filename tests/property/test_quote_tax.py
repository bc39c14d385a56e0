"""What holds of tax arithmetic, whatever the amount and the rate."""

from decimal import ROUND_HALF_UP, Decimal

from comptoir.pricing.statutory import CATEGORIES, STATUTORY_RATES
from comptoir.pricing.tax import (
    WHOLE,
    TaxRate,
    changed_by,
    divide_half_up,
    shown_price,
    tax_on,
    tax_within,
    to_millionths,
    with_tax,
    without_tax,
)
from hypothesis import given
from hypothesis import strategies as st

amounts = st.integers(0, 10**12)
rates = st.integers(0, WHOLE)


@given(amounts, rates)
def test_adding_tax_and_taking_it_out_gives_the_amount_back(net, rate):
    assert without_tax(with_tax(net, rate), rate) == net


@given(amounts, rates)
def test_taking_tax_out_and_adding_it_is_off_by_a_minor_unit_at_most(gross, rate):
    assert abs(with_tax(without_tax(gross, rate), rate) - gross) <= 1


@given(amounts, rates)
def test_tax_within_and_the_rest_make_the_whole(gross, rate):
    assert abs(gross - tax_within(gross, rate) - without_tax(gross, rate)) <= 1
    assert 0 <= tax_within(gross, rate) <= gross


@given(amounts, rates)
def test_tax_on_top_is_what_the_gross_price_adds(net, rate):
    assert with_tax(net, rate) == net + tax_on(net, rate)


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**9))
def test_division_rounds_half_away_from_zero_like_decimal_does(amount, divisor):
    exact = Decimal(amount) / Decimal(divisor)
    if exact == exact.quantize(Decimal("1e-9")):
        assert divide_half_up(amount, divisor) == int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    assert abs(divide_half_up(amount, divisor) * divisor - amount) * 2 <= divisor


@given(amounts, rates, st.booleans())
def test_a_price_stored_as_it_is_shown_is_not_touched(amount, rate, with_it):
    assert shown_price(amount, includes_tax=with_it, show_tax=with_it, rate=rate) == amount


@given(rates)
def test_rates_are_exact_percentages(rate):
    assert to_millionths(Decimal(rate).scaleb(-4)) == rate


def test_every_country_with_built_in_rates_has_one_for_each_category():
    for rates_of_country in STATUTORY_RATES.values():
        assert tuple(rates_of_country) == CATEGORIES
        assert 0 == rates_of_country["gift_card"].rate <= rates_of_country["books"].rate
        assert rates_of_country["books"].rate < rates_of_country["standard"].rate <= WHOLE // 4 + 5_000
    assert STATUTORY_RATES["FR"]["books"] == TaxRate(55_000, "TVA 5.5 %")
    assert STATUTORY_RATES["GB"]["clothing_children"] == TaxRate(0, "VAT 0 %")
    assert STATUTORY_RATES["FI"]["standard"] == TaxRate(255_000, "ALV 25.5 %")


@given(amounts, st.integers(-WHOLE, WHOLE))
def test_a_change_moves_a_price_its_own_way(amount, change):
    moved = changed_by(amount, change)
    assert (moved - amount) * change >= 0
    assert moved >= 0
