"""Carts that are filled through one door and another cost the same, for the same reasons, at every door."""

import asyncio
import random
from decimal import Decimal

import pytest
from comptoir.pricing import DivergenceDraft, record_divergence
from comptoir.startup import start_shop

from tests.rig.demo_shop import demo_folder, demo_settings

CARTS = 500
PLACES = (("FR", "FR"), ("GB", "EN"), ("US", "EN"))

VARIANTS = """
query($country: CountryCode) @inContext(country: $country) {
  products(first: 250, query: "available_for_sale:true") { nodes {
    variants(first: 20) { nodes { id availableForSale quantityRule { minimum increment } } }
  } }
}"""
CREATE = """
mutation($country: CountryCode) @inContext(country: $country) {
  cartCreate { cart { id } userErrors { message } }
}"""
ADD = """
mutation($cart: ID!, $lines: [CartLineInput!]!, $country: CountryCode) @inContext(country: $country) {
  cartLinesAdd(cartId: $cart, lines: $lines) { cart { id } userErrors { message } }
}"""
READ = """
query($cart: ID!, $country: CountryCode, $language: LanguageCode) @inContext(country: $country, language: $language) {
  cart(id: $cart) {
    totalQuantity
    cost { subtotalAmount { amount currencyCode } totalAmount { amount currencyCode } }
    quote { digest }
    lines(first: 50) { nodes {
      ... on CartLine { quantity cost { subtotalAmount { amount } } returnPolicy { id version } }
    } }
  }
}"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    started = start_shop(demo_settings(demo_folder(tmp_path_factory)))
    yield started
    started.db.close_now()


def doors(shop, country, language):
    return {
        channel.name: shop.client(None, channel=channel.name, country=country, language=language)
        for channel in shop.channels
    }


async def sold_in(client):
    products = (await client.execute(VARIANTS, {"country": client.visitor.country}))["products"]["nodes"]
    return [
        (variant["id"], variant["quantityRule"]["minimum"], variant["quantityRule"]["increment"])
        for product in products
        for variant in product["variants"]["nodes"]
        if variant["availableForSale"]
    ]


async def fill(clients, source, sold):
    """Make a cart through one door and add each line through another; return its id."""
    first = source.choice(list(clients.values()))
    country = first.visitor.country
    made = await first.execute(CREATE, {"country": country})
    cart = made["cartCreate"]["cart"]["id"]
    for _ in range(source.randint(1, 4)):
        variant, minimum, increment = source.choice(sold)
        line = {"merchandiseId": variant, "quantity": minimum + increment * source.randint(0, 1)}
        door = source.choice(list(clients.values()))
        await door.execute(ADD, {"cart": cart, "lines": [line], "country": country})
    return cart


async def read(client, cart):
    visitor = client.visitor
    where = {"cart": cart, "country": visitor.country, "language": visitor.language}
    return (await client.execute(READ, where))["cart"]


async def compare(shop, *, carts):
    source = random.Random(20_260_301)
    markets = []
    for place in PLACES:
        clients = doors(shop, *place)
        markets.append((clients, await sold_in(clients["web"])))
    seen = 0
    for number in range(carts):
        clients, sold = markets[number % len(markets)]
        cart = await fill(clients, source, sold)
        answers = {name: await read(client, cart) for name, client in clients.items()}
        one = next(iter(answers.values()))
        assert answers == dict.fromkeys(answers, one)
        seen += len(one["lines"]["nodes"])
    return seen


def test_carts_filled_through_any_doors_are_the_same_at_all_of_them(shop):
    assert len(shop.channels) >= 5
    lines = asyncio.run(compare(shop, carts=CARTS))
    assert lines > CARTS


def test_a_divergence_of_one_door_changes_what_that_door_asks_and_no_other(shop):
    name = "kiosk"
    draft = DivergenceDraft(channel=name, reason="opening", percent=Decimal(-10))
    shop.db.write_now(record_divergence, draft=draft)

    async def run():
        clients = doors(shop, "FR", "FR")
        sold = await sold_in(clients["web"])
        cart = await fill(clients, random.Random(1), sold)
        return {door: await read(client, cart) for door, client in clients.items()}

    answers = asyncio.run(run())
    others = [answer for door, answer in answers.items() if door != name]
    assert all(answer == others[0] for answer in others)
    cheaper, full = (Decimal(a["cost"]["subtotalAmount"]["amount"]) for a in (answers[name], others[0]))
    assert cheaper < full
    assert answers[name]["quote"]["digest"] != others[0]["quote"]["digest"]
    assert answers[name]["totalQuantity"] == others[0]["totalQuantity"]
