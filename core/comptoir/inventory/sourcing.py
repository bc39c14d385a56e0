"""Where the pieces of an order come from: a pure plan of demands on locations."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

from comptoir.inventory.nearness import Point, distance_km
from comptoir.inventory.promises import Demand
from comptoir.inventory.records import LocationRecord

_MOST_TRIED = 5_000
"""Sets of locations of one size that are compared; with more, places are picked one after another."""

Levels = Mapping[int, Mapping[int, int]]
"""Pieces by variant number, then by location number, as `levels_of` gives them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcingPlan:
    """What to draw from which location, and what no location has."""

    demands: tuple[Demand, ...]
    missing: Mapping[int, int]
    """Pieces by variant number that are nowhere and not sold on back order; empty for a plan that is whole."""

    @property
    def locations(self) -> tuple[int, ...]:
        """The locations that a parcel leaves from, by number."""
        return tuple(sorted({demand.location_id for demand in self.demands}))


def source_lines(
    levels: Levels,
    *,
    wanted: Mapping[int, int],
    locations: Sequence[LocationRecord],
    near: Point | None = None,
    backorder: Collection[int] = (),
) -> SourcingPlan:
    """Plan where pieces (by variant number) come from: the fewest parcels, then the nearest locations.

    `locations` are those that may be drawn on, in the merchant's order, which decides without `near` and
    between places that are equally far. Within a plan a variant is split over locations only where none of
    them has all of it. What is nowhere is demanded on back order of the plan's first location for the variants
    in `backorder`. With so many locations that trying all sets takes too long, the plan may need a parcel more
    than the fewest.
    """
    ranked = _ranked(locations, near)
    there = {
        variant: {place: min(levels.get(variant, {}).get(place, 0), pieces) for place in ranked}
        for variant, pieces in wanted.items()
    }
    covered = {variant: min(pieces, sum(there[variant].values())) for variant, pieces in wanted.items()}
    chosen = _fewest(there, covered, ranked)
    parts = {
        (variant, place): pieces
        for variant in sorted(wanted)
        for place, pieces in _split(there[variant], covered[variant], chosen)
    }
    lacking = {variant: wanted[variant] - covered[variant] for variant in sorted(wanted)}
    owed = {variant for variant, pieces in lacking.items() if pieces and variant in backorder}
    first = next(iter(chosen or ranked), None)
    if first is not None:
        for variant in owed:
            parts[variant, first] = parts.get((variant, first), 0) + lacking.pop(variant)
    return SourcingPlan(
        demands=tuple(
            Demand(
                variant_id=variant,
                location_id=place,
                quantity=pieces,
                backorder=variant in owed and place == first,
            )
            for (variant, place), pieces in sorted(parts.items())
        ),
        missing={variant: pieces for variant, pieces in lacking.items() if pieces},
    )


def _ranked(locations: Sequence[LocationRecord], near: Point | None) -> list[int]:
    """Return the numbers of locations, the best first."""
    if near is not None:
        locations = sorted(locations, key=lambda location: distance_km(location, near))
    return [location.number for location in locations]


def _fewest(there: Levels, covered: Mapping[int, int], ranked: Sequence[int]) -> tuple[int, ...]:
    """Return the smallest set of locations that has all that is covered; of several, the best ranked."""
    wanted = {variant: pieces for variant, pieces in covered.items() if pieces}
    useful = [place for place in ranked if any(there[variant][place] for variant in wanted)]
    for size in range(len(useful) + 1):
        if comb(len(useful), size) > _MOST_TRIED:
            return _picked(there, wanted, useful)
        fitting = (
            set_
            for set_ in combinations(range(len(useful)), size)
            if _has_all(there, wanted, [useful[index] for index in set_])
        )
        best = min(fitting, key=lambda set_: (sum(set_), set_), default=None)
        if best is not None:
            return tuple(useful[index] for index in best)
    return tuple(useful)


def _has_all(there: Levels, wanted: Mapping[int, int], places: Iterable[int]) -> bool:
    listed = list(places)
    return all(sum(there[variant][place] for place in listed) >= pieces for variant, pieces in wanted.items())


def _picked(there: Levels, wanted: Mapping[int, int], useful: Sequence[int]) -> tuple[int, ...]:
    """Pick the location that has most of what is still lacking, again and again; then leave out what can be."""
    lacking = dict(wanted)
    chosen: list[int] = []
    while any(lacking.values()):
        best = max(
            (place for place in useful if place not in chosen),
            key=lambda place: sum(min(there[variant][place], left) for variant, left in lacking.items()),
        )
        chosen.append(best)
        lacking = {variant: max(0, left - there[variant][best]) for variant, left in lacking.items()}
    for place in reversed(tuple(chosen)):
        others = [each for each in chosen if each != place]
        if _has_all(there, wanted, others):
            chosen = others
    return tuple(sorted(chosen, key=useful.index))


def _split(has: Mapping[int, int], pieces: int, chosen: Sequence[int]) -> list[tuple[int, int]]:
    """Return how many pieces of a variant each chosen location gives: one gives all of them, if any can."""
    whole = next((place for place in chosen if has[place] >= pieces), None)
    if whole is not None:
        return [(whole, pieces)] if pieces else []
    parts: list[tuple[int, int]] = []
    for place in sorted(chosen, key=lambda place: -has[place]):
        part = min(has[place], pieces)
        if part:
            parts.append((place, part))
            pieces -= part
    return parts
