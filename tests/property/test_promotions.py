"""What holds of every quote with promotions, whatever they are and however they stack."""

import dataclasses
import itertools

from comptoir.pricing.quote import quote
from hypothesis import given
from hypothesis import strategies as st

from tests.property.promotion_cases import promoted


def parts(made):
    """Return lines and charges by their keys."""
    return {**made.lines, **{charge.key: charge for charge in made.charges}}


@given(promoted())
def test_allocations_sum_exactly_to_each_promotion_and_to_all_discounts(case):
    made = quote(*case[0], **case[1])
    by_promotion = {}
    for part in parts(made).values():
        taken = sum(each.amount.minor for each in part.discounts)
        assert part.subtotal.minor == part.before_discounts.minor - taken
        for each in part.discounts:
            by_promotion[each.promotion] = by_promotion.get(each.promotion, 0) + each.amount.minor
    assert {each.promotion.number: each.amount.minor for each in made.applied_promotions} == by_promotion
    goods = sum(each.amount.minor for line in made.lines.values() for each in line.discounts)
    assert made.subtotal.minor == made.before_discounts.minor - goods


@given(promoted())
def test_no_line_and_no_charge_falls_below_zero_and_every_discount_is_above(case):
    made = quote(*case[0], **case[1])
    for part in parts(made).values():
        assert 0 <= part.subtotal.minor <= part.before_discounts.minor
        assert part.total.minor >= part.subtotal.minor
        for each in part.discounts:
            assert type(each.amount.minor) is int
            assert each.amount.minor > 0


@given(promoted())
def test_lines_and_charges_sum_to_the_totals(case):
    made = quote(*case[0], **case[1])
    found = parts(made).values()
    assert made.total.minor == sum(part.total.minor for part in found)
    if made.total_tax is not None:
        assert made.total_tax.minor == sum(part.tax.minor for part in found)


@given(promoted(), st.randoms(use_true_random=False))
def test_the_order_of_everything_is_irrelevant(case, random):
    (lines, facts, divergences), rest = case
    shuffled = {name: random.sample(each, len(each)) for name, each in rest.items()}
    again = quote(random.sample(lines, len(lines)), facts, divergences, **shuffled)
    assert again == quote(lines, facts, divergences, **rest)


@given(promoted())
def test_steps_lead_from_the_price_to_what_is_charged(case):
    made = quote(*case[0], **case[1])
    for key, part in parts(made).items():
        steps = [step for step in made.steps if step.line_key == key]
        chain = [step for step in steps if step.kind in {"line", "charge", "promotion"}]
        assert chain[0].after == part.before_discounts
        for earlier, later in itertools.pairwise(chain):
            assert later.before == earlier.after
        assert chain[-1].after == part.subtotal
        assert len(chain) == 1 + len(part.discounts)


@given(promoted())
def test_promotions_never_cost_the_shopper_anything(case):
    (lines, facts, divergences), rest = case
    plain = quote(lines, facts, divergences, charges=rest["charges"])
    made = quote(lines, facts, divergences, **rest)
    assert made.before_discounts == plain.subtotal
    assert made.subtotal.minor <= plain.subtotal.minor
    assert made.total.minor <= plain.total.minor


@given(promoted())
def test_equal_digests_mean_equal_amounts(case):
    (lines, facts, divergences), rest = case
    plain = quote(lines, facts, divergences, charges=rest["charges"], codes=rest["codes"])
    made = quote(lines, facts, divergences, **rest)
    if plain.digest == made.digest:
        assert plain.lines == made.lines
        assert plain.charges == made.charges
    if made.applied_promotions:
        assert plain.digest != made.digest


@given(promoted())
def test_no_promotion_applies_without_its_code_group_place_moment_or_when_used_up(case):
    (lines, facts, divergences), rest = case
    made = quote(lines, facts, divergences, **rest)
    given_codes = {code.strip().lower() for code in rest["codes"]}
    for each in made.applied_promotions:
        promotion = each.promotion
        terms = promotion.conditions
        assert not promotion.used_up
        assert promotion.codes is None or promotion.codes & given_codes
        assert (each.code is None) == (promotion.codes is None)
        assert not terms.customer_groups or terms.customer_groups & facts.customer_groups
        assert not terms.markets or facts.market in terms.markets
        assert not terms.first_order
        assert terms.starts_at is None or terms.starts_at <= facts.at
        assert terms.ends_at is None or facts.at < terms.ends_at


@given(promoted())
def test_promotions_that_do_not_combine_never_meet(case):
    made = quote(*case[0], **case[1])
    for one, other in itertools.combinations([each.promotion for each in made.applied_promotions], 2):
        together = other.scope in one.combines_with and one.scope in other.combines_with
        if one.scope != other.scope or one.scope == "order":
            assert together


@given(promoted())
def test_a_code_applies_exactly_where_its_promotion_does(case):
    made = quote(*case[0], **case[1])
    applied = {each.code: each.promotion for each in made.applied_promotions if each.code}
    assert set(made.codes) == set(case[1]["codes"])
    for code, verdict in made.codes.items():
        assert verdict.applicable == (verdict.reason is None)
        if code in applied:
            assert verdict.applicable
        elif verdict.applicable:
            found = [each for each in case[1]["promotions"] if code.strip().lower() in (each.codes or ())]
            assert [each.scope for each in found] == ["shipping"]
            assert made.charges == ()


@given(promoted())
def test_what_the_catalogue_shows_is_what_one_piece_costs_with_those_promotions(case):
    (lines, facts, divergences), rest = case
    shown = [each for each in rest["promotions"] if each.in_catalogue]
    for line in lines:
        alone = quote([line], facts, divergences, promotions=shown).lines[line.key]
        assert alone.unit.minor * line.quantity == alone.subtotal.minor
        together = quote(lines, facts, divergences, promotions=shown).lines[line.key]
        assert together.unit == alone.unit


@given(promoted())
def test_a_cart_never_costs_more_than_the_catalogue_says(case):
    (lines, facts, divergences), rest = case
    shown = [each for each in rest["promotions"] if each.in_catalogue]
    catalogue = quote(lines, facts, divergences, promotions=shown, charges=rest["charges"])
    made = quote(lines, facts, divergences, **rest)
    saved, least = (sum(part.subtotal.minor for part in parts(each).values()) for each in (made, catalogue))
    assert saved <= least


@given(promoted("JPY"))
def test_yen_stay_whole(case):
    made = quote(*case[0], **case[1])
    amounts = [each.amount for part in parts(made).values() for each in part.discounts]
    assert all("." not in amount.amount for amount in [*amounts, made.total])


@given(promoted("KWD"))
def test_dinars_keep_three_decimals(case):
    made = quote(*case[0], **case[1])
    assert len(made.total.amount.partition(".")[2]) == 3


@given(promoted())
def test_gift_cards_are_never_reduced(case):
    (lines, facts, divergences), rest = case
    cards = [dataclasses.replace(line, discountable=False) for line in lines]
    made = quote(cards, facts, divergences, **rest)
    assert made.subtotal == made.before_discounts
