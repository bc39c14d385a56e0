"""A shop where things can be reserved, asked as shoppers and as staff do."""

import asyncio

import pytest
from comptoir.app import serve
from comptoir.graphql.execute import GraphQLRequest
from comptoir.inventory import LocationDraft, save_location, set_levels
from comptoir.inventory.hours import Opening
from comptoir.principal import Actor
from comptoir.settings import PluginSettings
from comptoir.startup import start_shop

from tests.inventory.shops import PARIS, fill

HOURS = tuple(Opening(day=day, opens="10:00", closes="19:00") for day in range(6))
VISITOR = Actor(kind="visitor", channel="web")

CREATE = """mutation ($input: ReservationCreateInput!) { reservationCreate(input: $input) {
  reservation { id code scanText status title quantity pickupBy expiresAt location { name }
    merchandise { sku } }
  userErrors { code field message } } }"""
CANCEL = """mutation ($id: ID!) { reservationCancel(id: $id) {
  reservation { status } userErrors { code field } } }"""
READ = "query ($id: ID!) { reservation(id: $id) { status code } node(id: $id) { id } }"


class Desk:
    """Asks the shop; `numbers` has variants by SKU or handle."""

    def __init__(self, shop, numbers, locations):
        self.shop = shop
        self.numbers = numbers
        self.locations = locations
        self.app = serve(shop)

    def ask(self, query, *, address="", language="EN", **variables):
        """Return the data of an answer without errors."""

        async def once():
            context = await self.shop.context(
                base_url="https://shop.example", actor=VISITOR, country="FR", language=language
            )
            context.client_address = address
            return (await self.shop.execute(GraphQLRequest(query=query, variables=variables), context)).body()

        body = asyncio.run(once())
        assert "errors" not in body, body["errors"]
        return body["data"]

    def wish(self, sku="Red-S", location="paris", **more):
        """Return the input of a reservation."""
        contact = {"name": "Anaïs  Dupré", "phone": "+33 6 12 34 56 78"}
        return {
            "variantId": f"gid://shopify/ProductVariant/{self.numbers[sku]}",
            "locationId": f"gid://shopify/Location/{self.locations[location]}",
            "contact": contact,
        } | more

    def reserve(self, *, address="", **more):
        """Reserve, and return the reservation."""
        answer = self.ask(CREATE, address=address, input=self.wish(**more))["reservationCreate"]
        assert answer["userErrors"] == []
        return answer["reservation"]

    def refused(self, *, address="", **more):
        """Fail to reserve, and return code and field."""
        answer = self.ask(CREATE, address=address, input=self.wish(**more))["reservationCreate"]
        assert answer["reservation"] is None
        (error,) = answer["userErrors"]
        return error["code"], error["field"]


@pytest.fixture
def desk(database, settings, clock):
    """A started shop: Paris, open from 10 to 19 save on Sundays, has two red shirts in S; it is Monday noon UTC."""
    numbers = fill(database)
    from dataclasses import replace

    database.write_now(save_location, draft=replace(PARIS, hours=HOURS))
    database.write_now(save_location, draft=LocationDraft(handle="closed", name="Closed", active=False))
    database.write_now(set_levels, location="paris", levels={numbers["Red-S"]: 2})
    places = {
        row.handle: row.id
        for row in database.read_now(lambda tx: tx.all(_text("SELECT * FROM inventory_location")))
    }
    alone = PluginSettings(strict=True, disabled=frozenset(_installed()))
    shop = start_shop(settings.model_copy(update={"plugins": alone, "reservation_pieces": 3}), clock=clock)
    yield Desk(shop, numbers, places)
    shop.db.close_now()


def _text(statement):
    from sqlalchemy import text

    return text(statement)


def _installed():
    from importlib.metadata import entry_points

    return {entry.name for entry in entry_points(group="comptoir")}
