"""Where the pieces of an order come from: each group by the planner of inventory, none twice. Pure."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from comptoir.checkout import errors
from comptoir.checkout.drafting import Need
from comptoir.inventory.promises import Demand
from comptoir.inventory.sourcing import source_lines
from comptoir.orders.drafts import Sourcing


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """What is asked of stock, and where the pieces of each line come from."""

    demands: tuple[Demand, ...]
    sources: Mapping[str, tuple[Sourcing, ...]]


def source_needs(needs: Sequence[Need], *, levels: Mapping[int, Mapping[int, int]]) -> Sourced:
    """Plan the sources of all lines; raises `DomainError` with `OUT_OF_STOCK` for the first that falls short.

    Lines of a group are next to each other. What is not counted comes from where the rest of its group does.
    """
    left = {variant: dict(at) for variant, at in levels.items()}
    demands: list[Demand] = []
    sources: dict[str, tuple[Sourcing, ...]] = {}
    for _, members in groupby(needs, key=lambda need: need.group):
        group = list(members)
        planned = _plan([need for need in group if need.counted], left)
        demands += planned
        sources.update(_share(group, planned))
    return Sourced(demands=tuple(demands), sources=sources)


def _plan(needs: Sequence[Need], left: dict[int, dict[int, int]]) -> tuple[Demand, ...]:
    if not needs:
        return ()
    wanted = Counter[int]()
    for need in needs:
        wanted[need.variant_id] += need.quantity
    plan = source_lines(
        left,
        wanted=wanted,
        locations=needs[0].locations,
        backorder={need.variant_id for need in needs if need.backorder},
    )
    for need in needs:
        if missing := plan.missing.get(need.variant_id):
            raise errors.out_of_stock(need.title, left=wanted[need.variant_id] - missing)
    for demand in plan.demands:
        at = left.setdefault(demand.variant_id, {})
        at[demand.location_id] = max(0, at.get(demand.location_id, 0) - demand.quantity)
    return plan.demands


def _share(group: Sequence[Need], planned: Sequence[Demand]) -> dict[str, tuple[Sourcing, ...]]:
    """Hand what was planned for variants to the lines, in their order."""
    pieces: defaultdict[int, list[list[int]]] = defaultdict(list)
    for demand in planned:
        pieces[demand.variant_id].append([demand.location_id, demand.quantity])
    usual = planned[0].location_id if planned else None
    return {need.line: _take(need, pieces[need.variant_id], usual) for need in group}


def _take(need: Need, pieces: list[list[int]], usual: int | None) -> tuple[Sourcing, ...]:
    if not need.counted:
        places = [each.number for each in need.locations]
        place = usual if usual in places else next(iter(places), None)
        return () if place is None else (Sourcing(location_id=place, quantity=need.quantity),)
    wanted, taken = need.quantity, []
    for each in pieces:
        part = min(wanted, each[1])
        if part:
            taken.append(Sourcing(location_id=each[0], quantity=part))
            each[1] -= part
            wanted -= part
    return tuple(taken)
