"""The doctor's check of stock: silent in a sound shop, and it finds each planted fault."""

from datetime import timedelta

import pytest
from comptoir.inventory import (
    LocationDraft,
    Owner,
    allocate,
    count_stock,
    place_holds,
    save_location,
    set_levels,
)
from comptoir.inventory.consistency import check_consistency
from sqlalchemy import text

from tests.inventory.test_holds import wants


@pytest.fixture
def stock(shop):
    """A shop with holds, allocations and a shortage."""
    paris = shop.write_now(save_location, draft=LocationDraft(handle="paris", name="Paris"))
    shop.write_now(set_levels, location="paris", levels={11: 5, 12: 2})
    until = shop.clock.now() + timedelta(minutes=5)
    owner = Owner(kind="checkout", ident="a")
    shop.write_now(place_holds, owner=owner, demands=wants(paris, v11=2), expires_at=until)
    shop.write_now(allocate, owner=Owner(kind="order", ident="1"), demands=wants(paris, v12=2))
    shop.write_now(count_stock, location_id=paris, counts={12: 1})
    return shop


def findings(shop):
    return [(each.subject, each.message) for each in shop.read_now(check_consistency)]


def plant(shop, *statements):
    for statement in statements:
        shop.write_now(lambda tx, one=statement: tx.execute(text(one)))


def test_a_sound_shop_has_no_findings(stock):
    assert findings(stock) == []


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (
            "UPDATE inventory_level SET on_hand = 7 WHERE variant_id = 11",
            [
                "on_hand is 7, but the sum of its movements is 5",
                "on_hand is 7, but the balance of its last movement is 5",
            ],
        ),
        (
            "UPDATE inventory_level SET held = 1 WHERE variant_id = 11",
            ["held is 1, but the sum of its holds is 2"],
        ),
        ("DELETE FROM inventory_hold", ["held is 2, but the sum of its holds is 0"]),
        (
            "UPDATE inventory_allocation SET quantity = 1",
            ["allocated is 2, but the sum of its allocations is 1"],
        ),
    ],
)
def test_each_planted_fault_is_found(stock, fault, message):
    plant(stock, fault)
    variant = 12 if "allocation" in fault else 11
    assert findings(stock) == [(f"variant {variant} at paris", each) for each in message]


def test_a_movement_out_of_nowhere_is_found(stock):
    plant(
        stock,
        "INSERT INTO inventory_movement (variant_id, location_id, quantity, balance, reason, reference, note, "
        "actor_kind, actor_ident, moved_at) VALUES (12, 99, 4, 4, 'x', '', '', 'system', '', '2026-01-01 00:00:00')",
    )
    assert findings(stock) == [
        ("variant 12 at location 99", "on_hand is 0, but the sum of its movements is 4"),
        ("variant 12 at location 99", "on_hand is 0, but the balance of its last movement is 4"),
    ]


def test_holds_of_two_requests_are_found(stock):
    plant(stock, "UPDATE inventory_hold SET siblings = 0")
    assert findings(stock) == [("checkout a", "has holds of more than one request")]
