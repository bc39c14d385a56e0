"""A shop whose stores have people on the floor, asked as shoppers and as staff do."""

import asyncio
from dataclasses import replace
from importlib.metadata import entry_points

import pytest
from comptoir.devices.commands import enrol_device
from comptoir.graphql.execute import GraphQLRequest
from comptoir.inventory import levels_of, save_location, set_levels
from comptoir.inventory.consistency import check_consistency
from comptoir.inventory.hours import Opening
from comptoir.inventory.models import LOCATION
from comptoir.principal import Actor
from comptoir.service.consistency import check_service
from comptoir.service.queries import RequestSearch, find_requests
from comptoir.service.records import RequestStatus
from comptoir.settings import PluginSettings
from comptoir.startup import start_shop
from sqlalchemy import select

from tests.inventory.shops import PARIS, fill
from tests.staff.office import staffed

HOURS = tuple(Opening(day=day, opens="10:00", closes="19:00") for day in range(6))
VISITOR = Actor(kind="visitor", channel="qr")

CREATE = """mutation ($input: ServiceRequestCreateInput!) { serviceRequestCreate(input: $input) {
  request { id kind status place note title quantity quantityBrought secondsSinceChange createdAt expiresAt
    location { name } merchandise { sku } }
  elsewhere { location { name } quantityAvailable }
  userErrors { code field message } } }"""
READ = """query ($id: ID!) { serviceRequest(id: $id) {
  status secondsSinceChange quantityBrought cancelledBy acceptedAt fetchedAt closedAt } node(id: $id) { id } }"""
CANCEL = """mutation ($id: ID!) { serviceRequestCancel(id: $id) {
  request { status } userErrors { code field message } } }"""
STEP = """mutation ($id: ID!) { change: serviceRequest%s(id: $id) {
  request { status acceptedBy quantityBrought } userErrors { code field } } }"""
DROP = """mutation ($id: ID!, $reason: String!) { change: serviceRequestCancel(id: $id, reason: $reason) {
  request { status reason cancelledBy } userErrors { code field } } }"""


class Floor:
    """Asks the shop; `numbers` has variants by SKU or handle, `locations` locations by handle."""

    def __init__(self, shop, office, numbers, locations):
        self.shop = shop
        self.office = office
        self.numbers = numbers
        self.locations = locations

    def ask(self, query, *, address="", language="EN", **variables):
        """Return the data of an answer without errors."""
        body = self.body(query, address=address, language=language, **variables)
        assert "errors" not in body, body["errors"]
        return body["data"]

    def body(self, query, *, address="", language="EN", **variables):
        """Return the body of an answer to a shopper."""

        async def once():
            context = await self.shop.context(
                base_url="https://shop.example", actor=VISITOR, country="FR", language=language
            )
            context.client_address = address
            return (await self.shop.execute(GraphQLRequest(query=query, variables=variables), context)).body()

        return asyncio.run(once())

    def wish(self, sku="Red-S", location="paris", **more):
        """Return the input of a request for a piece."""
        wish = {
            "kind": "FITTING_ROOM",
            "variantId": sku and f"gid://shopify/ProductVariant/{self.numbers[sku]}",
            "locationId": location and f"gid://shopify/Location/{self.locations[location]}",
            "place": "Cabin 3",
        } | more
        return {name: value for name, value in wish.items() if value is not None}

    def create(self, *, address="", language="EN", **more):
        """Return the whole answer to a request."""
        wish = self.wish(**more)
        return self.ask(CREATE, address=address, language=language, input=wish)["serviceRequestCreate"]

    def request(self, *, address="", **more):
        """Call staff, and return the request."""
        answer = self.create(address=address, **more)
        assert answer["userErrors"] == []
        return answer["request"]

    def refused(self, *, address="", **more):
        """Call staff in vain, and return code and field."""
        answer = self.create(address=address, **more)
        assert answer["request"] is None
        (error,) = answer["userErrors"]
        return error["code"], error["field"]

    def staff(self, query, *, role="associate", **variables):
        """Return the data of an answer to somebody of the staff."""
        return self.office.ask(query, variables, role=role)

    def step(self, name, number=1, *, role="associate"):
        """Take a step of the queue; return the status and the codes of what was refused."""
        change = self.staff(STEP % name, role=role, id=f"gid://shopify/ServiceRequest/{number}")["change"]
        return change["request"] and change["request"]["status"], [e["code"] for e in change["userErrors"]]

    def work(self, *steps, number=1):
        """Take steps that are not refused."""
        for name in steps:
            assert self.step(name, number)[1] == [], name

    def left(self, sku="Red-S", location="paris"):
        """Return how many can be bought at a location."""
        number = self.numbers[sku]
        found = self.shop.db.read_now(levels_of, variant_ids=[number])[number]
        return found.get(self.locations[location], 0)

    def everything(self, *, above=None):
        """Return all requests over a number, ended ones too."""
        search = RequestSearch(statuses=tuple(RequestStatus))
        return self.shop.db.read_now(find_requests, search=search, count=10_000, above=above)

    def sound(self):
        """Tell whether the doctor finds nothing."""
        database = self.shop.db
        return database.read_now(check_consistency) == [] and database.read_now(check_service) == []


@pytest.fixture
def floor(database, settings, clock):
    """Paris, open from 10 to 19 save on Sundays, has two red shirts in S, Lyon three; it is Monday noon UTC."""
    numbers = fill(database)
    database.write_now(save_location, draft=replace(PARIS, hours=HOURS))
    database.write_now(set_levels, location="paris", levels={numbers["Red-S"]: 2})
    places = {row.handle: row.id for row in database.read_now(lambda tx: tx.all(select(LOCATION)))}
    installed = {entry.name for entry in entry_points(group="comptoir")}
    alone = PluginSettings(strict=True, disabled=frozenset(installed))
    shop = start_shop(settings.model_copy(update={"plugins": alone, "fitting_room_pieces": 3}), clock=clock)
    office = staffed(shop, clock=clock, password_digest="nobody signs in")
    yield Floor(shop, office, numbers, places)
    shop.db.close_now()


@pytest.fixture
def screen(floor):
    """A screen that is enrolled in Paris."""
    return floor.shop.db.write_now(enrol_device, name="By the door", channel="kiosk", location="paris")
