"""Many who buy at the same moment: nothing is sold, charged or used more often than it may be, and nothing is lost."""

import asyncio
from collections import Counter
from functools import partial

import pytest
from comptoir.inventory import set_levels
from comptoir.orders.models import ORDERS
from comptoir.payments.plugin import recover
from comptoir.payments.sandbox import books
from comptoir.payments.sandbox.delivery import deliver
from comptoir.pricing import save_promotion
from comptoir.pricing.models import PROMOTION
from sqlalchemy import func, select

from tests.checkout.dying import charges, findings, last_charge, recovered
from tests.checkout.shopping import ADDRESS, COMPLETE, CREATE, PARIS, SELECT, Shopper
from tests.checkout.test_completing_races import outcomes
from tests.pricing.offers import TENTH, draft
from tests.rig.at_once import at_once

pytestmark = pytest.mark.database
SKU = "Blue-S"
BUYERS = 64
UNITS = 40


@pytest.fixture
def books_of(stage):
    """What orders and the card company have more than before the test."""
    opened, _ = stage
    since, before = last_charge(opened.shop), count_orders(opened.shop)
    yield lambda: (count_orders(opened.shop) - before, charges(opened.shop, since=since))
    assert findings(opened.shop) == []


def count_orders(shop):
    return shop.db.read_now(lambda tx: tx.scalar(select(func.count(ORDERS.c.id))))


def latest(shop):
    """Return the name of the latest payment at the card company."""
    statement = select(books.SANDBOX.c.ident).order_by(books.SANDBOX.c.id.desc())
    return shop.db.read_now(lambda tx: tx.scalar(statement))


def test_a_double_submit_charges_once(stage, books_of):
    opened, _ = stage
    shopper = Shopper(opened)
    digest = shopper.ready({SKU: 1})["quote"]["digest"]
    payloads = at_once([lambda: shopper.complete(digest=digest)] * 4)
    assert set(outcomes(payloads)) <= {"ORDER", "IN_PROGRESS"}
    again = shopper.complete(digest=digest)
    assert {each["order"]["id"] for each in payloads if each["order"]} == {again["order"]["id"]}
    assert books_of() == (1, [6_390])


def test_several_browsers_that_complete_one_cart_are_charged_once(stage, books_of):
    opened, _ = stage
    shopper = Shopper(opened)
    digest = shopper.ready({SKU: 1})["quote"]["digest"]
    payloads = at_once([lambda key=key: shopper.complete(key=key, digest=digest) for key in "abcd"])
    seen = Counter(outcomes(payloads))
    assert seen["ORDER"] == 1
    assert set(seen) <= {"ORDER", "IN_PROGRESS", "ALREADY_COMPLETED"}
    assert books_of() == (1, [6_390])


def test_a_coupon_is_used_as_often_as_it_may_be(stage, books_of):
    opened, _ = stage
    write = opened.shop.db.write_now
    number = write(save_promotion, draft=draft("rush", effect=TENTH, codes=("RUSH",), usage_limit=2))
    buyers = [Shopper(opened) for _ in range(6)]
    for index, buyer in enumerate(buyers):
        buyer.ready({SKU: 1}, email=f"rush{index}@example.com", discountCodes=["RUSH"])
    digests = [buyer.cart()["quote"]["digest"] for buyer in buyers]
    works = [
        lambda buyer=buyer, digest=digest: buyer.complete(digest=digest)
        for buyer, digest in zip(buyers, digests, strict=True)
    ]
    payloads = at_once(works)
    seen = Counter(outcomes(payloads))
    assert seen["ORDER"] == 2
    assert set(seen) <= {"ORDER", "DISCOUNT_LIMIT", "QUOTE_CHANGED"}
    used = opened.shop.db.read_now(
        lambda tx: tx.scalar(select(PROMOTION.c.used).where(PROMOTION.c.id == number))
    )
    assert (used, books_of()) == (2, (2, [5_800, 5_800]))
    left = [buyer for buyer, payload in zip(buyers, payloads, strict=True) if not payload["order"]]
    assert outcomes([buyer.complete(key="full") for buyer in left]) == ["ORDER"] * 4
    assert books_of() == (6, [5_800, 5_800, *[6_390] * 4])


