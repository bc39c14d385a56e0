"""Connections to Stripe: kept while the shop runs, and none left open by a command that asks once."""

import asyncio

from comptoir.app import serve
from starlette.testclient import TestClient

from tests.plugins.stripe.conftest import Post


def told_of_refund(account, intent):
    """Have Stripe tell of a refund made at its own desk; to compare it, the shop asks for the intent."""
    account.refund({"payment_intent": intent, "amount": "100"})
    return account.events[-1]


def test_a_running_shop_asks_over_one_connection_and_closes_it_when_it_stops(shop, till, fake):
    payment = till.pay(5000)
    apart = list(fake.connections)
    assert len(set(apart)) == len(apart) == 2
    with TestClient(serve(shop)) as client:
        post = Post(client, fake.account)
        answers = {post.send(told_of_refund(fake.account, payment.provider_id)) for _ in range(3)}
        assert answers == {200}
    kept = fake.connections[len(apart) :]
    assert (len(kept), len(set(kept))) == (3, 1)
    # In the next loop nothing of the one before is used: a socket of a loop that ended would fail.
    told = asyncio.run(shop.payment_providers["stripe"].lookup(payment.attempt))
    assert told.provider_id == payment.provider_id
    assert fake.connections[-1] not in kept
