"""Allocations: shipped, moved to another location, let go; goods that come, go and are counted."""

import pytest
from comptoir.errors import DomainError
from comptoir.inventory import (
    Demand,
    LocationDraft,
    OutOfStockError,
    Owner,
    allocate,
    count_stock,
    find_allocations,
    find_movements,
    move_allocation,
    receive,
    release_allocations,
    save_location,
    set_levels,
    ship_allocated,
    shortages,
    transfer,
)
from comptoir.principal import Actor
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.inventory.test_holds import available, counts, wants

ORDER = Owner(kind="order", ident="1")
STAFF = Actor(kind="staff", ident="7", channel="pos")


@pytest.fixture
def stock(shop):
    """Five of 11 and two of 12 in Paris, one of 11 in the depot; three and one of them are an order's."""
    paris = shop.write_now(save_location, draft=LocationDraft(handle="paris", name="Paris"))
    depot = shop.write_now(save_location, draft=LocationDraft(handle="depot", name="Depot", position=1))
    shop.write_now(set_levels, location="paris", levels={11: 5, 12: 2})
    shop.write_now(set_levels, location="depot", levels={11: 1})
    shop.write_now(allocate, owner=ORDER, demands=wants(paris, v11=3, v12=1))
    return shop, paris, depot


def pieces(shop):
    found = shop.read_now(find_allocations, owner=ORDER)
    return {(each.variant_id, each.location_id): each.quantity for each in found}


def moved(shop, variant):
    return [
        (each.location_id, each.quantity, each.balance, each.reason, each.reference)
        for each in reversed(shop.read_now(find_movements, variant_id=variant))
    ]


def refused(shop, command, **arguments):
    """Return the code of a refusal; nothing has changed."""
    before, history = counts(shop), moved(shop, 11)
    with pytest.raises(DomainError) as caught:
        shop.write_now(command, **arguments)
    assert (counts(shop), moved(shop, 11)) == (before, history)
    return caught.value.code


def test_allocations_of_an_owner_add_up(stock):
    shop, paris, depot = stock
    shop.write_now(allocate, owner=ORDER, demands=wants(paris, v11=2) + wants(depot, v11=1))
    assert pieces(shop) == {(11, paris): 5, (11, depot): 1, (12, paris): 1}
    assert refused(shop, allocate, owner=ORDER, demands=wants(paris, v11=1)) == "OUT_OF_STOCK"


def test_what_is_shipped_leaves_with_a_movement(stock):
    shop, paris, _ = stock
    left = shop.write_now(
        ship_allocated, owner=ORDER, demands=wants(paris, v11=2, v12=1), reason="shipped", actor=STAFF
    )
    assert [(each.variant_id, each.quantity) for each in left] == [(11, 1)]
    assert counts(shop)[0] == (11, paris, 3, 0, 1, 0, 0, 2)
    assert moved(shop, 11)[-1] == (paris, -2, 3, "shipped", "order/1")
    (last, *_) = shop.read_now(find_movements, variant_id=12)
    assert (last.actor_kind, last.actor_ident, last.channel) == ("staff", "7", "pos")
    assert last.moved_at == shop.clock.now()


@pytest.mark.parametrize("location", ["paris", "depot"])
def test_no_more_is_shipped_than_is_allocated_there(stock, location):
    shop, paris, depot = stock
    place = paris if location == "paris" else depot
    code = refused(shop, ship_allocated, owner=ORDER, demands=wants(place, v11=4), reason="shipped")
    assert code == "NOT_ALLOCATED"


def test_what_was_sold_on_back_order_is_not_shipped_before_it_comes(stock):
    shop, paris, _ = stock
    other = Owner(kind="order", ident="2")
    demand = Demand(variant_id=12, location_id=paris, quantity=4, backorder=True)
    shop.write_now(allocate, owner=other, demands=[demand])
    assert refused(shop, ship_allocated, owner=other, demands=[demand], reason="shipped") == "OUT_OF_STOCK"
    assert shop.write_now(receive, location_id=paris, quantities={12: 3}, reference="PO 77") == {12: 5}
    assert counts(shop)[2] == (12, paris, 5, 0, 5, 0, 0, 0)
    assert shop.write_now(ship_allocated, owner=other, demands=[demand], reason="shipped") == ()


def test_another_location_stands_for_what_is_allocated(stock):
    shop, paris, depot = stock
    move = {"owner": ORDER, "variant_id": 11, "from_location": paris, "to_location": depot}
    shop.write_now(move_allocation, **move, quantity=1)
    assert pieces(shop) == {(11, paris): 2, (11, depot): 1, (12, paris): 1}
    assert counts(shop)[:2] == [(11, paris, 5, 0, 2, 0, 0, 3), (11, depot, 1, 0, 1, 0, 0, 0)]
    assert refused(shop, move_allocation, **move, quantity=1) == "OUT_OF_STOCK"
    assert refused(shop, move_allocation, **move, quantity=3) == "NOT_ALLOCATED"
    assert refused(shop, move_allocation, **move, quantity=0) == "INVALID"


