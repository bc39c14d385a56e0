"""The choice among promotions, held against every allowed stacking, tried one by one."""

import dataclasses
import itertools

from comptoir.money import Money, allocate
from comptoir.pricing.promotions.terms import AmountOff, BuyGet, FixedPrice, Gift, PercentOff, Promotion
from comptoir.pricing.quote import quote
from comptoir.pricing.tax import divide_half_up
from comptoir.pricing.unit_price import Candidate, PriceBreak, PriceTerms, QuoteFacts, QuoteLine
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.property.promotion_cases import WHOLE, few, rates, selections
from tests.property.quote_cases import NOON

EUROS = PriceTerms(handle="eur", name="Euro", currency="EUR")
FACTS = QuoteFacts(market="fr", currency="EUR", country="FR", includes_tax=True, at=NOON)


def lines_of(prices_and_quantities):
    return [
        QuoteLine(
            key=f"line-{number}",
            variant_id=number,
            product_id=number,
            quantity=quantity,
            candidates=[Candidate(EUROS, (PriceBreak(1, price, None),))],
        )
        for number, (price, quantity) in enumerate(prices_and_quantities, 1)
    ]


euros = st.integers(1, 900).map(lambda amount: {"EUR": amount})
baskets = st.lists(st.tuples(st.integers(0, 1000), st.integers(1, 2)), min_size=1, max_size=2).map(lines_of)
by_piece = st.builds(PercentOff, rates) | st.builds(AmountOff, euros) | st.builds(FixedPrice, euros)
counted = st.builds(Gift, quantity=few) | st.builds(
    BuyGet,
    buy_quantity=st.integers(1, 2),
    get_quantity=st.integers(1, 2),
    rate=rates,
    get=st.none() | selections(),
)


@st.composite
def offers(draw):
    made = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        scope = draw(st.sampled_from(["product", "product", "order"]))
        whole = st.builds(PercentOff, rates) | st.builds(AmountOff, euros)
        made.append(
            Promotion(
                number=number,
                version=1,
                handle=f"p-{number}",
                title="",
                scope=scope,
                effect=draw(whole if scope == "order" else by_piece | counted),
                goods=draw(selections()),
                combines_with=frozenset(draw(st.sets(st.sampled_from(["product", "order"])))),
            )
        )
    return made


def least_cost(lines, promotions):
    """Return the least that any allowed stacking costs."""
    shown = {line.key: shown_price(line, promotions) for line in lines}
    return min(
        cost
        for count in range(len(promotions) + 1)
        for chosen in itertools.combinations(promotions, count)
        if may_meet(chosen)
        for cost in costs(lines, chosen, shown)
    )


def price_of(line):
    return line.candidates[0].breaks[0].amount


def shown_price(line, promotions):
    plain = [each for each in promotions if is_plain(each) and each.goods.touches(line)]
    return min(after(price_of(line), option) for option in alone_or_together(plain))


def is_plain(promotion):
    return promotion.scope == "product" and not isinstance(promotion.effect, BuyGet | Gift)


def may_meet(chosen):
    for one, other in itertools.combinations(chosen, 2):
        together = other.scope in one.combines_with and one.scope in other.combines_with
        if (one.scope != other.scope or one.scope == "order") and not together:
            return False
    return True


def alone_or_together(promotions):
    """Return every way in which one piece may be reduced: by none, by one, or by some that all combine."""
    combining = [each for each in promotions if "product" in each.combines_with]
    several = [c for n in range(2, len(combining) + 1) for c in itertools.combinations(combining, n)]
    return [(), *((each,) for each in promotions), *several]


def after(price, promotions):
    order = [FixedPrice, PercentOff, AmountOff, BuyGet, Gift]
    for each in sorted(promotions, key=lambda each: (order.index(type(each.effect)), each.number)):
        effect = each.effect
        if isinstance(effect, FixedPrice):
            price = min(price, effect.prices["EUR"])
        elif isinstance(effect, AmountOff):
            price = max(0, price - effect.amounts["EUR"])
        elif isinstance(effect, Gift):
            price = 0
        else:
            price -= divide_half_up(price * effect.rate, WHOLE)
    return price


