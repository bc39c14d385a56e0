"""Whether a line can be returned, and until when: from the policy frozen with it, never from today's. Pure.

What counts is the version that the buyer was promised. Its days count from its anchor: the order, the shipment or
the delivery of the line; of what is not a thing, such as a gift card, from the order. Where buyers may withdraw by
law and the days count from delivery, goods of one order that come separately are returned until so many days after
the last of them (Directive 2011/83/EU, article 9 (2) (b) (i); SI 2013/3134, regulation 30 (4)). How days are
counted is in `comptoir.orders.calendar`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from comptoir.orders.calendar import end_of_period, zones_of
from comptoir.orders.records import FulfillmentRecord, LineRecord, OrderRecord
from comptoir.policies.law import EEA, withdrawal_right
from comptoir.policies.records import PolicyVersion
from comptoir.policies.terms import ReturnWindowAnchor

_COUNTING = "Regulation (EEC, Euratom) No 1182/71, article 3"
_SEPARATELY = {True: "Directive 2011/83/EU, article 9 (2) (b) (i)", False: "SI 2013/3134, regulation 30 (4)"}


class ReturnRefusal(StrEnum):
    """Why a line cannot be returned."""

    FINAL_SALE = "FINAL_SALE"
    WINDOW_CLOSED = "WINDOW_CLOSED"
    NOT_YET_SENT = "NOT_YET_SENT"
    """Nothing of it has left the shop: it can be cancelled."""
    NOT_IN_ORDER = "NOT_IN_ORDER"
    """It was taken out of the order, or the order was cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnEligibility:
    """Whether a line can be returned now.

    `deadline` is the last second to do so; none without a limit, and as long as the days have not begun to count.
    `sources` are the rules that decided.
    """

    refusal: ReturnRefusal | None
    deadline: datetime | None
    policy: PolicyVersion
    sources: tuple[str, ...]

    @property
    def eligible(self) -> bool:
        """Whether it can be returned."""
        return self.refusal is None


def return_eligibility(
    order: OrderRecord, line: LineRecord, *, now: datetime, zone: str | None = None
) -> ReturnEligibility:
    """Return whether a line can be returned; `zone` is that of the location where it was collected, if it was.

    Elsewhere days are those of the country that the order was for.
    """
    zones = (ZoneInfo(zone),) if zone else zones_of(order.country)
    promise = f"{line.policy.handle}, version {line.policy.version}"
    sent = [each for each in order.fulfillments if each.state.gone and _holds(each, line)]
    if line.current_quantity == 0:
        return _refused(line, ReturnRefusal.NOT_IN_ORDER, promise)
    if line.policy.terms.final_sale:
        return _refused(line, ReturnRefusal.FINAL_SALE, promise)
    if not sent and line.requires_shipping:
        return _refused(line, ReturnRefusal.NOT_YET_SENT, promise)
    deadline, sources = _deadline(order, line, zones=zones)
    closed = deadline is not None and now > deadline
    return ReturnEligibility(
        refusal=ReturnRefusal.WINDOW_CLOSED if closed else None,
        deadline=deadline,
        policy=line.policy,
        sources=(promise, *sources),
    )


def _deadline(
    order: OrderRecord, line: LineRecord, *, zones: Sequence[ZoneInfo]
) -> tuple[datetime | None, tuple[str, ...]]:
    terms = line.policy.terms
    if terms.window_days is None:
        return None, ()
    sources: tuple[str, ...] = (_COUNTING,) if order.country in EEA else ()
    if terms.window_anchor is ReturnWindowAnchor.ORDER or not line.requires_shipping:
        event: datetime | None = order.placed_at
    elif terms.window_anchor is ReturnWindowAnchor.SHIPMENT:
        event = _last(order, [line], [each.shipped_at for each in _with(order, [line])])
    elif withdrawal_right([order.country]) is not None:
        goods = [each for each in order.lines if each.requires_shipping and each.current_quantity]
        event = _last(order, goods, [each.delivered_at for each in _with(order, goods)])
        sources = (_SEPARATELY[order.country in EEA], *sources)
    else:
        event = _last(order, [line], [each.delivered_at for each in _with(order, [line])])
    if event is None:
        return None, sources
    end = end_of_period(event, days=terms.window_days, zones=zones, country=order.country)
    return end, sources


def _with(order: OrderRecord, lines: Iterable[LineRecord]) -> list[FulfillmentRecord]:
    """Return the fulfillments that have left with pieces of any of these lines."""
    wanted = list(lines)
    return [
        each for each in order.fulfillments if each.state.gone and any(_holds(each, line) for line in wanted)
    ]


def _last(
    order: OrderRecord, lines: Sequence[LineRecord], moments: Sequence[datetime | None]
) -> datetime | None:
    """Return the last of the moments; none as long as a piece of the lines has not left, or has no moment."""
    wanted = sum(line.current_quantity for line in lines)
    gone = sum(
        quantity
        for each in _with(order, lines)
        for line_id, quantity in each.pieces
        if any(line.line_id == line_id for line in lines)
    )
    known = [moment for moment in moments if moment is not None]
    if gone < wanted or len(known) < len(moments) or not known:
        return None
    return max(known)


def _holds(fulfillment: FulfillmentRecord, line: LineRecord) -> bool:
    return any(line_id == line.line_id for line_id, _ in fulfillment.pieces)


def _refused(line: LineRecord, refusal: ReturnRefusal, promise: str) -> ReturnEligibility:
    return ReturnEligibility(refusal=refusal, deadline=None, policy=line.policy, sources=(promise,))
