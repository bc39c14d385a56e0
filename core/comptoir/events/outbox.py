"""The outbox in SQL: events that wait to be routed, deliveries that wait for their attempt."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, exists, insert, select, update

from comptoir.db.columns import table
from comptoir.db.models import KernelDelivery, KernelOutbox
from comptoir.db.tx import ReadTx, Tx

_OUTBOX = table(KernelOutbox)
_DELIVERY = table(KernelDelivery)
_AT_ONCE = 100

Route = Callable[[str], Sequence[str]]
"""Returns by the payload of an event the names of those whom it concerns."""

_HAS_UNROUTED = select(_OUTBOX.c.id).where(_OUTBOX.c.routed.is_(False)).limit(1)
_UNROUTED = (
    select(_OUTBOX.c.id, _OUTBOX.c.name, _OUTBOX.c.payload)
    .where(_OUTBOX.c.routed.is_(False))
    .order_by(_OUTBOX.c.id)
    .limit(_AT_ONCE)
    .with_for_update(skip_locked=True)
)
_DELIVER = insert(_DELIVERY)
_ROUTED = update(_OUTBOX).where(_OUTBOX.c.id == bindparam("event")).values(routed=True)
_DUE = (
    select(
        _DELIVERY.c.event_id,
        _DELIVERY.c.subscriber,
        _DELIVERY.c.attempts,
        _DELIVERY.c.due_at,
        _OUTBOX.c.name,
        _OUTBOX.c.payload,
    )
    .join_from(_DELIVERY, _OUTBOX, _DELIVERY.c.event_id == _OUTBOX.c.id)
    .where(
        _DELIVERY.c.dead.is_(False),
        _DELIVERY.c.due_at <= bindparam("now"),
        _DELIVERY.c.subscriber.in_(bindparam("subscribers", expanding=True)),
    )
    .order_by(_DELIVERY.c.event_id)
    .limit(_AT_ONCE)
)
_THIS = (_DELIVERY.c.event_id == bindparam("event"), _DELIVERY.c.subscriber == bindparam("name"))
_CLAIM = (
    update(_DELIVERY)
    .where(*_THIS, _DELIVERY.c.due_at == bindparam("seen"), _DELIVERY.c.dead.is_(False))
    .values(due_at=bindparam("until"), attempts=_DELIVERY.c.attempts + bindparam("counted"))
)
_PUT_OFF = (
    update(_DELIVERY)
    .where(*_THIS)
    .values(due_at=bindparam("next_at"), dead=bindparam("is_dead"), error=bindparam("text"))
)
_LOCK = (
    select(_OUTBOX.c.id)
    .where(_OUTBOX.c.id.in_(bindparam("events", expanding=True)))
    .order_by(_OUTBOX.c.id)
    .with_for_update()
)
_FINISH = delete(_DELIVERY).where(*_THIS)
_FORGET = delete(_OUTBOX).where(
    _OUTBOX.c.id == bindparam("event"), ~exists().where(_DELIVERY.c.event_id == _OUTBOX.c.id)
)
_DEAD = (
    select(
        _DELIVERY.c.event_id, _DELIVERY.c.subscriber, _DELIVERY.c.attempts, _DELIVERY.c.error, _OUTBOX.c.name
    )
    .join_from(_DELIVERY, _OUTBOX, _DELIVERY.c.event_id == _OUTBOX.c.id)
    .where(_DELIVERY.c.dead.is_(True))
    .order_by(_DELIVERY.c.event_id, _DELIVERY.c.subscriber)
)
_REVIVE = (
    update(_DELIVERY)
    .where(_DELIVERY.c.dead.is_(True))
    .values(dead=False, attempts=0, due_at=bindparam("now"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A delivery whose time has come, as it was when it was read or claimed."""

    event_id: int
    subscriber: str
    attempts: int
    due_at: datetime
    name: str
    payload: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A delivery that was given up, and the last error."""

    event_id: int
    subscriber: str
    attempts: int
    error: str
    name: str


def has_unrouted(tx: ReadTx) -> bool:
    """Tell whether events wait to be routed."""
    return tx.first(_HAS_UNROUTED) is not None


def route_events(tx: Tx, *, routes: Mapping[str, Route]) -> int:
    """Give each new event a delivery for each of its subscribers; return how many events there were.

    Events that concern nobody are forgotten.
    """
    now = tx.clock.now()
    events = tx.all(_UNROUTED)
    names = {row.id: routes[row.name](row.payload) if row.name in routes else () for row in events}
    deliveries = [
        {"event_id": event, "subscriber": name, "attempts": 0, "due_at": now, "dead": False, "error": ""}
        for event, subscribers in names.items()
        for name in subscribers
    ]
    if deliveries:
        tx.execute(_DELIVER, deliveries)
        tx.execute(_ROUTED, [{"event": event} for event, subscribers in names.items() if subscribers])
    unwanted = [{"event": event} for event, subscribers in names.items() if not subscribers]
    if unwanted:
        tx.execute(_FORGET, unwanted)
    return len(events)


def find_due(tx: ReadTx, *, subscribers: Sequence[str]) -> list[Due]:
    """Return the oldest deliveries that are due to the given subscribers, a hundred at most."""
    rows = tx.all(_DUE, {"now": tx.clock.now(), "subscribers": list(subscribers)})
    return [Due(**row._mapping) for row in rows]  # noqa: SLF001 - the public name of a row's mapping


def claim_deliveries(tx: Tx, *, due: Sequence[Due], lease: timedelta, again: bool = False) -> list[Due]:
    """Take deliveries for one attempt each; return those where nobody else was quicker, due when the lease ends.

    `again` prolongs the lease of what was claimed already, and counts no attempt.
    """
    until = tx.clock.now() + lease
    claimed: list[Due] = []
    for each in sorted(due, key=lambda each: (each.event_id, each.subscriber)):
        claim = {
            "event": each.event_id,
            "name": each.subscriber,
            "seen": each.due_at,
            "until": until,
            "counted": 0 if again else 1,
        }
        if tx.execute(_CLAIM, claim).rowcount == 1:
            claimed.append(replace(each, due_at=until))
    return claimed


def settle_deliveries(tx: Tx, *, done: Sequence[Due], back: Sequence[Due] = ()) -> None:
    """Remove deliveries that succeeded, and their events after the last one; make others due at once again."""
    if done:
        events = sorted({each.event_id for each in done})
        # Locked, so that of two last deliveries one sees that the other is gone.
        tx.all(_LOCK, {"events": events})
        tx.execute(_FINISH, [{"event": each.event_id, "name": each.subscriber} for each in done])
        tx.execute(_FORGET, [{"event": event} for event in events])
    for each in back:
        put_off_delivery(tx, due=each, pause=timedelta())


def put_off_delivery(tx: Tx, *, due: Due, pause: timedelta, dead: bool = False, error: str = "") -> None:
    """Set the next attempt of a delivery that failed, or give it up."""
    tx.execute(
        _PUT_OFF,
        {
            "event": due.event_id,
            "name": due.subscriber,
            "next_at": tx.clock.now() + pause,
            "is_dead": dead,
            "text": error,
        },
    )


def find_dead_letters(tx: ReadTx) -> list[DeadLetter]:
    """Return the deliveries that were given up, oldest event first."""
    return [DeadLetter(**row._mapping) for row in tx.all(_DEAD)]  # noqa: SLF001 - as above


def revive_dead_letters(tx: Tx) -> int:
    """Make all dead deliveries due again, with all their attempts before them; return how many."""
    return tx.execute(_REVIVE, {"now": tx.clock.now()}).rowcount
