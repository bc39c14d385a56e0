"""Following carts within one process: what is told, when it ends, and what it leaves behind."""

import asyncio
from contextlib import aclosing
from datetime import timedelta

import pytest
from comptoir.cart.commands.expire import remove_expired
from comptoir.cart.models import CARTS
from comptoir.cart.watching import watch_of
from comptoir.errors import Refusal, RefusalCode
from comptoir.graphql.client import ShopClientError
from comptoir.testing import open_shop

from tests.handoff.carts import ADD, NOTE, handed_over, new_cart
from tests.streaming.running import run, until

FOLLOW = """
subscription ($cart: ID!) {
  cartUpdated(cartId: $cart) { note totalQuantity cost { totalAmount { amount currencyCode } }
    buyerIdentity { email } }
}
"""


@pytest.fixture
def shop(tmp_path, clock, empty_database_url):
    with open_shop(tmp_path / "shop", clock=clock, database_url=empty_database_url) as opened:
        yield opened


@pytest.fixture
def sqlite_shop(tmp_path, clock):
    with open_shop(tmp_path / "shop", clock=clock) as opened:
        yield opened


def follow(shop, cart):
    """Return the states of a cart, as a channel of this process gets them."""
    client = shop.shop.client(None, channel="test", country="FR", language="EN")
    return aclosing(client.subscribe(FOLLOW, {"cart": cart}))


async def nothing_comes(states, seconds=0.6):
    """Check that nothing is told for longer than carts are looked at; the stream is spent afterwards."""
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(anext(states), seconds)


def test_each_state_has_the_prices_of_its_moment_and_nothing_personal(shop):
    owner = new_cart(shop)
    guest = handed_over(shop, owner)

    async def test():
        async with follow(shop, guest) as states:
            first = (await anext(states))["cartUpdated"]
            assert first == {
                "note": None,
                "totalQuantity": 0,
                "cost": {"totalAmount": {"amount": "0.00", "currencyCode": "EUR"}},
                "buyerIdentity": {"email": None},
            }
            line = {"merchandiseId": shop.variant("CARD"), "quantity": 2}
            await shop.answer(ADD, {"cart": owner, "lines": [line]})
            second = (await anext(states))["cartUpdated"]
            assert second["totalQuantity"] == 2
            assert second["cost"]["totalAmount"] == {"amount": "9.00", "currencyCode": "EUR"}
            assert second["buyerIdentity"] == {"email": None}

    run(test())


def test_who_is_slower_than_the_edits_gets_the_latest(shop):
    cart = new_cart(shop)

    async def test():
        async with follow(shop, cart) as states:
            await anext(states)
            for number in range(20):
                await shop.answer(NOTE, {"cart": cart, "note": f"{number}"})
            seen = [(await anext(states))["cartUpdated"]["note"]]
            while seen[-1] != "19":
                seen.append((await anext(states))["cartUpdated"]["note"])
            # One may be under way when the edits begin; those between are not made up for.
            assert len(seen) <= 2
            await nothing_comes(states)

    run(test())


def test_edits_of_this_process_are_told_at_once(sqlite_shop):
    cart = new_cart(sqlite_shop)

    async def test():
        watch = watch_of(sqlite_shop.shop)
        watch._seconds = 60
        async with follow(sqlite_shop, cart) as states:
            await anext(states)
            following = asyncio.ensure_future(anext(states))
            await asyncio.sleep(0.05)
            await sqlite_shop.answer(NOTE, {"cart": cart, "note": "x"})
            state = await asyncio.wait_for(following, 0.5)
            assert state["cartUpdated"]["note"] == "x"

    run(test())


def test_other_carts_edits_are_not_told(sqlite_shop):
    cart, other = new_cart(sqlite_shop), new_cart(sqlite_shop)

    async def test():
        async with follow(sqlite_shop, cart) as states:
            await anext(states)
            await sqlite_shop.answer(NOTE, {"cart": other, "note": "x"})
            await nothing_comes(states)

    run(test())


