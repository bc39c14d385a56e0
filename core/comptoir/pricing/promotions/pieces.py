"""What promotions take off single pieces: the best stacking for each piece, and which pieces are reached. Pure.

A piece takes either one promotion, or all of those that combine with promotions of products; whichever costs the
shopper less. Among equals it takes the one without a code, so that no code is used up in vain.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from comptoir.pricing.promotions.conditions import Good, for_group, in_force
from comptoir.pricing.promotions.terms import (
    AmountOff,
    BuyGet,
    FixedPrice,
    Gift,
    PercentOff,
    Promotion,
)
from comptoir.pricing.tax import WHOLE, divide_half_up
from comptoir.pricing.unit_price import QuoteFacts, QuoteLine, UnitPrice

Taken = tuple[tuple[Promotion, int], ...]
"""Promotions with what each takes off, in minor units, in the order in which they apply."""

_ORDER: Mapping[type, int] = {FixedPrice: 0, PercentOff: 1, AmountOff: 2, BuyGet: 3, Gift: 4}


@dataclass(frozen=True, slots=True)
class Reach:
    """How many pieces of which lines a promotion reduces, and all lines that it counts."""

    promotion: Promotion
    pieces: Mapping[str, int]
    involved: frozenset[str]

    def clashes(self, other: "Reach") -> bool:
        """Say whether two promotions count the same goods though one of them does not combine."""
        both = stacks(self.promotion) and stacks(other.promotion)
        return not both and not self.involved.isdisjoint(other.involved)


def stacks(promotion: Promotion) -> bool:
    """Say whether a promotion combines with others of its own scope."""
    return promotion.scope in promotion.combines_with


def stackings(promotions: Iterable[Promotion]) -> Iterator[tuple[Promotion, ...]]:
    """Yield what may apply together within one scope: all that combine, or one of the others."""
    found = sorted(promotions, key=_rank)
    if together := tuple(each for each in found if stacks(each)):
        yield together
    for each in found:
        if not stacks(each):
            yield (each,)


def _rank(promotion: Promotion) -> tuple[int, int]:
    return _ORDER.get(type(promotion.effect), 0), promotion.number


def best_piece(promotions: Sequence[Promotion], unit: int, currency: str) -> Taken:
    """Return the stacking of promotions that makes a piece of that price cheapest."""
    if not promotions:
        return ()
    found = [_apply(stacking, unit, currency) for stacking in stackings(promotions)]
    return min(found, key=preference)


def preference(taken: Taken) -> tuple[int, int, int, tuple[int, ...]]:
    """Return what orders stackings: the most off first, then fewer codes, then fewer promotions."""
    return (
        -total_off(taken),
        sum(each.codes is not None for each, _ in taken),
        len(taken),
        tuple(each.number for each, _ in taken),
    )


def total_off(taken: Taken) -> int:
    """Return what promotions take off together."""
    return sum(off for _, off in taken)


def _apply(stacking: Sequence[Promotion], unit: int, currency: str) -> Taken:
    left, taken = unit, []
    for promotion in stacking:
        off = _off(promotion, left, currency)
        if off:
            taken.append((promotion, off))
            left -= off
    return tuple(taken)


def _off(promotion: Promotion, left: int, currency: str) -> int:
    """Return what a promotion takes off a piece that costs so much: never below zero, never more than that."""
    effect = promotion.effect
    if isinstance(effect, PercentOff | BuyGet):
        return divide_half_up(left * effect.rate, WHOLE)
    if isinstance(effect, AmountOff):
        return min(left, effect.amounts[currency])
    if isinstance(effect, FixedPrice):
        return max(0, left - effect.prices[currency])
    return left


def reach_of(promotion: Promotion, goods: Sequence[Good]) -> Reach:
    """Return which pieces a promotion reduces that looks at several lines: buy X get Y, or a gift."""
    effect = promotion.effect
    touched = [good for good in goods if promotion.goods.touches(good.line)]
    involved = frozenset(good.line.key for good in touched)
    if isinstance(effect, Gift):
        dearest = sorted(touched, key=lambda good: (-good.shown, good.line.key))
        return Reach(promotion, _first(dearest, effect.quantity), involved)
    assert isinstance(effect, BuyGet)
    if effect.get is None:
        return Reach(promotion, _rounds(touched, effect), involved)
    bought = sum(good.line.quantity for good in touched) // effect.buy_quantity
    rounds = bought if effect.times is None else min(bought, effect.times)
    offered = [
        good for good in goods if effect.get.touches(good.line) and not promotion.goods.touches(good.line)
    ]
    cheapest = sorted(offered, key=lambda good: (good.shown, good.line.key))
    pieces = _first(cheapest, rounds * effect.get_quantity)
    return Reach(promotion, pieces, involved | pieces.keys())


def _first(goods: Sequence[Good], count: int) -> dict[str, int]:
    pieces: dict[str, int] = {}
    for good in goods:
        taken = min(count, good.line.quantity)
        if taken:
            pieces[good.line.key] = taken
        count -= taken
    return pieces


def _rounds(goods: Sequence[Good], effect: BuyGet) -> dict[str, int]:
    """Return the pieces that are reduced when the same goods are bought and reduced, the dearest paid first."""
    whole = effect.buy_quantity + effect.get_quantity
    bound = None if effect.times is None else effect.times * whole

    def reduced_before(position: int) -> int:
        position = position if bound is None else min(position, bound)
        rounds, part = divmod(position, whole)
        return rounds * effect.get_quantity + max(0, part - effect.buy_quantity)

    pieces: dict[str, int] = {}
    start = 0
    for good in sorted(goods, key=lambda good: (-good.shown, good.line.key)):
        end = start + good.line.quantity
        if reduced := reduced_before(end) - reduced_before(start):
            pieces[good.line.key] = reduced
        start = end
    return pieces


def harmonies(reaches: Sequence[Reach]) -> Iterator[tuple[Reach, ...]]:
    """Yield the sets of promotions that do not clash; every largest one is among them."""
    if not reaches:
        yield ()
        return
    first, rest = reaches[0], reaches[1:]
    clear = [each for each in rest if not first.clashes(each)]
    for found in harmonies(clear):
        yield (first, *found)
    if len(clear) < len(rest):
        yield from harmonies(rest)


def catalogue_price(line: QuoteLine, unit: int, facts: QuoteFacts, promotions: Sequence[Promotion]) -> int:
    """Return what the catalogue shows for a piece that costs so much before promotions: the cart's very number."""
    touching = [
        each
        for each in promotions
        if each.in_catalogue
        and each.goods.touches(line)
        and in_force(each, facts) is None
        and for_group(each, facts)
    ]
    return unit - total_off(best_piece(touching, unit, facts.currency)) if touching else unit


def struck_price(unit: UnitPrice, amount: int) -> int | None:
    """Return the price to strike through beside an amount: the list's, else that before promotions, if higher."""
    if unit.compare_at is not None:
        return unit.compare_at
    return unit.amount if amount < unit.amount else None
