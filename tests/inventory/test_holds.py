"""Holds and allocations: all or nothing, never more than there is, back as soon as they end."""

from datetime import timedelta

import pytest
from comptoir.errors import DomainError
from comptoir.inventory import (
    Demand,
    LocationDraft,
    OutOfStockError,
    Owner,
    allocate,
    allocate_holds,
    expire_holds,
    extend_holds,
    find_allocations,
    find_holds,
    levels_of,
    place_holds,
    release_holds,
    save_location,
    set_levels,
)
from sqlalchemy import text

ANNA, BEN = Owner(kind="checkout", ident="anna"), Owner(kind="checkout", ident="ben")
ORDER = Owner(kind="order", ident="1")


@pytest.fixture
def stock(shop):
    """Five of 11 and two of 12 in Paris, one of 11 in the depot."""
    paris = shop.write_now(save_location, draft=LocationDraft(handle="paris", name="Paris"))
    depot = shop.write_now(save_location, draft=LocationDraft(handle="depot", name="Depot", position=1))
    shop.write_now(set_levels, location="paris", levels={11: 5, 12: 2})
    shop.write_now(set_levels, location="depot", levels={11: 1})
    return shop, paris, depot


def wants(location, **pieces):
    return [
        Demand(variant_id=int(variant.strip("v")), location_id=location, quantity=quantity)
        for variant, quantity in pieces.items()
    ]


def hold(shop, owner, demands, minutes=15, **more):
    until = shop.clock.now() + timedelta(minutes=minutes)
    return shop.write_now(place_holds, owner=owner, demands=demands, expires_at=until, **more)


def counts(shop):
    statement = text(
        "SELECT variant_id, location_id, on_hand, held, allocated, backordered, shortage, available "
        "FROM inventory_level ORDER BY 1, 2"
    )
    return [tuple(row) for row in shop.read_now(lambda tx: tx.all(statement))]


def flips(shop):
    statement = text("SELECT ident FROM kernel_change WHERE kind = 'variant' ORDER BY revision")
    return [row.ident for row in shop.read_now(lambda tx: tx.all(statement))]


def available(shop, variant, location):
    return shop.read_now(levels_of, variant_ids=[variant])[variant][location]


def test_what_is_held_is_not_available_and_comes_back(stock):
    shop, paris, depot = stock
    before = counts(shop)
    held = hold(shop, ANNA, wants(paris, v11=2, v12=1))

    assert [(each.variant_id, each.location_id, each.quantity) for each in held] == [
        (11, paris, 2),
        (12, paris, 1),
    ]
    assert shop.read_now(find_holds, owner=ANNA) == held
    assert shop.read_now(levels_of, variant_ids=[11, 12]) == {11: {paris: 3, depot: 1}, 12: {paris: 1}}
    assert shop.write_now(release_holds, owner=ANNA) == 3
    assert shop.write_now(release_holds, owner=ANNA) == 0
    assert counts(shop) == before


def test_one_line_short_refuses_them_all_and_names_the_variant(stock):
    shop, paris, _ = stock
    before, told = counts(shop), flips(shop)
    with pytest.raises(OutOfStockError) as caught:
        hold(shop, ANNA, wants(paris, v11=5, v12=3))
    assert (caught.value.code, caught.value.field) == ("OUT_OF_STOCK", ("variants", "12"))
    assert (caught.value.variant_id, caught.value.wanted, caught.value.available) == (12, 3, 2)
    assert (counts(shop), flips(shop)) == (before, told)
    assert shop.read_now(find_holds, owner=ANNA) == ()


