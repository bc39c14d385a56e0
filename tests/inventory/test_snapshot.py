"""What the snapshot knows of stock: brought up to date, it equals one built anew."""

import random

import pytest
from comptoir.catalog.commands import save_product
from comptoir.inventory import save_location, set_levels
from comptoir.inventory.snapshot import AVAILABILITY, build_availability
from comptoir.readmodel.snapshot import Parts

from tests.inventory.shops import DEPOT, DISPLAY, HAT, LYON, PARIS, fill, start

pytestmark = pytest.mark.anyio


@pytest.fixture
def numbers(database):
    return fill(database)


@pytest.fixture
def shop(settings, numbers, clock):
    started = start(settings, clock)
    yield started
    started.db.close_now()


def known(availability):
    return (
        [(location.handle, location.name) for location in availability.locations],
        availability.selling,
        dict(availability.stocked),
        availability.products_for_sale(),
    )


def assert_fresh(shop):
    snapshot = shop.readmodel.snapshot
    anew = shop.db.read_now(build_availability, Parts(snapshot._values))
    assert known(snapshot[AVAILABILITY]) == known(anew)


async def test_after_any_changes_it_equals_one_built_anew(shop, numbers):
    dice = random.Random(7)
    for _ in range(25):
        location = dice.choice(["paris", "lyon", "depot", "display"])
        chosen = dice.sample(sorted(numbers.values()), 3)
        await shop.db.write(set_levels, location=location, levels={n: dice.choice([0, 0, 5]) for n in chosen})
        assert_fresh(shop)


async def test_a_sale_that_leaves_some_moves_no_revision(shop, numbers):
    before = shop.readmodel.snapshot
    await shop.db.write(set_levels, location="paris", levels={numbers["Red-S"]: 1})
    assert shop.readmodel.snapshot.revision == before.revision
    await shop.db.write(set_levels, location="paris", levels={numbers["Red-S"]: 0})
    assert shop.readmodel.snapshot.revisions["stock"] > before.revisions["stock"]
    assert shop.readmodel.snapshot.revisions["catalog"] == before.revisions["catalog"]


async def test_it_follows_locations_and_products(shop):
    from dataclasses import replace

    assert [location.handle for location in shop.readmodel.snapshot[AVAILABILITY].locations] == [
        draft.handle for draft in (PARIS, LYON, DEPOT, DISPLAY)
    ]
    await shop.db.write(save_location, draft=replace(PARIS, active=False))
    assert_fresh(shop)
    await shop.db.write(save_location, draft=replace(DISPLAY, fulfils_online=True, position=0))
    assert_fresh(shop)
    variant = replace(HAT.variants[0], backorder=True)
    await shop.db.write(save_product, draft=replace(HAT, variants=(variant,)))
    assert_fresh(shop)
    await shop.db.write(save_product, draft=replace(HAT, handle="cap"))
    assert_fresh(shop)
