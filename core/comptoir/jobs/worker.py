"""The worker: runs repeating jobs when they are due, each in one process at a time."""

import asyncio
import secrets
import traceback
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from comptoir.hooks.contributions import Job
from comptoir.jobs import leases

if TYPE_CHECKING:
    from comptoir.shop import Shop

LEASE_SECONDS = 60.0
"""How long a job stays held by a process that died; one that lives renews it."""
_LONGEST_POLL_SECONDS = 5.0

_log = structlog.get_logger(__name__)


class Worker:
    """Runs jobs while `run` runs, or on demand with `run_due`."""

    def __init__(self, shop: "Shop", jobs: Sequence[Job]) -> None:
        self._shop = shop
        self._database = shop.db
        self._jobs = {job.name: job for job in jobs}
        if len(self._jobs) != len(jobs):
            raise ValueError("two jobs have the same name")
        self._holder = secrets.token_hex(8)
        self._known = False

    async def run(self) -> None:
        """Run jobs as they fall due, until cancelled."""
        if not self._jobs:
            return
        poll = min(_LONGEST_POLL_SECONDS, *(job.every_seconds for job in self._jobs.values()))
        while True:
            try:
                await self.run_due()
            except Exception:  # noqa: BLE001 - the database may be away for a while
                _log.exception("jobs could not be looked up; trying again")
            await asyncio.sleep(poll)

    async def run_due(self) -> list[str]:
        """Run the jobs that are due, side by side; return the names of those that this process ran."""
        if not self._known:
            await self._database.write(leases.add_jobs, names=tuple(self._jobs))
            self._known = True
        due = await self._database.read(leases.find_due_jobs, names=tuple(self._jobs))
        ran = await asyncio.gather(*(self._claim_and_run(self._jobs[name]) for name in due))
        return [name for name, was_run in zip(due, ran, strict=True) if was_run]

    async def _claim_and_run(self, job: Job) -> bool:
        lease = timedelta(seconds=LEASE_SECONDS)
        if not await self._database.write(leases.claim_job, name=job.name, holder=self._holder, lease=lease):
            return False
        renewal = asyncio.create_task(self._renew(job))
        # Unless it comes to its end, a job that is interrupted by a shutdown is due at the next start.
        pause, error = timedelta(), "interrupted"
        try:
            await job.run(self._shop)
            pause, error = timedelta(seconds=job.every_seconds), ""
        except Exception as failure:  # noqa: BLE001 - a job that fails runs again when it is due
            _log.exception("a job failed", job=job.name)
            pause = timedelta(seconds=job.every_seconds)
            error = "".join(traceback.format_exception(failure))[-4000:]
        finally:
            renewal.cancel()
            await self._database.write(
                leases.finish_job, name=job.name, holder=self._holder, pause=pause, error=error
            )
        return True

    async def _renew(self, job: Job) -> None:
        lease = timedelta(seconds=LEASE_SECONDS)
        while True:
            await asyncio.sleep(LEASE_SECONDS / 3)
            await self._database.write(leases.renew_job, name=job.name, holder=self._holder, lease=lease)
