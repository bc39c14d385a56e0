"""Strategies for promotions of every kind, over goods, charges and codes."""

from datetime import timedelta

from comptoir.money import Money
from comptoir.pricing.promotions.choice import Charge
from comptoir.pricing.promotions.terms import (
    SCOPES,
    AmountOff,
    BuyGet,
    Conditions,
    FixedPrice,
    FreeShipping,
    Gift,
    PercentOff,
    Promotion,
    Selection,
    Tier,
    Tiers,
)
from hypothesis import strategies as st

from tests.property.quote_cases import GROUPS, NOON, cases

WHOLE = 1_000_000
few = st.integers(1, 3)
rates = st.integers(1, WHOLE) | st.sampled_from([100_000, 250_000, 500_000, WHOLE])
numbers = st.sets(st.integers(1, 4), max_size=2).map(frozenset)


def amounts(currency):
    """Amounts in a currency; now and then in another, so that the promotion does not count here."""
    return st.builds(
        dict, st.tuples(st.tuples(st.sampled_from([currency] * 9 + ["XXX"]), st.integers(1, 10**7)))
    )


def selections():
    return st.builds(Selection, products=numbers, variants=numbers, collections=numbers) | st.just(
        Selection()
    )


def effects(scope, currency):
    off = st.builds(PercentOff, rates) | st.builds(AmountOff, amounts(currency))
    if scope == "shipping":
        return st.builds(FreeShipping, rate=rates, most=st.none() | amounts(currency))
    if scope == "order":
        tiers = st.lists(st.builds(Tier, minimum=amounts(currency), off=off), min_size=1, max_size=3)
        return off | st.builds(Tiers, tiers.map(tuple))
    buys = st.builds(
        BuyGet,
        buy_quantity=few,
        get_quantity=few,
        rate=rates,
        get=st.none() | selections(),
        times=st.none() | few,
    )
    return off | st.builds(FixedPrice, amounts(currency)) | st.builds(Gift, quantity=few) | buys


@st.composite
def conditions(draw, currency):
    if draw(st.booleans()):
        return Conditions()
    start = draw(st.sampled_from([None, -1, 0, 1]))
    end = draw(st.sampled_from([None, 0, 2]))
    return Conditions(
        markets=draw(st.sampled_from([frozenset(), frozenset({"fr"})])),
        customer_groups=draw(st.sampled_from([frozenset(), frozenset({GROUPS[0]})])),
        first_order=draw(st.sampled_from([False] * 4 + [True])),
        minimum_quantity=draw(st.integers(0, 4)),
        minimum_subtotal=draw(st.none() | amounts(currency)),
        starts_at=None if start is None else NOON + timedelta(days=start),
        ends_at=None if end is None else NOON + timedelta(days=end),
    )


@st.composite
def promotions(draw, currency, *, max_size=5):
    made = []
    for number in range(1, draw(st.integers(0, max_size)) + 1):
        scope = draw(st.sampled_from([*SCOPES, "product", "order"]))
        coded = draw(st.booleans())
        made.append(
            Promotion(
                number=number,
                version=draw(few),
                handle=f"promotion-{number}",
                title=f"Promotion {number}",
                scope=scope,
                effect=draw(effects(scope, currency)),
                goods=draw(selections()),
                conditions=draw(conditions(currency)),
                codes=frozenset({f"code{number}"}) if coded else None,
                combines_with=frozenset(draw(st.sets(st.sampled_from(SCOPES)))),
                used_up=draw(st.sampled_from([False] * 5 + [True])),
            )
        )
    return made


@st.composite
def charges(draw, currency):
    return [
        Charge(key=f"charge-{number}", amount=Money(draw(st.integers(0, 5000)), currency), label="Delivery")
        for number in range(draw(st.integers(0, 2)))
    ]


@st.composite
def promoted(draw, currency=None):
    """A whole case as positional and keyword arguments of `quote`."""
    lines, known, divergences = draw(cases(currency))
    offered = draw(promotions(known.currency))
    codes = draw(st.sets(st.sampled_from(["Code1", "CODE2", " code3", "code4", "code5", "unknown"])))
    beside = draw(charges(known.currency))
    return (lines, known, divergences), {"promotions": offered, "charges": beside, "codes": sorted(codes)}
