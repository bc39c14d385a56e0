"""The snapshot follows what is committed: here before the write is acknowledged, elsewhere at the next request."""

import asyncio
from dataclasses import replace

import pytest
from comptoir.app import serve
from comptoir.catalog.commands import save_product
from comptoir.errors import ConfigurationError
from comptoir.markers import hookimpl
from comptoir.readmodel.owner import in_order
from comptoir.readmodel.snapshot import SnapshotPart
from comptoir.testing import OpenedShop, fill_catalogue, make_shop
from comptoir.testing.catalogue import CARD
from starlette.testclient import TestClient

CARD_RENAMED = replace(CARD, title="Gift card")
TITLE = '{ product(handle: "card") { title } }'


@pytest.fixture
def shops(database_url, tmp_path, clock):
    """Two running shops on one database, as two workers are."""
    first = make_shop(tmp_path / "one", database_url=database_url, clock=clock, snapshot_check_seconds=0)
    fill_catalogue(first.db)
    second = make_shop(tmp_path / "two", database_url=database_url, clock=clock, snapshot_check_seconds=0)
    yield OpenedShop(first), OpenedShop(second)
    second.db.close_now()
    first.db.close_now()


def test_a_commit_is_shown_before_it_is_acknowledged_and_by_others_at_the_next_request(shops):
    one, two = shops
    assert two.data(TITLE) == {"product": {"title": "Card"}}

    async def rename():
        await one.shop.db.write(save_product, draft=CARD_RENAMED)
        return one.shop.readmodel.snapshot

    before = one.shop.readmodel.snapshot
    assert asyncio.run(rename()) is not before
    assert one.data(TITLE) == two.data(TITLE) == {"product": {"title": "Gift card"}}
    assert two.shop.readmodel.snapshot.revisions == one.shop.readmodel.snapshot.revisions


def test_requests_that_come_together_after_another_s_commit_all_see_it(shops):
    one, two = shops
    two.data(TITLE)

    async def crowd():
        return await asyncio.gather(*(two.answer(TITLE) for _ in range(10)))

    # Twice, each time on an event loop of its own.
    for title in ("Gift card", "Voucher"):
        one.shop.db.write_now(save_product, draft=replace(CARD, title=title))
        for answer in asyncio.run(crowd()):
            assert answer == {"data": {"product": {"title": title}}}
        assert two.shop.readmodel.snapshot.revisions == one.shop.db.read_now(revisions)


def revisions(tx):
    from comptoir.db.revisions import read_revisions

    return read_revisions(tx)


def part(name, *requires):
    return SnapshotPart(name, build=None, refresh=None, streams=frozenset(), requires=requires)


def test_parts_come_after_those_they_require():
    first = part("first")
    second = part("second", first)
    third = part("third", second, first)
    assert in_order([third, second, first]) == [first, second, third]


def test_parts_that_cannot_be_put_in_order_are_named():
    lonely = part("lonely", part("missing"))
    with pytest.raises(ConfigurationError, match="lonely"):
        in_order([lonely])
    with pytest.raises(ConfigurationError, match="same name"):
        in_order([part("twice"), part("twice")])


class Failing:
    """A plugin whose part of the snapshot cannot follow changes, and not be built anew while `broken`."""

    __name__ = "failing"

    def __init__(self):
        self.broken = False
        self.built = 0

    def build(self, tx, parts):
        if self.broken:
            raise RuntimeError("this part is broken")
        self.built += 1
        return self.built

    def refresh(self, tx, value, changes, parts):
        raise RuntimeError("this part cannot follow")

    @hookimpl
    def register_snapshot_parts(self):
        streams = frozenset({"catalog"})
        return [SnapshotPart(name="failing", build=self.build, refresh=self.refresh, streams=streams)]


def test_where_a_part_cannot_follow_all_is_built_anew_and_where_not_even_that_the_shop_goes_on(
    tmp_path, clock
):
    plugin = Failing()
    opened = OpenedShop(make_shop(tmp_path, plugins=[plugin], clock=clock))
    shop = opened.shop
    fill_catalogue(shop.db)
    assert opened.data(TITLE) == {"product": {"title": "Card"}}
    assert not shop.readmodel.failing

    plugin.broken = True
    shop.db.write_now(save_product, draft=CARD_RENAMED)
    assert opened.data(TITLE) == {"product": {"title": "Card"}}
    assert shop.readmodel.failing
    assert TestClient(serve(shop)).get("/readyz").json()["snapshot"] == "stale"

    plugin.broken = False
    shop.readmodel._retry_at = 0.0
    shop.db.write_now(save_product, draft=replace(CARD, title="Voucher"))
    assert opened.data(TITLE) == {"product": {"title": "Voucher"}}
    assert not shop.readmodel.failing
    shop.db.close_now()
