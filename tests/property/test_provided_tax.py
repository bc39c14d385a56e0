"""What holds of quotes whose tax a provider says, whatever it says."""

from dataclasses import replace

import pytest
from comptoir.hooks.tax import LineTax, TaxAddress, TaxAnswer, TaxCharge, TaxLine, TaxRequest, TaxUnknownError
from comptoir.money import Money, total
from comptoir.pricing import quote
from comptoir.pricing.tax import WHOLE, ProvidedTax, tax_on, tax_within
from comptoir.pricing.taxing import check_answer
from hypothesis import given
from hypothesis import strategies as st

from tests.property.promotion_cases import promoted


@st.composite
def provided(draw):
    """A case of `quote`, its quote by the table, and what a provider says of some of its lines and charges."""
    (lines, facts, divergences), more = draw(promoted())
    plain = quote(lines, facts, divergences, **more)
    said = {
        key: draw(taxes(part.subtotal.minor, includes_tax=facts.includes_tax))
        for key, part in parts(plain).items()
        if draw(st.booleans())
    }
    return plain, quote(lines, replace(facts, taxes=said), divergences, **more), said


@st.composite
def taxes(draw, amount, *, includes_tax):
    rate = draw(st.integers(0, WHOLE))
    exact = tax_within(amount, rate) if includes_tax else tax_on(amount, rate)
    known = draw(st.sampled_from(["rate", "amount"]))
    return ProvidedTax(
        taxed=amount, name="Tax", source="assessor", rate=rate, amount=exact if known == "amount" else None
    )


def parts(made):
    return {**made.lines, **{charge.key: charge for charge in made.charges}}


@given(provided())
def test_a_provider_changes_taxes_and_nothing_else(case):
    plain, taxed, said = case
    for key, before in parts(plain).items():
        after = parts(taxed)[key]
        assert (after.before_discounts, after.discounts, after.subtotal) == (
            before.before_discounts,
            before.discounts,
            before.subtotal,
        )
        if key not in said:
            assert (after.tax, after.total) == (before.tax, before.total)
        if taxed.includes_tax:
            assert after.total == before.total
    assert taxed.applied_promotions == plain.applied_promotions
    if taxed.includes_tax:
        assert taxed.total == plain.total


@given(provided())
def test_lines_and_charges_sum_to_the_tax_and_the_total(case):
    _, taxed, said = case
    found = parts(taxed)
    for key in said:
        part = found[key]
        assert 0 <= part.tax.minor <= part.subtotal.minor
        assert part.total == (part.subtotal if taxed.includes_tax else part.subtotal + part.tax)
    assert taxed.total == total((part.total for part in found.values()), currency=taxed.currency)
    known = [part.tax for part in found.values() if part.tax is not None]
    if taxed.total_tax is not None:
        assert len(known) == len(found)
        assert taxed.total_tax == total(known, currency=taxed.currency)
    steps = [step for step in taxed.steps if step.kind == "tax"]
    assert [step.after for step in steps] == known


@given(provided())
def test_another_tax_is_another_quote(case):
    plain, taxed, said = case
    changed = [key for key in said if parts(taxed)[key].tax != parts(plain)[key].tax]
    if changed:
        assert taxed.digest != plain.digest


@given(promoted())
def test_a_tax_that_was_said_of_another_amount_is_refused(case):
    (lines, facts, divergences), more = case
    plain = quote(lines, facts, divergences, **more)
    for key, part in parts(plain).items():
        other = ProvidedTax(taxed=part.subtotal.minor + 1, name="Tax", source="assessor")
        with pytest.raises(ValueError, match="was said of"):
            quote(lines, replace(facts, taxes={key: other}), divergences, **more)


AMOUNTS = st.integers(0, 10**9)


@st.composite
def requests(draw):
    amounts = draw(st.lists(AMOUNTS, min_size=1, max_size=4))
    currency, includes_tax = "USD", draw(st.booleans())
    lines = [
        TaxLine(
            key=str(number), variant_id=number, sku=None, category="standard", quantity=1,
            amount=Money(amount, currency),
        )
        for number, amount in enumerate(amounts)
    ]  # fmt: skip
    charges = [TaxCharge(key="delivery", category="standard", amount=Money(draw(AMOUNTS), currency))]
    return TaxRequest(
        market="us", currency=currency, includes_tax=includes_tax, destination=TaxAddress(country="US"),
        origin=None, lines=tuple(lines), charges=tuple(charges),
    )  # fmt: skip


@given(requests(), st.data())
def test_an_amount_is_believed_up_to_a_tax_of_the_whole(request, data):
    most = tax_within if request.includes_tax else tax_on
    taxes = {}
    sound = True
    for key, amount in request.amounts.items():
        limit = most(amount.minor, WHOLE)
        said = data.draw(st.integers(-1, limit + 1))
        sound = sound and 0 <= said <= limit
        taxes[key] = LineTax(name="Tax", amount=Money(said, "USD"))
    if sound:
        check_answer(TaxAnswer(taxes=taxes), request)
    else:
        with pytest.raises(TaxUnknownError):
            check_answer(TaxAnswer(taxes=taxes), request)


@given(requests())
def test_a_request_is_told_from_another_by_its_digest(request):
    assert replace(request).digest == request.digest
    line = replace(request.lines[0], quantity=2)
    for other in (
        replace(request, market="ca"),
        replace(request, includes_tax=not request.includes_tax),
        replace(request, destination=TaxAddress(country="US", zip="94105")),
        replace(request, origin=TaxAddress(country="US")),
        replace(request, lines=(line, *request.lines[1:])),
        replace(request, charges=()),
    ):
        assert other.digest != request.digest
