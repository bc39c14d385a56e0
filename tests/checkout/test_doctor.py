"""What `comptoir doctor` finds of checkouts: nothing in a sound shop, and every planted fault."""

from datetime import UTC, datetime

import pytest
from comptoir.checkout.consistency import check_checkouts
from comptoir.clock import FixedClock
from comptoir.pricing import save_promotion
from comptoir.testing import OpenedShop, fill_catalogue, make_shop
from sqlalchemy import text

from tests.checkout.shopping import Shopper, furnish
from tests.pricing.offers import draft


class PlantedError(Exception):
    """Undoes what was planted, and carries what was found."""


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """A shop with a checkout that became an order, one that came to nothing, and one under way."""
    clock = FixedClock(datetime(2026, 3, 2, 12, tzinfo=UTC))
    made = make_shop(tmp_path_factory.mktemp("doctor") / "shop", clock=clock)
    opened = OpenedShop(made, fill_catalogue(made.db))
    furnish(opened)
    made.db.write_now(save_promotion, draft=draft(scope="order", codes=("SPRING",)))
    for token in ("sandbox-visa", "sandbox-declined", "sandbox-3ds"):
        shopper = Shopper(opened)
        shopper.ready({"Red-S": 1})
        shopper.complete(token)
    states = made.db.read_now(lambda tx: tx.all(text("SELECT state FROM checkout_attempt ORDER BY id")))
    assert [row.state for row in states] == ["PLACED", "RELEASED", "OPEN"]
    yield made
    made.db.close_now()


def found(shop, *statements):
    """Return what is found once statements have done their harm, which is undone."""

    def plant(tx):
        for statement in statements:
            tx.execute(text(statement))
        raise PlantedError(check_checkouts(tx))

    with pytest.raises(PlantedError) as caught:
        shop.db.write_now(plant)
    return [f"{each.subject.partition(' ')[0]} {each.message}" for each in caught.value.args[0]]


def test_a_sound_shop_has_no_findings(shop):
    assert found(shop) == []


ATTEMPT = "UPDATE checkout_attempt SET"
SALE = """INSERT INTO checkout_sale (ident, reservation_id, location_id, idempotency_key, state, code, shopper, draft,
  order_id, created_at, looked_at) SELECT 'till', 1, 1, 'k', '{}', '', '', '{{}}', NULL, created_at, looked_at
  FROM checkout_attempt WHERE id = 1"""
PROMOTION = """INSERT INTO pricing_promotion_use (order_key, promotion_id, version, shopper, amount, currency, used_at,
  released) SELECT 'checkout/' || ident, 1, 1, '', 1, 'EUR', created_at, false FROM checkout_attempt WHERE id = 2"""
FAULTS = [
    (
        f"{ATTEMPT} created_at = '2026-02-01 00:00:00.000000' WHERE id = 3",
        "checkout has been under way for more",
    ),
    (f"{ATTEMPT} order_id = NULL WHERE id = 1", "checkout was placed, but there is no order of it"),
    (f"{ATTEMPT} order_id = 99 WHERE id = 1", "checkout was placed, but there is no order of it"),
    (f"{ATTEMPT} state = 'RELEASED' WHERE id = 1", "checkout is RELEASED, but there is an order of it"),
    (f"{ATTEMPT} state = 'RELEASED' WHERE id = 3", "checkout holds 1 pieces, but is RELEASED"),
    ("DELETE FROM checkout_attempt WHERE id = 3", "checkout holds 1 pieces, but is not there"),
    (f"{ATTEMPT} state = 'PLACED' WHERE id = 3", "checkout keeps the payment 3, but is PLACED"),
    ("DELETE FROM checkout_attempt WHERE id = 3", "checkout keeps the payment 3, but is not there"),
    (PROMOTION, "checkout uses the promotion 1, but is RELEASED"),
    (SALE.format("PLACED"), "sale was placed, but there is no order of it"),
]


@pytest.mark.parametrize(("statement", "told"), FAULTS)
def test_planted_faults_are_found(shop, statement, told):
    messages = found(shop, statement)
    assert any(message.startswith(told) for message in messages), messages


def test_money_that_came_too_late_has_an_hour_to_go_back(shop):
    release = f"{ATTEMPT} state = 'RELEASED' WHERE id = 3"
    late = "UPDATE payments_payment SET updated_at = '2026-03-02 10:00:00.000000' WHERE id = 3"
    kept = "checkout keeps the payment 3, but is RELEASED"
    assert kept not in found(shop, release)
    assert kept in found(shop, release, late)