def test_the_stream_ends_with_the_cart(shop, clock):
    cart = new_cart(shop)

    async def test():
        async with follow(shop, cart) as states:
            await anext(states)
            clock.advance(timedelta(days=31))
            await shop.shop.db.write(remove_expired)
            with pytest.raises(StopAsyncIteration):
                await anext(states)

    run(test())


@pytest.mark.parametrize(
    ("cart", "code"),
    [("gid://shopify/Cart/none?key=none", "NOT_FOUND"), ("nonsense", "BAD_USER_INPUT")],
)
def test_a_cart_that_is_not_there_is_refused(sqlite_shop, cart, code):
    async def test():
        async with follow(sqlite_shop, cart) as states:
            with pytest.raises(ShopClientError) as caught:
                await anext(states)
            assert caught.value.code == code

    run(test())


def test_nothing_is_asked_of_the_database_when_nobody_follows(sqlite_shop):
    cart = new_cart(sqlite_shop)

    async def test():
        watch = watch_of(sqlite_shop.shop)
        async with follow(sqlite_shop, cart) as one, follow(sqlite_shop, cart) as two:
            await anext(one)
            await anext(two)
            assert len(sqlite_shop.shop.streams) == 2
            assert watch._poll is not None
        assert watch._poll is None
        assert watch._followers == {}
        assert len(sqlite_shop.shop.streams) == 0
        await asyncio.sleep(0)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    run(test())


def test_a_database_that_is_away_for_a_moment_ends_no_stream(sqlite_shop, monkeypatch):
    cart = new_cart(sqlite_shop)

    async def test():
        watch = watch_of(sqlite_shop.shop)
        watch._seconds = 0.02
        database = sqlite_shop.shop.db
        read, failures = database.read, []

        async def failing(query, *args, **kwargs):
            if query.__name__ == "read_versions" and len(failures) < 3:
                failures.append(query)
                raise OSError("the database is away")
            return await read(query, *args, **kwargs)

        monkeypatch.setattr(database, "read", failing)
        async with follow(sqlite_shop, cart) as states:
            await anext(states)
            await until(lambda: len(failures) == 3)
            await asyncio.to_thread(write_elsewhere, sqlite_shop)
            assert (await anext(states))["cartUpdated"]["note"] == "elsewhere"

    run(test())


def write_elsewhere(shop):
    """Edit as another process does: without a word to this one."""
    shop.shop.db.write_now(
        lambda tx: tx.execute(CARTS.update().values(note="elsewhere", version=CARTS.c.version + 1))
    )


def test_streams_end_when_the_shop_closes_them(sqlite_shop):
    cart = new_cart(sqlite_shop)

    async def test():
        async with follow(sqlite_shop, cart) as states:
            await anext(states)
            following = asyncio.ensure_future(anext(states))
            await asyncio.sleep(0.05)
            sqlite_shop.shop.streams.close()
            with pytest.raises(StopAsyncIteration):
                await following
        async with follow(sqlite_shop, cart) as states:
            with pytest.raises(StopAsyncIteration):
                await anext(states)

    run(test())


def test_no_more_streams_than_the_settings_say(tmp_path):
    with open_shop(tmp_path, most_streams=1) as shop:
        cart = new_cart(shop)

        async def test():
            async with follow(shop, cart) as one, follow(shop, cart) as two:
                await anext(one)
                with pytest.raises(ShopClientError) as caught:
                    await anext(two)
                assert (caught.value.code, caught.value.reachable) == ("RATE_LIMITED", True)
            with (
                pytest.raises(Refusal) as refused,
                shop.shop.streams.admitted(),
                shop.shop.streams.admitted(),
            ):
                pass
            assert refused.value.code is RefusalCode.RATE_LIMITED

        run(test())


def test_a_query_may_be_followed_too(sqlite_shop):
    async def test():
        client = sqlite_shop.shop.client(None, channel="test")
        assert [data async for data in client.subscribe("{ channels { name } }")] == [{"channels": []}]

    run(test())
