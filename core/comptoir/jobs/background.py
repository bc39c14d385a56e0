"""Background work of a running shop: events delivered and jobs run, from start-up to shutdown."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from comptoir.events.delivery import Delivery
from comptoir.hooks.contributions import Job, Subscription
from comptoir.jobs.worker import Worker

if TYPE_CHECKING:
    from comptoir.shop import Shop


@asynccontextmanager
async def run_background(
    shop: "Shop", *, subscriptions: Sequence[Subscription], jobs: Sequence[Job]
) -> AsyncIterator[None]:
    """Deliver events and run jobs within the block.

    At its end what runs is cancelled: an event that was being delivered is delivered again after the next
    start, since its delivery was not recorded.
    """
    delivery = Delivery(shop, subscriptions)
    worker = Worker(shop, jobs)
    shop.db.listeners.append(delivery.wake)
    tasks = [
        asyncio.create_task(delivery.run(), name="comptoir-events"),
        asyncio.create_task(worker.run(), name="comptoir-jobs"),
    ]
    try:
        yield
    finally:
        shop.db.listeners.remove(delivery.wake)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
