"""What holds of every quote, whatever the lines, the market and the divergences."""

import ast
import dataclasses
import inspect
import itertools
from pathlib import Path

import comptoir.money
import comptoir.pricing
from comptoir.money import Money, exponent
from comptoir.pricing.quote import quote
from comptoir.pricing.unit_price import price_unit
from hypothesis import given
from hypothesis import strategies as st

from tests.property.quote_cases import cases, facts, lines

PRICING = Path(comptoir.pricing.__file__).parent


@given(cases())
def test_lines_sum_to_the_totals(case):
    wanted, known, divergences = case
    made = quote(wanted, known, divergences)
    results = made.lines.values()
    assert made.subtotal.minor == sum(line.subtotal.minor for line in results)
    assert made.total.minor == sum(line.total.minor for line in results)
    if known.tax_rates is None:
        assert made.total_tax is None
        assert all(line.tax is None for line in results)
    else:
        assert made.total_tax.minor == sum(line.tax.minor for line in results)


@given(cases())
def test_a_line_is_its_unit_price_times_its_quantity(case):
    wanted, known, divergences = case
    made = quote(wanted, known, divergences)
    for line in wanted:
        result = made.lines[line.key]
        assert result.subtotal == result.unit * line.quantity
        added = 0 if known.includes_tax or result.tax is None else result.tax.minor
        assert result.total.minor == result.subtotal.minor + added


@given(cases())
def test_the_same_input_has_the_same_digest(case):
    wanted, known, divergences = case
    assert quote(wanted, known, divergences) == quote(list(wanted), known, list(divergences))


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_lines_candidates_and_divergences_is_irrelevant(case, random):
    wanted, known, divergences = case
    shuffled = [
        dataclasses.replace(line, candidates=random.sample(line.candidates, len(line.candidates)))
        for line in random.sample(wanted, len(wanted))
    ]
    again = quote(shuffled, known, random.sample(divergences, len(divergences)))
    assert again == quote(wanted, known, divergences)


@given(cases())
def test_equal_digests_mean_equal_amounts(case):
    wanted, known, divergences = case
    plain, changed = quote(wanted, known), quote(wanted, known, divergences)
    if plain.digest == changed.digest:
        assert plain.lines == changed.lines
    if any(plain.lines[key].unit != changed.lines[key].unit for key in plain.lines):
        assert plain.digest != changed.digest


@given(cases())
def test_no_amount_is_below_zero_and_all_are_whole_minor_units(case):
    made = quote(*case)
    amounts = [made.subtotal, made.total, made.total_tax]
    for line in made.lines.values():
        amounts += [line.unit, line.subtotal, line.total, line.tax, line.compare_at_unit]
    for step in made.steps:
        amounts += [step.before, step.after]
    for amount in amounts:
        if amount is not None:
            assert type(amount.minor) is int
            assert amount.minor >= 0
            assert amount.currency == case[1].currency


@given(cases())
def test_steps_lead_from_the_list_to_the_unit_price(case):
    wanted, known, divergences = case
    made = quote(wanted, known, divergences)
    for line in wanted:
        steps = [step for step in made.steps if step.line_key == line.key]
        chain = [step for step in steps if step.kind in {"price", "tax_display", "divergence"}]
        assert chain[0].kind == "price"
        for earlier, later in itertools.pairwise(chain):
            assert later.before == earlier.after
        assert chain[-1].after == made.lines[line.key].unit


@given(cases())
def test_the_catalogue_price_is_the_quote_of_one_unit(case):
    wanted, known, divergences = case
    for line in wanted:
        single = dataclasses.replace(line, quantity=1)
        unit = price_unit(single, known, divergences)
        assert quote([single], known, divergences).lines[line.key].unit == Money(unit.amount, known.currency)


@given(cases())
def test_the_highest_minimum_reached_counts_within_a_list(case):
    wanted, known, _ = case
    for line in wanted:
        unit = price_unit(line, known)
        ladder = dict(line.candidates)[unit.terms]
        assert unit.chosen in ladder
        assert unit.chosen.minimum_quantity <= line.quantity
        between = [b for b in ladder if unit.chosen.minimum_quantity < b.minimum_quantity <= line.quantity]
        assert between == []


@given(cases())
def test_compare_at_is_always_above_the_price(case):
    for line in quote(*case).lines.values():
        assert line.compare_at_unit is None or line.unit < line.compare_at_unit


@given(facts(currency="JPY").flatmap(lambda known: st.tuples(st.just(known), lines("JPY"))))
def test_yen_have_no_decimals(case):
    known, wanted = case
    assert "." not in quote(wanted, known).total.amount


@given(facts(currency="KWD").flatmap(lambda known: st.tuples(st.just(known), lines("KWD"))))
def test_kuwaiti_dinars_have_three_decimals(case):
    known, wanted = case
    _, _, decimals = quote(wanted, known).total.amount.partition(".")
    assert len(decimals) == exponent("KWD") == 3


def test_no_channel_can_enter():
    pure = ["quote.py", "digest.py", "unit_price.py", "tax.py"]
    for path in [*(PRICING / name for name in pure), *(PRICING / "promotions").glob("*.py")]:
        source = path.read_text()
        names = {
            getattr(node, field)
            for node in ast.walk(ast.parse(source))
            for field in ("id", "attr", "arg", "name")
            if isinstance(getattr(node, field, None), str)
        }
        assert not {name for name in names if "channel" in name.lower()}
        assert "channel" not in source.lower()
    what_counts = ["lines", "facts", "divergences", "promotions", "charges", "codes"]
    assert list(inspect.signature(quote).parameters) == what_counts


def test_no_float_anywhere():
    # It tells a rate as the `Float` that the dialect has; nothing is reckoned from it.
    told = PRICING / "graphql" / "discounts.py"
    for path in {Path(comptoir.money.__file__), *PRICING.rglob("*.py")} - {told}:
        for node in ast.walk(ast.parse(path.read_text())):
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), path
            assert not (isinstance(node, ast.Name) and node.id == "float"), path
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
                assert _is_decimal_or_path(node), f"{path}:{node.lineno}"


def _is_decimal_or_path(division):
    """Say whether a division is one of decimals or of paths: `Decimal(…) / n`, `exact / n`, `folder / "name"`."""
    text = ast.unparse(division)
    return "Decimal(" in text or "__file__" in text
