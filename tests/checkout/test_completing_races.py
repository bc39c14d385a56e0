"""Several who complete at once: one order for a cart, no more goods than there are."""

import pytest
from comptoir.inventory import set_levels

from tests.checkout.shopping import Shopper
from tests.rig.at_once import at_once

pytestmark = pytest.mark.database
BUYERS = 6


def outcomes(payloads):
    return sorted(error["code"] if errors else "ORDER" for each in payloads
                  for errors in [each["userErrors"]] for error in errors or [None])  # fmt: skip


def test_two_browsers_that_complete_one_cart_make_one_order(shopper):
    digest = shopper.ready({"Red-S": 2})["quote"]["digest"]
    works = [lambda key=key: shopper.complete(key=key, digest=digest) for key in ("one", "two")]
    payloads = at_once(works)
    (order,) = [each["order"] for each in payloads if each["order"]]
    assert order["financialStatus"] == "PAID"
    (refused,) = [each["userErrors"][0]["code"] for each in payloads if each["userErrors"]]
    assert refused in {"IN_PROGRESS", "ALREADY_COMPLETED"}
    assert sum(shopper.left("Red-S").values()) == 5


def test_of_several_who_want_the_last_pieces_as_many_get_one_as_there_are(opened, shopper):
    number = opened.numbers["Blue-S"]
    opened.shop.db.write_now(set_levels, location="depot", levels={number: 2})
    buyers = [Shopper(opened) for _ in range(BUYERS)]
    for index, buyer in enumerate(buyers):
        buyer.ready({"Blue-S": 1}, email=f"buyer{index}@example.com")
    payloads = at_once([buyer.complete for buyer in buyers])
    assert outcomes(payloads) == ["ORDER"] * 2 + ["OUT_OF_STOCK"] * (BUYERS - 2)
    assert shopper.left("Blue-S") == {next(iter(shopper.left("Blue-S"))): 0}
