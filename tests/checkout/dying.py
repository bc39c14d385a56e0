"""A shop whose process dies, or trips, at a chosen step; and what a new process then does."""

import asyncio
from datetime import timedelta

from comptoir.checkout.recovery import resume_attempts
from comptoir.events import outbox
from comptoir.events.delivery import Delivery
from comptoir.payments.models import SANDBOX
from comptoir.payments.plugin import recover
from sqlalchemy import select


class Death(BaseException):
    """The process is gone: no code after this runs."""


class TripError(Exception):
    """One step fails, and the process lives on."""


class Fuse:
    """Stands between the shop and its database: after so many transactions, the next is the last or never begins.

    Everything that a process does between two transactions is repeatable or lost, so that these are all the moments
    at which it may die. The sandbox's own books are kept in such transactions, too: to die after one is to be charged
    and not to hear of it.
    """

    def __init__(self, shop):
        self.database = shop.db
        self.write = shop.db.write
        self.left = None
        self.error = Death
        self.burnt = False
        shop.db.write = self.burn

    def light(self, steps, error=Death):
        """Let the process die after so many more transactions."""
        self.left, self.error, self.burnt = steps, error, False

    def put_out(self):
        """Start a new process; tell whether the old one had died."""
        self.left = None
        return self.burnt

    def remove(self):
        del self.database.write

    async def burn(self, command, /, *args, **kwargs):
        """Run a command, unless the process dies before it; it may die right after it, too."""
        # What notes that an event was delivered changes nothing else: to die there is to deliver it again.
        if (
            self.left is None
            or (self.burnt and self.error is TripError)
            or command.__module__ == outbox.__name__
        ):
            return await self.write(command, *args, **kwargs)
        if self.burnt:
            # What else this process was about to do is not done either.
            raise asyncio.CancelledError
        if not self.left:
            self.burnt = True
            raise self.error
        result = await self.write(command, *args, **kwargs)
        self.left -= 1
        if not self.left:
            self.burnt = True
            raise self.error
        return result


async def recovered(shop, clock, *, rounds=3, minutes=20):
    """Do what a running process does in an hour: jobs, and the delivery of events."""
    subscriptions = [each for _, each in shop.registry.contributions("register_subscriptions")]
    delivery = Delivery(shop, subscriptions)
    for _ in range(rounds):
        clock.advance(timedelta(minutes=minutes))
        await recover(shop)
        while await delivery.deliver_due():
            pass
        await resume_attempts(shop)


def findings(shop):
    """Return what `comptoir doctor` has to say."""
    checks = [check for _, check in shop.registry.contributions("register_checks")]
    return [str(each) for check in checks for each in shop.db.read_now(check.run)]


def charges(shop, *, since=0):
    """Return what the card company took and kept, payment by payment: those of a later number than `since`."""
    rows = shop.db.read_now(
        lambda tx: tx.all(select(SANDBOX).where(SANDBOX.c.id > since).order_by(SANDBOX.c.id))
    )
    return [row.captured - row.refunded for row in rows if row.captured > row.refunded]


def last_charge(shop):
    """Return the number of the latest payment in the books of the card company."""
    return shop.db.read_now(lambda tx: tx.scalar(select(SANDBOX.c.id).order_by(SANDBOX.c.id.desc()))) or 0