def test_a_charge_without_an_answer_is_found_by_all_who_look_and_becomes_one_order(stage, books_of):
    opened, clock = stage
    shopper = Shopper(opened)
    digest = shopper.ready({SKU: 1})["quote"]["digest"]
    ask = partial(shopper.complete, "sandbox-timeout", digest=digest)
    assert set(outcomes(at_once([ask, ask]))) == {"IN_PROGRESS"}
    jobs = [lambda: asyncio.run(recovered(opened.shop, clock, rounds=1))] * 2
    at_once([ask, *jobs, ask])
    asyncio.run(recovered(opened.shop, clock, rounds=1))
    assert outcomes([ask()]) == ["ORDER"]
    assert books_of() == (1, [6_390])


def test_a_payer_a_message_and_a_job_that_come_back_at_once_make_one_order(stage, books_of):
    opened, _ = stage
    shop, shopper = opened.shop, Shopper(opened)
    digest = shopper.ready({SKU: 1})["quote"]["digest"]
    ask = partial(shopper.complete, "sandbox-3ds", digest=digest)
    assert ask()["paymentAction"]["kind"] == "REDIRECT"
    decided = shop.db.write_now(books.decide, ident=latest(shop), approve=True)

    def tell():
        asyncio.run(deliver(shop, decided))

    at_once([ask, tell, lambda: asyncio.run(recover(shop)), tell, ask])
    assert outcomes([ask()]) == ["ORDER"]
    assert books_of() == (1, [6_390])


async def buy_until_refused(opened, name):
    """Buy one piece at a time; return how often what came of it."""
    seen = Counter()
    while not seen["OUT_OF_STOCK"]:
        wanted = [{"merchandiseId": opened.variant("Red-M"), "quantity": 1}]
        buyer = {"email": f"{name}@example.com", "countryCode": "FR"}
        cart = (await said(opened, CREATE, i={"lines": wanted, "buyerIdentity": buyer}))["cart"]
        if not cart["totalQuantity"]:
            seen["OUT_OF_STOCK"] += 1
            break
        address = [{"selected": True, "address": {"deliveryAddress": PARIS}}]
        cart = (await said(opened, ADDRESS, c=cart["id"], a=address))["cart"]
        group = cart["deliveryGroups"]["nodes"][0]["id"]
        choice = [{"deliveryGroupId": group, "deliveryOptionHandle": "standard"}]
        chosen = await said(opened, SELECT, c=cart["id"], s=choice)
        request = {
            "cartId": cart["id"], "quoteDigest": chosen["cart"]["quote"]["digest"], "idempotencyKey": "only",
            "payment": {"provider": "sandbox", "token": "sandbox-visa"},
        }  # fmt: skip
        payload = await said(opened, COMPLETE, i=request)
        seen["ORDER" if payload["order"] else payload["userErrors"][0]["code"]] += 1
    return seen


async def said(opened, document, **variables):
    (payload,) = (await opened.answer(document, variables))["data"].values()
    return payload


def test_a_flash_sale_sells_what_there_is_and_refuses_the_rest(stage, books_of):
    opened, _ = stage
    number = opened.numbers["Red-M"]
    for location, units in (("depot", UNITS), ("store", 0)):
        opened.shop.db.write_now(set_levels, location=location, levels={number: units})

    async def sale():
        return await asyncio.gather(*(buy_until_refused(opened, f"flash{n}") for n in range(BUYERS)))

    assert sum(asyncio.run(sale()), Counter()) == {"ORDER": UNITS, "OUT_OF_STOCK": BUYERS}
    assert books_of() == (UNITS, [6_390] * UNITS)
    assert sum(Shopper(opened).left("Red-M").values()) == 0
