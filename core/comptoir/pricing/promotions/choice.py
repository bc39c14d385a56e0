"""Which promotions apply: of all that may stack, those that save the shopper most. Pure.

1. Scopes. Two promotions of different scopes apply together only where each combines with the other's scope.
   Every set of scopes is tried with the promotions that combine with all of it.
2. Pieces. Promotions of products reduce pieces (`pieces`). Those that count several lines (buy X get Y, gifts)
   clash where they count the same goods, unless both combine with promotions of products.
3. The order. What is left of the goods is reduced by all order promotions that combine with each other, or by one
   of the others; the reduction is spread over the goods that it is for by largest remainder.
4. Delivery. Each charge takes all of its promotions that combine with each other, or one of the others.

The best whole is taken: the most saved, then the fewest codes used, the fewest promotions, the lowest numbers.
Nothing here looks at the order of lines or promotions.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations

from comptoir.money import Money, allocate
from comptoir.pricing.promotions.conditions import Good, subtotal_of, tier_for
from comptoir.pricing.promotions.pieces import (
    Reach,
    Taken,
    best_piece,
    harmonies,
    preference,
    reach_of,
    stackings,
    total_off,
)
from comptoir.pricing.promotions.terms import (
    SCOPES,
    AmountOff,
    FreeShipping,
    PercentOff,
    Promotion,
    Scope,
    Tiers,
)
from comptoir.pricing.tax import WHOLE, divide_half_up


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """A charge beside the goods, such as delivery; the amount is as the market shows prices."""

    key: str
    amount: Money
    label: str
    tax_category: str = "standard"
    taxable: bool = True


@dataclass(slots=True)
class Choice:
    """What promotions take off each line and each charge, in minor units, and what a piece costs with them."""

    units: dict[str, int] = field(default_factory=dict)
    """What a piece costs that only promotions by piece reduce: as the catalogue shows it."""
    pieces: dict[str, dict[Promotion, int]] = field(default_factory=dict)
    """Off a line by promotions of products."""
    shares: dict[str, dict[Promotion, int]] = field(default_factory=dict)
    """A line's shares of promotions of the order."""
    charges: dict[str, Taken] = field(default_factory=dict)

    @property
    def used(self) -> dict[Promotion, int]:
        """What each promotion takes off in all."""
        found: dict[Promotion, int] = {}
        for parts in (*self.pieces.values(), *self.shares.values(), *map(dict, self.charges.values())):
            for promotion, off in parts.items():
                found[promotion] = found.get(promotion, 0) + off
        return found


def choose(
    goods: Sequence[Good], promotions: Sequence[Promotion], charges: Sequence[Charge], *, currency: str
) -> Choice:
    """Return what eligible promotions take off, chosen for the shopper's best."""
    wholes = _wholes(goods, sorted(promotions, key=lambda each: each.number), charges, currency)
    return min(wholes, key=lambda choice: preference(tuple(sorted_by_number(choice.used))))


def sorted_by_number(used: Mapping[Promotion, int]) -> list[tuple[Promotion, int]]:
    """Return promotions with their amounts by number."""
    return sorted(used.items(), key=lambda pair: pair[0].number)


def _wholes(
    goods: Sequence[Good], promotions: Sequence[Promotion], charges: Sequence[Charge], currency: str
) -> Iterator[Choice]:
    reaches = {
        each.number: reach_of(each, goods)
        for each in promotions
        if each.scope == "product" and not each.by_piece
    }
    yield from (
        whole
        for scopes in _scopes(promotions)
        for whole in _within(goods, _allowed(promotions, scopes), charges, reaches, currency)
    )


def _scopes(promotions: Sequence[Promotion]) -> Iterator[frozenset[Scope]]:
    present = [scope for scope in SCOPES if any(each.scope == scope for each in promotions)]
    sets = chain.from_iterable(combinations(present, count) for count in range(len(present) + 1))
    return map(frozenset, sets)


def _allowed(promotions: Sequence[Promotion], scopes: frozenset[Scope]) -> list[Promotion]:
    return [
        each for each in promotions if each.scope in scopes and scopes - {each.scope} <= each.combines_with
    ]


