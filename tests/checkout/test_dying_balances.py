"""A process that dies at any step of paying a balance: it is paid once, or nothing is kept and it is still owed."""

import asyncio
import itertools
from contextlib import suppress

import pytest

from tests.checkout.dying import Death, Fuse, TripError, charges, findings, last_charge, recovered
from tests.checkout.owing import Debtor, gift_card, sums

pytestmark = pytest.mark.database
GIFT = 1_000
DEPOSIT = 3_195
STEPS = 40
COURSES = {
    "no answer, gift card": ("sandbox-timeout", GIFT, True),
    "declined, gift card": ("sandbox-declined", GIFT, False),
    "gift card alone": ("sandbox-visa", 9_000, True),
}
"""What pays, what is on the gift card, and whether it comes to be paid when nothing goes wrong."""


def check(debtor, balance, *, given, since):
    """Check that the balance is paid by gift card and one charge, or not at all; return whether it is."""
    total, due = sums(debtor.look())
    kept = charges(debtor.opened.shop, since=since)
    by_gift = min(given, DEPOSIT)
    if due == "0.00":
        rest = DEPOSIT - by_gift
        assert (total, kept, given - balance()) == ("63.90", [rest] if rest else [], by_gift)
    else:
        assert (total, due, kept, balance()) == ("31.95", "31.95", [], given)
    return due == "0.00"


def attempt(opened, clock, fuse, course, steps, error):
    """Pay a balance while the fuse burns; return whether it came to an end by itself, and whether it is paid."""
    token, given, _ = COURSES[course]
    debtor = Debtor(opened)
    debtor.ready({"Blue-S": 1})
    assert debtor.buy(deposit="31.95")["userErrors"] == []
    code, balance = gift_card(debtor, given)
    since = last_charge(opened.shop)
    fuse.light(steps, error)
    with suppress(Death, TripError, AssertionError):
        debtor.pay(token, giftCardCodes=[code])
        asyncio.run(recovered(opened.shop, clock))
    ended = not fuse.put_out()
    asyncio.run(recovered(opened.shop, clock))
    paid = check(debtor, balance, given=given, since=since)
    if not ended:
        debtor.pay(token, giftCardCodes=[code])
        asyncio.run(recovered(opened.shop, clock))
        if not check(debtor, balance, given=given, since=since):
            assert debtor.pay(key="second", giftCardCodes=[code])["userErrors"] == []
            assert check(debtor, balance, given=given, since=since)
    return ended, paid


RUNS = [*itertools.product(["sqlite"], COURSES, [Death]), ("sqlite", "no answer, gift card", TripError),
        ("postgresql", "no answer, gift card", Death)]  # fmt: skip


@pytest.mark.parametrize(("stage", "course", "error"), RUNS, indirect=["stage"])
def test_whatever_step_is_the_last_the_balance_is_paid_once_or_owed(stage, course, error):
    opened, clock = stage
    fuse = Fuse(opened.shop)
    try:
        runs = (attempt(opened, clock, fuse, course, steps, error) for steps in range(STEPS))
        assert next(paid for ended, paid in runs if ended) == COURSES[course][2]
    finally:
        fuse.remove()
    assert findings(opened.shop) == []