def costs(lines, chosen, shown):
    """Yield what each way to reduce each piece costs, the order's promotions included."""
    reached = {each: reach(each, lines, shown) for each in chosen if isinstance(each.effect, BuyGet | Gift)}
    for one, other in itertools.combinations(reached, 2):
        if reached[one][1] & reached[other][1] and not all(
            "product" in p.combines_with for p in (one, other)
        ):
            return
    pieces = [(line, number) for line in lines for number in range(line.quantity)]
    ways = []
    for line, number in pieces:
        touching = [each for each in chosen if is_plain(each) and each.goods.touches(line)]
        touching += [each for each, (count, _) in reached.items() if number < count.get(line.key, 0)]
        ways.append({after(price_of(line), option) for option in alone_or_together(touching)})
    orders = [each for each in chosen if each.scope == "order"]
    for prices in itertools.product(*ways):
        left = dict.fromkeys((line.key for line in lines), 0)
        for (line, _), price in zip(pieces, prices, strict=True):
            left[line.key] += price
        yield reduced(left, lines, orders)


def reach(promotion, lines, shown):
    """Return how many pieces of each line are reduced, and the lines that count; piece by piece."""
    effect = promotion.effect
    mine = [line for line in lines if promotion.goods.touches(line)]
    involved = {line.key for line in mine}
    dearest = sorted(
        (line for line in mine for _ in range(line.quantity)), key=lambda line: (-shown[line.key], line.key)
    )
    if isinstance(effect, Gift):
        taken = dearest[: effect.quantity]
    elif effect.get is None:
        whole = effect.buy_quantity + effect.get_quantity
        taken = [piece for place, piece in enumerate(dearest) if place % whole >= effect.buy_quantity]
    else:
        rounds = len(dearest) // effect.buy_quantity
        offered = [line for line in lines if effect.get.touches(line) and line not in mine]
        cheapest = sorted(
            (line for line in offered for _ in range(line.quantity)),
            key=lambda line: (shown[line.key], line.key),
        )
        taken = cheapest[: rounds * effect.get_quantity]
        involved |= {line.key for line in taken}
    counts = {key: sum(line.key == key for line in taken) for key in {line.key for line in taken}}
    return counts, involved


def reduced(left, lines, orders):
    left = dict(left)
    for each in sorted(orders, key=lambda each: (not isinstance(each.effect, PercentOff), each.number)):
        entitled = [line.key for line in lines if each.goods.touches(line)]
        amount = sum(left[key] for key in entitled)
        if isinstance(each.effect, PercentOff):
            off = divide_half_up(amount * each.effect.rate, WHOLE)
        else:
            off = min(amount, each.effect.amounts["EUR"])
        if off:
            for key, share in zip(
                entitled, allocate(Money(off, "EUR"), [left[k] for k in entitled]), strict=True
            ):
                left[key] -= share.minor
    return sum(left.values())


def worth_gifts(lines, promotions):
    """Leave out gifts that nothing else in the cart goes with: they are not eligible."""
    return [
        each
        for each in promotions
        if not isinstance(each.effect, Gift) or any(not each.goods.touches(line) for line in lines)
    ]


@settings(max_examples=300)
@given(baskets, offers())
def test_no_allowed_stacking_costs_less(lines, promotions):
    made = quote(lines, FACTS, promotions=promotions)
    assert made.subtotal.minor == least_cost(lines, worth_gifts(lines, promotions))


@given(baskets, offers())
def test_a_code_is_not_used_up_where_the_same_is_had_without(lines, promotions):
    plain = quote(lines, FACTS, promotions=promotions)
    twins = [
        dataclasses.replace(each, number=each.number + 100, codes=frozenset({"twin"}))
        for each in promotions[:1]
        if "product" not in each.combines_with and each.scope == "product"
    ]
    made = quote(lines, FACTS, promotions=[*promotions, *twins], codes=["TWIN"])
    assert made.subtotal == plain.subtotal
    assert all(each.code is None for each in made.applied_promotions)