def _within(
    goods: Sequence[Good],
    allowed: Sequence[Promotion],
    charges: Sequence[Charge],
    reaches: Mapping[int, Reach],
    currency: str,
) -> Iterator[Choice]:
    by_piece = [each for each in allowed if each.by_piece]
    counted = [reaches[each.number] for each in allowed if each.number in reaches]
    orders = list(stackings(each for each in allowed if each.scope == "order")) or [()]
    shipping = [each for each in allowed if each.scope == "shipping"]
    delivered = {charge.key: best_charge(shipping, charge) for charge in charges} if shipping else {}
    for harmony in harmonies(counted):
        units, pieces = _reduce_pieces(goods, by_piece, harmony, currency)
        for order in orders:
            shares = _reduce_order(goods, order, pieces, currency)
            yield Choice(units=units, pieces=pieces, shares=shares, charges=delivered)


def _reduce_pieces(
    goods: Sequence[Good], by_piece: Sequence[Promotion], harmony: Sequence[Reach], currency: str
) -> tuple[dict[str, int], dict[str, dict[Promotion, int]]]:
    units: dict[str, int] = {}
    lines: dict[str, dict[Promotion, int]] = {}
    for good in goods:
        key = good.line.key
        plain = [each for each in by_piece if each.goods.touches(good.line)]
        reached = sorted(
            ((each.pieces[key], each.promotion) for each in harmony if key in each.pieces),
            key=lambda pair: (pair[0], pair[1].number),
        )
        units[key] = good.unit - total_off(best_piece(plain, good.unit, currency))
        off: dict[Promotion, int] = {}
        start = 0
        for end in (*(count for count, _ in reached), good.line.quantity):
            covering = [promotion for count, promotion in reached if count > start]
            for promotion, amount in best_piece([*plain, *covering], good.unit, currency):
                if end > start:
                    off[promotion] = off.get(promotion, 0) + amount * (end - start)
            start = end
        if off:
            lines[key] = off
    return units, lines


def _reduce_order(
    goods: Sequence[Good],
    order: Sequence[Promotion],
    pieces: Mapping[str, Mapping[Promotion, int]],
    currency: str,
) -> dict[str, dict[Promotion, int]]:
    shares: dict[str, dict[Promotion, int]] = {}
    if not order:
        return shares
    left = {
        good.line.key: good.unit * good.line.quantity - sum(pieces.get(good.line.key, {}).values())
        for good in goods
    }
    for promotion in order:
        entitled = [good for good in goods if promotion.goods.touches(good.line)]
        weights = [left[good.line.key] for good in entitled]
        off = _order_off(promotion, sum(weights), subtotal_of(entitled), currency)
        if not off:
            continue
        for good, share in zip(entitled, allocate(Money(off, currency), weights), strict=True):
            if share.minor:
                left[good.line.key] -= share.minor
                shares.setdefault(good.line.key, {})[promotion] = share.minor
    return shares


def _order_off(promotion: Promotion, left: int, subtotal: int, currency: str) -> int:
    effect = promotion.effect
    if isinstance(effect, Tiers):
        tier = tier_for(effect, subtotal, currency)
        if tier is None:
            return 0
        effect = tier.off
    if isinstance(effect, PercentOff):
        return divide_half_up(left * effect.rate, WHOLE)
    assert isinstance(effect, AmountOff)
    return min(left, effect.amounts[currency])


def best_charge(promotions: Sequence[Promotion], charge: Charge) -> Taken:
    """Return what promotions of delivery take off a charge."""
    found = [_reduce_charge(stacking, charge) for stacking in stackings(promotions)]
    return min(found, key=preference)


def _reduce_charge(stacking: Sequence[Promotion], charge: Charge) -> Taken:
    left, taken = charge.amount.minor, []
    for promotion in stacking:
        effect = promotion.effect
        assert isinstance(effect, FreeShipping)
        if effect.most is not None and charge.amount.minor > effect.most[charge.amount.currency]:
            continue
        if off := divide_half_up(left * effect.rate, WHOLE):
            taken.append((promotion, off))
            left -= off
    return tuple(taken)