def test_allocations_are_let_go_in_part_or_whole(stock):
    shop, paris, _ = stock
    assert shop.write_now(release_allocations, owner=ORDER, demands=wants(paris, v11=2)) == 2
    assert available(shop, 11, paris) == 4
    code = refused(shop, release_allocations, owner=ORDER, demands=wants(paris, v11=2))
    assert code == "NOT_ALLOCATED"
    assert shop.write_now(release_allocations, owner=ORDER) == 2
    assert shop.write_now(release_allocations, owner=ORDER) == 0
    assert pieces(shop) == {}
    assert counts(shop)[2] == (12, paris, 2, 0, 0, 0, 0, 2)


def test_a_count_below_what_is_promised_is_a_shortage_until_it_is_made_up_for(stock):
    shop, paris, _ = stock
    (found,) = shop.write_now(count_stock, location_id=paris, counts={11: 1, 12: 2}, note="Sunday")
    assert (found.variant_id, found.missing, found.on_hand, found.promised) == (11, 2, 1, 3)
    assert shop.read_now(shortages) == (found,)
    assert counts(shop)[0] == (11, paris, 1, 0, 3, 0, 2, 0)
    assert refused(shop, allocate, owner=ORDER, demands=wants(paris, v11=1)) == "OUT_OF_STOCK"

    shop.write_now(receive, location_id=paris, quantities={11: 1})
    assert counts(shop)[0] == (11, paris, 2, 0, 3, 0, 1, 0)
    shop.write_now(release_allocations, owner=ORDER, demands=wants(paris, v11=1))
    assert shop.read_now(shortages) == ()
    assert moved(shop, 11) == [
        (paris, 5, 5, "counted", ""),
        (stock[2], 1, 1, "counted", ""),
        (paris, -4, 1, "counted", ""),
        (paris, 1, 2, "received", ""),
    ]


def test_goods_that_are_not_promised_go_to_another_location(stock):
    shop, paris, depot = stock
    route = {"from_location": paris, "to_location": depot}
    shop.write_now(transfer, **route, quantities={11: 2, 12: 1}, reference="van")
    assert counts(shop) == [
        (11, paris, 3, 0, 3, 0, 0, 0),
        (11, depot, 3, 0, 0, 0, 0, 3),
        (12, paris, 1, 0, 1, 0, 0, 0),
        (12, depot, 1, 0, 0, 0, 0, 1),
    ]
    assert moved(shop, 11)[-2:] == [
        (paris, -2, 3, "transferred", "van"),
        (depot, 2, 3, "transferred", "van"),
    ]
    assert refused(shop, transfer, **route, quantities={11: 1}) == "OUT_OF_STOCK"
    assert refused(shop, transfer, from_location=paris, to_location=paris, quantities={11: 1}) == "INVALID"
    assert refused(shop, transfer, **route, quantities={11: 0}) == "INVALID"


@pytest.mark.parametrize("quantity", [0, -1, 10_000_000])
def test_impossible_deliveries_are_refused(stock, quantity):
    shop, paris, _ = stock
    assert refused(shop, receive, location_id=paris, quantities={11: quantity}) == "INVALID"


@pytest.mark.parametrize("texts", [{"reason": "x" * 41}, {"reference": "a\nb"}, {"note": "x" * 256}])
def test_texts_of_movements_are_short_and_printable(stock, texts):
    shop, paris, _ = stock
    assert refused(shop, receive, location_id=paris, quantities={11: 1}, **texts) == "INVALID"


@pytest.mark.parametrize(
    "change", ["UPDATE inventory_movement SET quantity = 9", "DELETE FROM inventory_movement"]
)
def test_the_database_refuses_to_change_what_moved(stock, change):
    shop, *_ = stock
    history = moved(shop, 11)
    with pytest.raises(IntegrityError):
        shop.write_now(lambda tx: tx.execute(text(change)))
    assert moved(shop, 11) == history


@pytest.mark.parametrize(
    "change",
    [
        "held = held + 3",
        "allocated = allocated + 3",
        "on_hand = on_hand - 3",
        "shortage = shortage + 1",
        "backordered = 1",
        "held = -1",
    ],
)
def test_the_database_refuses_promises_beyond_what_is_there(stock, change):
    shop, *_ = stock
    before = counts(shop)
    with pytest.raises(IntegrityError):
        shop.write_now(
            lambda tx: tx.execute(text(f"UPDATE inventory_level SET {change} WHERE variant_id = 11"))
        )
    assert counts(shop) == before


def test_a_variant_leaves_the_ledger_balanced_and_stays_while_an_order_has_it(stock):
    shop, paris, depot = stock
    with pytest.raises(IntegrityError):
        shop.write_now(lambda tx: tx.execute(text("DELETE FROM catalog_variant WHERE id = 11")))
    shop.write_now(release_allocations, owner=ORDER)
    shop.write_now(lambda tx: tx.execute(text("DELETE FROM catalog_variant WHERE id = 11")))
    assert sorted(each[:4] for each in moved(shop, 11)[-2:]) == [
        (paris, -5, 0, "removed"),
        (depot, -1, 0, "removed"),
    ]


def test_refusals_tell_what_is_there(stock):
    shop, paris, _ = stock
    with pytest.raises(OutOfStockError) as caught:
        shop.write_now(allocate, owner=ORDER, demands=wants(paris, v11=3))
    assert (caught.value.wanted, caught.value.available, caught.value.location_id) == (3, 2, paris)
