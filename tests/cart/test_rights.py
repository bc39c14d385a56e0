"""Who may use a cart, and until when: the key is the right, and nothing tells whether a cart exists."""

import asyncio
from datetime import timedelta

import pytest
from comptoir.cart.commands.expire import remove_expired
from comptoir.cart.models import CARTS, LINES
from sqlalchemy import func, select

from tests.cart.shopper import DOCUMENTS, quantities


def wrong_ids(cart):
    """Return ids that open nothing: no key, other keys, another token."""
    bare, key = cart["id"].split("?key=")
    token = bare.rpartition("/")[2]
    return [
        bare, f"{bare}?key=", f"{bare}?key={key[:-1]}", f"{bare}?key={key.upper()}x", f"{bare}?key=clé",
        f"{bare}?yek={key}", f"gid://shopify/Cart/{'0' * 32}?key={key}", f"gid://shopify/Order/{token}?key={key}",
    ]  # fmt: skip


def test_a_cart_id_is_what_storefronts_take_apart_and_put_together(shopper):
    cart = shopper.cart()
    prefix, _, rest = cart["id"].rpartition("/")
    assert prefix == "gid://shopify/Cart"
    token, _, key = rest.partition("?key=")
    assert len(token) == len(key) == 32
    assert shopper.read(f"gid://shopify/Cart/{rest}") == cart
    assert shopper.read(f"{cart['id']}&utm_source=post") == cart


def test_without_the_key_a_cart_is_not_there(shopper):
    cart = shopper.cart(("CARD", 1), note="secret")
    for ident in wrong_ids(cart):
        assert shopper.read(ident) is None, ident
        assert shopper.opened.data("query($id: ID!) { node(id: $id) { id } }", id=ident)["node"] is None


def test_every_mutation_answers_the_same_for_any_cart_one_has_no_right_to(shopper):
    cart = shopper.cart(("CARD", 1))
    line = cart["lines"]["nodes"][0]["id"]
    edits = {
        "cartLinesAdd": {"lines": [shopper.line("CARD")]},
        "cartLinesUpdate": {"lines": [{"id": line, "quantity": 9}]},
        "cartLinesRemove": {"lineIds": [line]},
        "cartNoteUpdate": {"note": "mine"},
        "cartAttributesUpdate": {"attributes": []},
        "cartBuyerIdentityUpdate": {"buyerIdentity": {"email": "eve@shop.example"}},
        "cartDiscountCodesUpdate": {"discountCodes": ["X"]},
    }
    assert set(edits) | {"cartCreate"} == set(DOCUMENTS)
    for mutation, variables in edits.items():
        answers = [shopper.change(mutation, cartId=ident, **variables) for ident in wrong_ids(cart)]
        assert all(answer == answers[0] for answer in answers)
        (error,) = answers[0]["userErrors"]
        assert (answers[0]["cart"], error["code"], error["field"]) == (None, "INVALID", ["cartId"])
    assert shopper.read(cart["id"]) == cart


@pytest.mark.parametrize(
    "ident",
    ["", "cart", "gid://shopify/Cart/", "gid://other/Cart/1?key=2", "gid://shopify/Cart/a/b?key=c", "🛒"],
)
def test_what_is_no_id_at_all_is_bad_input(shopper, ident):
    assert shopper.opened.refusal("query($id: ID!) { cart(id: $id) { id } }", id=ident) == "BAD_USER_INPUT"
    answer = shopper.opened.ask(DOCUMENTS["cartNoteUpdate"], cartId=ident, note="x")
    assert answer["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT"}


def test_a_cart_expires_that_long_after_its_last_edit(shopper, clock):
    cart = shopper.cart(("CARD", 1))
    clock.advance(timedelta(days=29))
    shopper.edit("cartNoteUpdate", cart, note="still here")
    clock.advance(timedelta(days=30, seconds=-1))
    assert shopper.read(cart["id"]) is not None
    clock.advance(timedelta(seconds=1))
    assert shopper.read(cart["id"]) is None
    assert shopper.refusal("cartNoteUpdate", cartId=cart["id"], note="late") == ("INVALID", ["cartId"])


def count(tx):
    return tx.scalar(select(func.count()).select_from(CARTS)), tx.scalar(
        select(func.count()).select_from(LINES)
    )


def test_the_job_removes_expired_carts_with_their_lines_and_leaves_the_rest(shopper, clock):
    shopper.cart(("CARD", 1), ("Blue-S", 1))
    clock.advance(timedelta(days=20))
    kept = shopper.cart(("CARD", 3))
    clock.advance(timedelta(days=10))
    (job,) = [
        job
        for _, job in shopper.shop.registry.contributions("register_jobs")
        if job.name == "cart.remove_expired"
    ]
    asyncio.run(job.run(shopper.shop))
    assert shopper.shop.db.read_now(count) == (1, 1)
    assert quantities(shopper.read(kept["id"])) == [("CARD", 3)]
    assert shopper.shop.db.write_now(remove_expired) == 0
