"""Many hands in one cart: edits follow one another and none is lost, from tasks, threads and processes."""

import asyncio
import subprocess
import sys

import pytest
from comptoir.testing import make_shop

from tests.cart.shopper import DOCUMENTS, quantities

TIMES = 50

OTHER_PROCESS = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from comptoir.clock import FixedClock
from comptoir.testing import OpenedShop, make_shop
from tests.cart.shopper import DOCUMENTS

folder, url, cart, variant, times = sys.argv[1:]
clock = FixedClock(datetime(2026, 3, 2, 12, tzinfo=UTC))
shop = make_shop(Path(folder), database_url=url, clock=clock)
opened = OpenedShop(shop)

async def add():
    answers = [opened.answer(DOCUMENTS["cartLinesAdd"], {"cartId": cart, "lines": [
        {"merchandiseId": variant, "quantity": 1}]}) for _ in range(int(times))]
    for answer in await asyncio.gather(*answers):
        assert "errors" not in answer, answer
        assert answer["data"]["cartLinesAdd"]["userErrors"] == [], answer

asyncio.run(add())
shop.db.close_now()
"""


def adding(opened, cart, sku, times=TIMES):
    variables = {"cartId": cart["id"], "lines": [{"merchandiseId": opened.variant(sku), "quantity": 1}]}
    return [opened.answer(DOCUMENTS["cartLinesAdd"], variables) for _ in range(times)]


def assert_sound(answers):
    for answer in answers:
        assert "errors" not in answer, answer
        assert answer["data"]["cartLinesAdd"]["userErrors"] == []


def test_two_devices_that_add_at_once_lose_nothing(shopper):
    cart = shopper.cart()

    async def both():
        return await asyncio.gather(
            *adding(shopper.opened, cart, "Blue-S"), *adding(shopper.opened, cart, "CARD")
        )

    assert_sound(asyncio.run(both()))
    assert dict(quantities(shopper.read(cart["id"]))) == {"Blue-S": TIMES, "CARD": TIMES}


def test_two_devices_that_add_the_same_lose_nothing(shopper):
    cart = shopper.cart()

    async def both():
        return await asyncio.gather(
            *adding(shopper.opened, cart, "CARD"), *adding(shopper.opened, cart, "CARD")
        )

    answers = asyncio.run(both())
    assert_sound(answers)
    seen = sorted(answer["data"]["cartLinesAdd"]["cart"]["totalQuantity"] for answer in answers)
    assert seen == list(range(1, 2 * TIMES + 1))


@pytest.mark.anyio
async def test_a_reader_sees_each_edit_whole(shopper):
    opened = shopper.opened
    made = await opened.answer(DOCUMENTS["cartCreate"], {"input": {}})
    ident = made["data"]["cartCreate"]["cart"]["id"]
    pair = [{"merchandiseId": opened.variant(sku), "quantity": 1} for sku in ("Blue-S", "CARD")]
    edits = [opened.answer(DOCUMENTS["cartLinesAdd"], {"cartId": ident, "lines": pair}) for _ in range(30)]
    query = "query($id: ID!) { cart(id: $id) { lines(first: 9) { nodes { quantity } } } }"
    reads = [opened.answer(query, {"id": ident}) for _ in range(30)]
    mixed = [each for two in zip(edits, reads, strict=True) for each in two]
    for answer in (await asyncio.gather(*mixed))[1::2]:
        found = [line["quantity"] for line in answer["data"]["cart"]["lines"]["nodes"]]
        assert found in ([], [found[0]] * 2 if found else [])


def test_two_processes_that_add_at_once_lose_nothing(shopper, database_url, tmp_path):
    cart = shopper.cart()
    command = [sys.executable, "-c", OTHER_PROCESS]
    places = [str(tmp_path / "second"), database_url, cart["id"], shopper.variant("CARD"), str(TIMES)]
    other = subprocess.Popen([*command, *places], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    async def here():
        return await asyncio.gather(*adding(shopper.opened, cart, "CARD"))

    answers = [answer for _ in range(4) for answer in asyncio.run(here())]
    output, _ = other.communicate(timeout=60)
    assert other.returncode == 0, output
    assert_sound(answers)
    assert quantities(shopper.read(cart["id"])) == [("CARD", 5 * TIMES)]


def test_a_cart_made_by_one_process_is_read_by_another(shopper, database_url, tmp_path, clock):
    cart = shopper.cart(("CARD", 2))
    second = make_shop(tmp_path / "second", database_url=database_url, clock=clock)
    try:
        answer = asyncio.run(
            type(shopper.opened)(second).answer(
                "query($id: ID!) { cart(id: $id) { totalQuantity } }", {"id": cart["id"]}
            )
        )
    finally:
        second.db.close_now()
    assert answer == {"data": {"cart": {"totalQuantity": 2}}}
