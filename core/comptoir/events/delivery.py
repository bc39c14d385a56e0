"""Delivery of events: from the outbox to each subscriber, at least once.

A command's events stand in the outbox from the moment the command is durable. Delivery first routes each
event (one row for each subscriber), then attempts what is due. Attempts are claimed by moving the rows' due
times past the attempt's time-out, on condition that nobody else has: several processes share the work, and
what a process that died had claimed falls due again. A subscriber that fails is tried again, later each time;
after `MOST_ATTEMPTS` its delivery is dead and keeps the error.
"""

import asyncio
import random
import traceback
from collections import defaultdict, deque
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import orjson
import structlog

from comptoir.db.effects import Committed
from comptoir.events import outbox
from comptoir.events.event import Event
from comptoir.hooks.contributions import Subscription

if TYPE_CHECKING:
    from comptoir.shop import Shop

MOST_ATTEMPTS = 8
"""Attempts until a delivery is dead: with the pauses between them, about a quarter of an hour."""
ATTEMPT_SECONDS = 60.0
"""How long a subscriber may take."""
_FIRST_PAUSE_SECONDS = 5.0
_LONGEST_PAUSE_SECONDS = 3600.0
_POLL_SECONDS = 5.0

_log = structlog.get_logger(__name__)


class Delivery:
    """Delivers events to subscriptions while `run` runs, or on demand with `deliver_due`."""

    def __init__(self, shop: "Shop", subscriptions: Sequence[Subscription]) -> None:
        self._shop = shop
        self._database = shop.db
        self._by_name = {subscription.name: subscription for subscription in subscriptions}
        if len(self._by_name) != len(subscriptions):
            raise ValueError("two subscriptions have the same name")
        by_event: defaultdict[str, list[Subscription]] = defaultdict(list)
        for subscription in subscriptions:
            by_event[subscription.event.name].append(subscription)
        self._routes = {name: _route(each) for name, each in by_event.items()}
        self._wake = asyncio.Event()

    async def wake(self, committed: Committed) -> None:
        """Look for work at once: a listener for `Database.listeners`."""
        if committed.events:
            self._wake.set()

    async def run(self) -> None:
        """Deliver until cancelled: at each commit with events, and now and then for what others left."""
        while True:
            self._wake.clear()
            try:
                while await self.deliver_due():
                    pass
            except Exception:  # noqa: BLE001 - the database may be away for a while
                _log.exception("events could not be delivered; trying again")
            try:
                async with asyncio.timeout(_POLL_SECONDS):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def deliver_due(self) -> int:
        """Route new events and attempt what is due; return how many attempts were made.

        Subscribers run side by side; the events of one subscriber in their order, as far as none fails.
        """
        while await self._database.read(outbox.has_unrouted):
            if not await self._database.write(outbox.route_events, routes=self._routes):
                break  # another process is routing them
        due = await self._database.read(outbox.find_due, subscribers=tuple(self._by_name))
        if not due:
            return 0
        by_subscriber: defaultdict[str, list[outbox.Due]] = defaultdict(list)
        for each in await self._database.write(outbox.claim_deliveries, due=due, lease=_lease()):
            by_subscriber[each.subscriber].append(each)
        made = await asyncio.gather(*(self._attempt_all(queue) for queue in by_subscriber.values()))
        return sum(made)

    async def _attempt_all(self, claimed: Sequence[outbox.Due]) -> int:
        """Attempt what was claimed for one subscriber, in its order; return how many attempts were made.

        What succeeded is noted at the end, in one transaction.
        """
        waiting, done, made = deque(claimed), list[outbox.Due](), 0
        try:
            while waiting:
                if self._is_late(waiting[0]):
                    await self._note(done)
                    done.clear()
                    # Those that another process has taken meanwhile are its to attempt.
                    waiting = deque(
                        await self._database.write(
                            outbox.claim_deliveries, due=waiting, lease=_lease(), again=True
                        )
                    )
                    continue
                made += 1
                if await self._attempt(waiting[0]):
                    done.append(waiting[0])
                waiting.popleft()
        except asyncio.CancelledError:
            await self._database.write(outbox.settle_deliveries, done=done, back=tuple(waiting))
            raise
        await self._note(done)
        return made

    async def _note(self, done: Sequence[outbox.Due]) -> None:
        if done:
            await self._database.write(outbox.settle_deliveries, done=done)

    def _is_late(self, due: outbox.Due) -> bool:
        """Tell whether a lease might end before the attempt does: others before it took their time."""
        return due.due_at - self._database.clock.now() < timedelta(seconds=ATTEMPT_SECONDS)

    async def _attempt(self, due: outbox.Due) -> bool:
        """Attempt one delivery; return whether it succeeded."""
        subscription = self._by_name[due.subscriber]
        try:
            async with asyncio.timeout(ATTEMPT_SECONDS):
                await subscription.handler(self._shop, decode_event(subscription.event, due.payload))
        except Exception as error:  # noqa: BLE001 - whatever a subscriber does, the others go on
            await self._put_off(due, error)
            return False
        return True

    async def _put_off(self, due: outbox.Due, error: Exception) -> None:
        attempts = due.attempts + 1
        dead = attempts >= MOST_ATTEMPTS
        _log.warning(
            "an event was not delivered",
            event_name=due.name,
            subscriber=due.subscriber,
            attempts=attempts,
            dead=dead,
            exc_info=error,
        )
        await self._database.write(
            outbox.put_off_delivery,
            due=due,
            pause=pause_after(attempts),
            dead=dead,
            error="".join(traceback.format_exception(error))[-4000:],
        )


def _route(subscriptions: Sequence[Subscription]) -> outbox.Route:
    """Return whom an event concerns; one that cannot be read goes to all, whose attempts then tell what is wrong."""
    names = tuple(each.name for each in subscriptions)
    if all(each.concerns is None for each in subscriptions):
        return lambda _payload: names

    def route(payload: str) -> Sequence[str]:
        try:
            return [each.name for each in subscriptions if _concerns(each, payload)]
        except Exception:  # noqa: BLE001 - it is logged with each attempt
            return names

    return route


def _concerns(subscription: Subscription, payload: str) -> bool:
    concerns = subscription.concerns
    return concerns is None or concerns(decode_event(subscription.event, payload))


def _lease() -> timedelta:
    return timedelta(seconds=ATTEMPT_SECONDS * 2)


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after so many failed attempts: doubling, spread by a fifth, an hour at most."""
    seconds = min(_FIRST_PAUSE_SECONDS * 2.0 ** (attempts - 1), _LONGEST_PAUSE_SECONDS)
    return timedelta(seconds=seconds * random.uniform(0.8, 1.2))  # noqa: S311 - spreads load, keeps no secret


def decode_event(kind: type[Event], payload: str) -> Event:
    """Make an event from its stored form; lists come back as the tuples that frozen events hold."""
    return kind(**{name: _freeze(value) for name, value in orjson.loads(payload).items()})


def _freeze(value: Any) -> Any:
    return tuple(_freeze(each) for each in value) if isinstance(value, list) else value
