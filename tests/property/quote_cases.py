"""Strategies for quotes: lines, facts, price lists and divergences of every kind that can occur."""

from datetime import UTC, datetime, timedelta

from comptoir.money import Money
from comptoir.pricing.statutory import STATUTORY_RATES
from comptoir.pricing.unit_price import (
    Candidate,
    Divergence,
    PriceBreak,
    PriceTerms,
    QuoteFacts,
    QuoteLine,
)
from hypothesis import strategies as st

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CURRENCIES = ("EUR", "GBP", "JPY", "KWD", "USD")
CATEGORIES = ("standard", "clothing", "clothing_children", "books", "gift_card", "something else")
GROUPS = ("wholesale", "staff")

amounts = st.integers(0, 10**9)
moments = st.integers(-5, 5).map(lambda days: NOON + timedelta(days=days))
rates = st.sampled_from([None, *STATUTORY_RATES.values()])


@st.composite
def facts(draw, currency=None):
    return QuoteFacts(
        market=draw(st.sampled_from(["fr", "gb"])),
        currency=currency or draw(st.sampled_from(CURRENCIES)),
        country=draw(st.sampled_from(["FR", "GB", "US"])),
        includes_tax=draw(st.booleans()),
        at=NOON,
        customer_groups=frozenset(draw(st.sets(st.sampled_from(GROUPS)))),
        tax_rates=draw(rates),
        revision="catalog:1",
    )


@st.composite
def terms(draw, handle, currency):
    starts_at = draw(st.none() | moments)
    return PriceTerms(
        handle=handle,
        name=handle.upper(),
        currency=currency,
        market=draw(st.sampled_from([None, "fr", "gb"])),
        customer_group=draw(st.sampled_from([None, *GROUPS])),
        includes_tax=draw(st.booleans()),
        starts_at=starts_at,
        ends_at=draw(st.none() | moments.filter(lambda end: starts_at is None or end > starts_at)),
        priority=draw(st.integers(-1, 1)),
    )


@st.composite
def breaks(draw):
    found = draw(st.lists(st.integers(2, 50), unique=True, max_size=3))
    return tuple(
        PriceBreak(minimum, draw(amounts), draw(st.none() | amounts))
        for minimum in sorted([1, *found], reverse=True)
    )


@st.composite
def lines(draw, currency, *, keys=None, max_size=5):
    base = PriceTerms(handle="base", name="Base", currency=currency)
    others = [draw(terms(f"list-{number}", currency)) for number in range(draw(st.integers(0, 3)))]
    made = []
    for number in range(draw(st.integers(0, max_size))):
        candidates = [Candidate(base, draw(breaks()))]
        candidates += [Candidate(each, draw(breaks())) for each in others if draw(st.booleans())]
        made.append(
            QuoteLine(
                key=f"line-{number}",
                variant_id=draw(st.integers(1, 4)),
                product_id=draw(st.integers(1, 3)),
                quantity=draw(st.integers(1, 60)),
                candidates=tuple(draw(st.permutations(candidates))),
                collections=frozenset(draw(st.sets(st.integers(1, 2)))),
                tax_category=draw(st.sampled_from(CATEGORIES)),
                taxable=draw(st.booleans()),
            )
        )
    return made


@st.composite
def divergences(draw, currency):
    made = []
    for number in range(1, draw(st.integers(0, 4)) + 1):
        target = draw(st.sampled_from(["all", "collection", "product", "variant"]))
        fixed = draw(st.booleans())
        made.append(
            Divergence(
                number=number,
                reason=f"reason {number}",
                starts_at=draw(moments),
                target=target,
                target_id=None if target == "all" else draw(st.integers(1, 3)),
                change=None if fixed else draw(st.integers(-1_000_000, 1_000_000)),
                price=Money(draw(amounts), draw(st.sampled_from([currency, "USD"]))) if fixed else None,
            )
        )
    return made


@st.composite
def cases(draw, currency=None):
    """A whole case: lines, facts, divergences."""
    known = draw(facts(currency))
    return draw(lines(known.currency)), known, draw(divergences(known.currency))
