"""Wrong codes are counted: nobody tries them by the thousand."""

import asyncio

import pytest
from comptoir.cart.claim_guard import IN_ALL, PER_CALLER, ClaimGuard, caller_of
from comptoir.graphql.execute import GraphQLRequest
from comptoir.principal import Actor

from tests.handoff.carts import CLAIM, give, new_cart

WRONG = "AAAAA-AAAAA"


def claims(shop, code, *, times=1, address="203.0.113.7", channel="web", at_once=False):
    """Return the code of each claim's error, or none where it worked."""

    async def one():
        actor = Actor(kind="visitor", channel=channel)
        context = await shop.shop.context(
            base_url="https://shop.example", actor=actor, client_address=address
        )
        request = GraphQLRequest(query=CLAIM, variables={"code": code})
        payload = (await shop.shop.execute(request, context)).body()["data"]["cartHandoffClaim"]
        return payload["userErrors"][0]["code"] if payload["userErrors"] else None

    async def run():
        if at_once:
            return await asyncio.gather(*(one() for _ in range(times)))
        return [await one() for _ in range(times)]

    return asyncio.run(run())


def test_after_thirty_wrong_codes_a_minute_nothing_is_tried(sqlite_shop):
    code = give(sqlite_shop, new_cart(sqlite_shop))
    assert claims(sqlite_shop, WRONG, times=32) == ["HANDOFF_INVALID"] * 30 + ["RATE_LIMITED"] * 2
    assert claims(sqlite_shop, code) == ["RATE_LIMITED"]
    # Others are not held up by it, and the code was not used up.
    assert claims(sqlite_shop, code, address="203.0.113.8") == [None]


def test_wrong_codes_at_once_are_counted_before_they_are_answered(sqlite_shop):
    answers = claims(sqlite_shop, WRONG, times=100, at_once=True)
    assert sorted(answers) == ["HANDOFF_INVALID"] * 30 + ["RATE_LIMITED"] * 70


def test_codes_that_work_count_for_nothing(sqlite_shop):
    for _ in range(40):
        assert claims(sqlite_shop, give(sqlite_shop, new_cart(sqlite_shop))) == [None]


def test_all_callers_together_are_bounded():
    guard = ClaimGuard()
    for number in range(IN_ALL.amount):
        caller = caller_of(f"10.0.{number // 256}.{number % 256}", None)
        assert guard.admit(caller)
        guard.release(caller, failed=True)
    assert not guard.admit(caller_of("10.9.9.9", None))


def test_a_claim_that_ended_well_frees_its_place():
    guard = ClaimGuard()
    for _ in range(PER_CALLER.amount * 2):
        assert guard.admit("a")
        guard.release("a", failed=False)
    for _ in range(PER_CALLER.amount):
        assert guard.admit("a")
    assert not guard.admit("a")
    assert guard.admit("b")


@pytest.mark.parametrize(
    ("address", "channel", "caller"),
    [
        ("203.0.113.7", None, " 203.0.113.7"),
        ("203.0.113.7", "kiosk", "kiosk 203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "web", "web 2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "web", "web 2001:db8:1:2::"),
        ("", "web", "web "),
        ("x" * 100, None, " " + "x" * 64),
    ],
)
def test_a_household_is_one_caller(address, channel, caller):
    assert caller_of(address, channel) == caller
