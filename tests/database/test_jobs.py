"""Jobs: run when due, by one process at a time, and a failure stops nothing."""

import asyncio
from datetime import timedelta
from types import SimpleNamespace

import pytest
from comptoir.db.columns import table
from comptoir.db.models import KernelJob
from comptoir.hooks.contributions import Job
from comptoir.jobs import worker as worker_module
from comptoir.jobs.background import run_background
from comptoir.jobs.leases import add_jobs, claim_job
from comptoir.jobs.worker import Worker
from sqlalchemy import select

pytestmark = pytest.mark.anyio

JOBS = select(table(KernelJob)).order_by(table(KernelJob).c.name)


def rows(tx):
    return {row.name: row for row in tx.all(JOBS)}


class Work:
    """Work that counts its runs."""

    def __init__(self, *, failing=False):
        self.runs = 0
        self.failing = failing

    async def __call__(self, shop):
        self.runs += 1
        if self.failing:
            raise RuntimeError("no coal")


@pytest.fixture
def shop(database):
    return SimpleNamespace(db=database)


def job(name, work, every=60.0):
    return Job(name=name, run=work, every_seconds=every)


async def test_a_new_job_is_due_at_once_and_again_after_its_pause(shop, clock):
    work = Work()
    worker = Worker(shop, [job("sweep", work)])
    assert await worker.run_due() == ["sweep"]
    assert await worker.run_due() == []
    clock.advance(timedelta(seconds=59))
    assert await worker.run_due() == []
    clock.advance(timedelta(seconds=1))
    assert await worker.run_due() == ["sweep"]
    assert work.runs == 2


async def test_two_workers_run_a_job_once(shop):
    work = Work()
    workers = [Worker(shop, [job("sweep", work)]) for _ in range(4)]
    ran = await asyncio.gather(*(worker.run_due() for worker in workers))
    assert sorted(ran) == [[], [], [], ["sweep"]]
    assert work.runs == 1


async def test_a_job_that_fails_is_recorded_and_others_run(shop, clock):
    broken, sound = Work(failing=True), Work()
    worker = Worker(shop, [job("broken", broken), job("sound", sound)])
    assert sorted(await worker.run_due()) == ["broken", "sound"]
    found = await shop.db.read(rows)
    assert "RuntimeError: no coal" in found["broken"].error
    assert found["sound"].error == ""
    assert found["broken"].leased_until is None
    assert found["broken"].due_at == clock.now() + timedelta(seconds=60)
    clock.advance(timedelta(seconds=60))
    assert sorted(await worker.run_due()) == ["broken", "sound"]


async def test_a_job_held_by_a_process_that_died_runs_after_its_lease(shop, clock):
    lease = timedelta(seconds=60)
    await shop.db.write(add_jobs, names=["sweep"])
    assert await shop.db.write(claim_job, name="sweep", holder="dead", lease=lease)
    work = Work()
    worker = Worker(shop, [job("sweep", work)])
    assert await worker.run_due() == []
    clock.advance(lease)
    assert await worker.run_due() == ["sweep"]


async def test_a_long_job_keeps_its_lease(shop, clock, monkeypatch):
    monkeypatch.setattr(worker_module, "LEASE_SECONDS", 0.09)
    other = Work()
    outcome = []

    async def long_work(shop):
        clock.advance(timedelta(seconds=0.08))
        await asyncio.sleep(0.5)
        clock.advance(timedelta(seconds=0.05))
        outcome.append(await Worker(shop, [job("sweep", other)]).run_due())

    assert await Worker(shop, [job("sweep", long_work)]).run_due() == ["sweep"]
    assert outcome == [[]]
    assert other.runs == 0


async def test_a_job_interrupted_by_shutdown_is_due_at_the_next_start(shop):
    started = asyncio.Event()

    async def dawdle(_shop):
        started.set()
        await asyncio.sleep(60)

    async with asyncio.timeout(20), run_background(shop, subscriptions=[], jobs=[job("sweep", dawdle)]):
        await started.wait()
    assert await Worker(shop, [job("sweep", Work())]).run_due() == ["sweep"]


async def test_a_running_shop_runs_its_jobs_again_and_again(shop, clock):
    third = asyncio.Event()
    runs = []

    async def tick(_shop):
        runs.append(clock.now())
        asyncio.get_running_loop().call_later(0.005, clock.advance, timedelta(seconds=1))
        if len(runs) == 3:
            third.set()

    async with (
        asyncio.timeout(20),
        run_background(shop, subscriptions=[], jobs=[job("tick", tick, every=0.01)]),
    ):
        await third.wait()
    assert runs[1] - runs[0] == timedelta(seconds=1)


async def test_two_jobs_of_one_name_are_refused(shop):
    with pytest.raises(ValueError, match="same name"):
        Worker(shop, [job("one", Work()), job("one", Work())])