def test_a_refusal_that_the_caller_catches_leaves_nothing_behind(stock):
    shop, paris, _depot = stock
    hold(shop, BEN, wants(paris, v11=5), minutes=1)
    shop.clock.advance(timedelta(minutes=2))
    before = counts(shop)

    def try_and_go_on(tx):
        try:
            place_holds(
                tx, owner=ANNA, demands=wants(paris, v11=9), expires_at=tx.clock.now() + timedelta(hours=1)
            )
        except OutOfStockError as refusal:
            return refusal.available

    assert shop.write_now(try_and_go_on) == 5
    assert counts(shop) == before
    assert len(shop.read_now(find_holds, owner=BEN)) == 1


def test_demands_for_the_same_place_are_added_up_before_they_are_checked(stock):
    shop, paris, _ = stock
    with pytest.raises(OutOfStockError):
        hold(shop, ANNA, wants(paris, v11=3) + wants(paris, v11=3))
    (held,) = hold(shop, ANNA, wants(paris, v11=2) + wants(paris, v11=3))
    assert held.quantity == 5


def test_an_owner_that_asks_again_holds_what_it_asked_for_last(stock):
    shop, paris, depot = stock
    hold(shop, ANNA, wants(paris, v11=4, v12=2))
    hold(shop, ANNA, wants(paris, v11=5))
    assert counts(shop) == [
        (11, paris, 5, 5, 0, 0, 0, 0),
        (11, depot, 1, 0, 0, 0, 0, 1),
        (12, paris, 2, 0, 0, 0, 0, 2),
    ]


@pytest.mark.parametrize("quantity", [0, -1, 1_000_001])
def test_impossible_quantities_are_refused(stock, quantity):
    shop, paris, _ = stock
    with pytest.raises(DomainError) as caught:
        hold(shop, ANNA, wants(paris, v11=quantity))
    assert caught.value.code == "INVALID"


def test_nothing_is_no_demand_and_the_past_is_no_end(stock):
    shop, paris, _ = stock
    for demands, minutes in (([], 15), (wants(paris, v11=1), 0)):
        with pytest.raises(DomainError) as caught:
            hold(shop, ANNA, demands, minutes=minutes)
        assert caught.value.code == "INVALID"


def test_a_shopper_holds_no_more_than_the_cap_in_one_kind_of_hold(stock):
    shop, paris, _ = stock
    hold(shop, ANNA, wants(paris, v11=2), shopper="anna@example.com", cap=3)
    with pytest.raises(DomainError) as caught:
        hold(shop, BEN, wants(paris, v11=2), shopper="anna@example.com", cap=3)
    assert caught.value.code == "HOLD_LIMIT"
    hold(shop, ANNA, wants(paris, v11=3), shopper="anna@example.com", cap=3)
    hold(shop, BEN, wants(paris, v11=2), shopper="ben@example.com", cap=3)
    other = Owner(kind="reservation", ident="1")
    hold(shop, other, wants(paris, v12=2), shopper="anna@example.com", cap=3)
    shop.clock.advance(timedelta(minutes=16))
    hold(shop, Owner(kind="checkout", ident="c"), wants(paris, v12=2), shopper="anna@example.com", cap=3)


def test_due_holds_end_where_they_would_refuse_somebody(stock):
    shop, paris, _ = stock
    hold(shop, ANNA, wants(paris, v11=4, v12=1))
    with pytest.raises(OutOfStockError):
        hold(shop, BEN, wants(paris, v11=2))
    shop.clock.advance(timedelta(minutes=15))
    hold(shop, BEN, wants(paris, v11=2))
    assert available(shop, 11, paris) == 3
    # What was in nobody's way waits for the sweep.
    assert available(shop, 12, paris) == 1
    assert shop.write_now(expire_holds) == 1
    assert available(shop, 12, paris) == 2


