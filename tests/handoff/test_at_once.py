"""Two devices at once: one claim wins, and no edit is lost."""

import asyncio

from tests.handoff.carts import ADD, ATTRIBUTES, CLAIM, INVALID, give, handed_over, new_cart, read


def gather(shop, asked):
    """Ask all at once, each as a request of its own."""

    async def run():
        return await asyncio.gather(*(shop.answer(document, variables) for document, variables in asked))

    return asyncio.run(run())


def test_of_claims_at_once_one_wins(shop):
    for _ in range(5):
        code = give(shop, new_cart(shop))
        answers = gather(shop, [(CLAIM, {"code": code})] * 6)
        payloads = [answer["data"]["cartHandoffClaim"] for answer in answers]
        won = [payload for payload in payloads if payload["cart"] is not None]
        lost = [payload["userErrors"] for payload in payloads if payload["cart"] is None]
        assert len(won) == 1
        assert lost == [[INVALID]] * 5


def test_codes_claimed_at_once_give_one_guest_key(shop):
    cart = new_cart(shop)
    codes = [give(shop, cart) for _ in range(8)]
    answers = gather(shop, [(CLAIM, {"code": code}) for code in codes])
    ids = {answer["data"]["cartHandoffClaim"]["cart"]["id"] for answer in answers}
    assert len(ids) == 1
    assert read(shop, ids.pop()) is not None


def test_edits_of_both_devices_at_once_are_all_kept(shop):
    owner = new_cart(shop)
    guest = handed_over(shop, owner)
    skus = ("CARD", "Blue-S")
    asked = [
        (ADD, {"cart": cart, "lines": [{"merchandiseId": shop.variant(sku), "quantity": quantity}]})
        for quantity in range(1, 6)
        for cart in (owner, guest)
        for sku in skus
    ]
    answers = gather(shop, asked)
    assert all(answer["data"]["cartLinesAdd"]["userErrors"] == [] for answer in answers)
    seen = [read(shop, cart) for cart in (owner, guest)]
    # 1 + 2 + 3 + 4 + 5, from two devices.
    assert [sorted(line["quantity"] for line in cart["lines"]["nodes"]) for cart in seen] == [[30, 30]] * 2
    assert [cart["totalQuantity"] for cart in seen] == [60, 60]


def test_a_device_may_give_and_edit_at_once(shop):
    owner = new_cart(shop)
    guest = handed_over(shop, owner)
    asked = [
        (ATTRIBUTES, {"cart": cart, "attributes": [{"key": "round", "value": str(n)}]})
        for n in range(5)
        for cart in (owner, guest)
    ]
    answers = gather(shop, asked)
    assert all(answer["data"]["cartAttributesUpdate"]["userErrors"] == [] for answer in answers)
    assert len(read(shop, owner)["attributes"]) == 1
    assert read(shop, owner)["attributes"] == read(shop, guest)["attributes"]
