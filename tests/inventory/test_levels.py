"""Stock levels: set, adjusted, read; a change is recorded only when being in stock flips."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from comptoir.catalog.models import VARIANT
from comptoir.errors import DomainError
from comptoir.inventory import LocationDraft, adjust_level, levels_of, save_location, set_levels
from comptoir.inventory.levels import MAX_LEVEL
from sqlalchemy import delete, text
from sqlalchemy.exc import IntegrityError


@pytest.fixture
def stores(shop):
    """The shop with two locations; gives the database and their numbers."""
    paris = shop.write_now(save_location, draft=LocationDraft(handle="paris", name="Paris"))
    depot = shop.write_now(save_location, draft=LocationDraft(handle="depot", name="Depot", position=1))
    return shop, paris, depot


def rows(database):
    found = database.read_now(
        lambda tx: tx.all(
            text("SELECT variant_id, location_id, available FROM inventory_level ORDER BY 1, 2")
        )
    )
    return [tuple(row) for row in found]


def flips(database):
    found = database.read_now(
        lambda tx: tx.all(text("SELECT ident FROM kernel_change WHERE kind = 'variant' ORDER BY revision"))
    )
    return [row.ident for row in found]


def test_levels_are_set_and_read_by_variant_and_location(stores):
    shop, paris, depot = stores
    assert shop.write_now(set_levels, location="paris", levels={11: 3, 12: 0}) == 2
    assert shop.write_now(set_levels, location="depot", levels={11: 40}) == 1

    assert shop.read_now(levels_of, variant_ids=[12, 11, 99, 11]) == {
        11: {paris: 3, depot: 40},
        12: {paris: 0},
        99: {},
    }
    assert shop.read_now(levels_of, variant_ids=[]) == {}


def test_the_same_levels_again_change_nothing(stores):
    shop, *_ = stores
    shop.write_now(set_levels, location="paris", levels={11: 3, 12: 5})
    before, logged = rows(shop), flips(shop)

    assert shop.write_now(set_levels, location="paris", levels={12: 5, 11: 3}) == 0
    assert (rows(shop), flips(shop)) == (before, logged)
    assert logged == [11, 12]


def test_only_a_flip_of_being_in_stock_is_recorded(stores):
    shop, *_ = stores
    shop.write_now(set_levels, location="paris", levels={11: 0})
    assert flips(shop) == []
    shop.write_now(set_levels, location="paris", levels={11: 7})
    assert flips(shop) == [11]
    shop.write_now(set_levels, location="paris", levels={11: 1})
    shop.write_now(adjust_level, location="paris", variant_id=11, by=5)
    assert flips(shop) == [11]
    shop.write_now(adjust_level, location="paris", variant_id=11, by=-6)
    assert flips(shop) == [11, 11]
    shop.write_now(set_levels, location="depot", levels={11: 2})
    assert flips(shop) == [11, 11, 11]


def test_an_adjustment_returns_what_is_there_and_starts_from_nothing(stores):
    shop, paris, _ = stores
    assert shop.write_now(adjust_level, location="paris", variant_id=11, by=4) == 4
    assert shop.write_now(adjust_level, location="paris", variant_id=11, by=-4) == 0
    assert rows(shop) == [(11, paris, 0)]


@pytest.mark.parametrize(("by", "code"), [(-3, "INSUFFICIENT_STOCK"), (MAX_LEVEL, "INVALID")])
def test_an_adjustment_beyond_the_bounds_is_refused_whole(stores, by, code):
    shop, *_ = stores
    shop.write_now(set_levels, location="paris", levels={11: 2})
    before, logged = rows(shop), flips(shop)

    with pytest.raises(DomainError) as caught:
        shop.write_now(adjust_level, location="paris", variant_id=11, by=by)
    assert caught.value.code == code
    with pytest.raises(DomainError):
        shop.write_now(adjust_level, location="depot", variant_id=11, by=-1)
    assert (rows(shop), flips(shop)) == (before, logged)


@pytest.mark.parametrize("bad", [-1, MAX_LEVEL + 1])
def test_one_impossible_level_refuses_them_all(stores, bad):
    shop, *_ = stores
    with pytest.raises(DomainError) as caught:
        shop.write_now(set_levels, location="paris", levels={11: 5, 12: bad})
    assert (caught.value.code, caught.value.field) == ("INVALID", ("levels",))
    assert rows(shop) == []


def test_an_unknown_location_or_variant_is_refused(stores):
    shop, *_ = stores
    with pytest.raises(DomainError) as caught:
        shop.write_now(set_levels, location="nowhere", levels={11: 1})
    assert caught.value.code == "LOCATION_NOT_FOUND"
    with pytest.raises(IntegrityError):
        shop.write_now(set_levels, location="paris", levels={11: 1, 99: 1})
    assert rows(shop) == []


def test_the_database_itself_refuses_a_level_below_zero(stores):
    shop, paris, _ = stores
    shop.write_now(set_levels, location="paris", levels={11: 1})
    with pytest.raises(IntegrityError):
        shop.write_now(lambda tx: tx.execute(text("UPDATE inventory_level SET on_hand = -1")))
    assert rows(shop) == [(11, paris, 1)]


def test_levels_go_with_their_variant(stores):
    shop, paris, _ = stores
    shop.write_now(set_levels, location="paris", levels={11: 1, 12: 2})
    shop.write_now(lambda tx: tx.execute(delete(VARIANT).where(VARIANT.c.id == 11)))
    assert rows(shop) == [(12, paris, 2)]


def test_stock_that_is_neither_shipped_nor_handed_out_is_not_read(stores):
    shop, paris, depot = stores
    shop.write_now(set_levels, location="paris", levels={11: 1})
    shop.write_now(set_levels, location="depot", levels={11: 2})
    show = LocationDraft(handle="paris", name="Paris", fulfils_online=False)
    shop.write_now(save_location, draft=show)
    assert shop.read_now(levels_of, variant_ids=[11]) == {11: {depot: 2}}
    shop.write_now(save_location, draft=replace(show, pickup_enabled=True))
    assert shop.read_now(levels_of, variant_ids=[11]) == {11: {paris: 1, depot: 2}}


def test_stock_at_a_location_that_is_closed_is_not_read(stores):
    shop, _, depot = stores
    shop.write_now(set_levels, location="paris", levels={11: 1})
    shop.write_now(set_levels, location="depot", levels={11: 2})
    shop.write_now(save_location, draft=LocationDraft(handle="paris", name="Paris", active=False))
    assert shop.read_now(levels_of, variant_ids=[11]) == {11: {depot: 2}}


def test_more_levels_than_one_statement_takes_are_set(database):
    from tests.inventory.conftest import add_variants

    many = range(1, 1_202)
    database.write_now(add_variants, numbers=many)
    database.write_now(save_location, draft=LocationDraft(handle="depot", name="Depot"))
    assert database.write_now(set_levels, location="depot", levels=dict.fromkeys(many, 2)) == 1_201
    assert database.write_now(set_levels, location="depot", levels=dict.fromkeys(many, 2)) == 0
    found = database.read_now(levels_of, variant_ids=many)
    assert sum(sum(levels.values()) for levels in found.values()) == 2_402


def test_many_who_take_the_last_pieces_at_a_time_never_take_too_many(stores):
    shop, paris, _ = stores
    shop.write_now(set_levels, location="paris", levels={11: 5})

    def take(_):
        try:
            return shop.write_now(adjust_level, location="paris", variant_id=11, by=-1)
        except DomainError as refusal:
            return refusal.code

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(take, range(16)))
    assert found.count("INSUFFICIENT_STOCK") == 11
    assert sorted(left for left in found if left != "INSUFFICIENT_STOCK") == [0, 1, 2, 3, 4]
    assert rows(shop) == [(11, paris, 0)]
    assert flips(shop) == [11, 11]