def test_a_sweep_frees_what_is_due_and_nothing_else(stock):
    shop, paris, _ = stock
    hold(shop, ANNA, wants(paris, v11=2, v12=2), minutes=5)
    hold(shop, BEN, wants(paris, v11=3), minutes=10)
    assert flips(shop) == [11, 12, 11, 12, 11]
    shop.clock.advance(timedelta(minutes=5))
    assert shop.write_now(expire_holds, most=1) == 1
    assert shop.write_now(expire_holds) == 1
    assert shop.write_now(expire_holds) == 0
    assert shop.read_now(find_holds, owner=ANNA) == ()
    assert len(shop.read_now(find_holds, owner=BEN)) == 1
    assert (available(shop, 11, paris), available(shop, 12, paris)) == (2, 2)
    assert flips(shop) == [11, 12, 11, 12, 11, 11, 12]


def test_holds_are_extended_while_they_are_whole(stock):
    shop, paris, _ = stock
    hold(shop, ANNA, wants(paris, v11=2, v12=1), minutes=5)
    later = shop.clock.now() + timedelta(minutes=30)
    assert {each.expires_at for each in shop.write_now(extend_holds, owner=ANNA, expires_at=later)} == {later}
    shop.clock.advance(timedelta(minutes=30))
    for gone in (ANNA, BEN):
        with pytest.raises(DomainError) as caught:
            shop.write_now(extend_holds, owner=gone, expires_at=later + timedelta(hours=1))
        assert caught.value.code == "HOLD_EXPIRED"


def test_a_hold_becomes_an_allocation(stock):
    shop, paris, depot = stock
    hold(shop, ANNA, wants(paris, v11=2) + wants(depot, v11=1))
    made = shop.write_now(allocate_holds, owner=ANNA, to=ORDER)
    assert [(each.variant_id, each.location_id, each.quantity) for each in made] == [
        (11, paris, 2),
        (11, depot, 1),
    ]
    assert shop.read_now(find_allocations, owner=ORDER) == made
    assert shop.read_now(find_holds, owner=ANNA) == ()
    assert counts(shop)[:2] == [(11, paris, 5, 0, 2, 0, 0, 3), (11, depot, 1, 0, 1, 0, 0, 0)]


@pytest.mark.parametrize("swept", [0, 1, 2])
def test_a_hold_that_is_due_or_gone_in_part_becomes_no_order(stock, swept):
    shop, paris, _ = stock
    hold(shop, ANNA, wants(paris, v11=2, v12=1), minutes=5)
    shop.clock.advance(timedelta(minutes=5))
    if swept:
        shop.write_now(expire_holds, most=swept)
    before = counts(shop)
    with pytest.raises(DomainError) as caught:
        shop.write_now(allocate_holds, owner=ANNA, to=ORDER)
    assert caught.value.code == "HOLD_EXPIRED"
    assert counts(shop) == before


def test_what_is_left_of_a_hold_after_a_part_was_swept_is_no_hold(stock):
    shop, paris, _ = stock
    hold(shop, ANNA, wants(paris, v11=2, v12=1), minutes=5)
    shop.clock.advance(timedelta(minutes=5))
    shop.write_now(expire_holds, most=1)
    shop.clock.advance(timedelta(minutes=-1))
    with pytest.raises(DomainError) as caught:
        shop.write_now(allocate_holds, owner=ANNA, to=ORDER)
    assert caught.value.code == "HOLD_EXPIRED"


def test_back_orders_exceed_what_is_there_and_are_made_up_for(stock):
    shop, paris, _ = stock
    demand = Demand(variant_id=12, location_id=paris, quantity=5, backorder=True)
    hold(shop, ANNA, [demand])
    assert counts(shop)[2] == (12, paris, 2, 5, 0, 3, 0, 0)
    shop.write_now(allocate_holds, owner=ANNA, to=ORDER)
    assert counts(shop)[2] == (12, paris, 2, 0, 5, 3, 0, 0)
    with pytest.raises(OutOfStockError):
        shop.write_now(allocate, owner=ORDER, demands=wants(paris, v12=1))
    shop.write_now(set_levels, location="paris", levels={12: 6})
    assert counts(shop)[2] == (12, paris, 6, 0, 5, 0, 0, 1)
