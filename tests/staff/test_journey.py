"""A day of staff over real HTTP: they sign in, find what shoppers just did, and see it through; each in their role."""

import json
from datetime import UTC, datetime

import httpx2
import pytest
from comptoir.app import serve
from comptoir.clock import FixedClock
from comptoir.ids import gid
from comptoir.testing import fill_catalogue, make_shop

from tests.checkout.shopping import Shopper, furnish
from tests.rig.serving import serving
from tests.staff.office import PASSWORD, staffed

SIGN_IN = """mutation ($e: String!, $p: String!) {
  staffSignIn(email: $e, password: $p) { accessToken userErrors { code } } }"""
FOUND = """query ($q: String!) { orders(query: $q) { nodes { id name financialStatus fulfillmentStatus mayLeave
  lines { id title currentQuantity sources { locationId quantity } } deliveryGroups { id method locationId } } } }"""
PAYLOAD = """{ order { financialStatus fulfillmentStatus refunded { amount } lines { currentQuantity }
  fulfillments { state tracking { number } } } fulfillment { id state } userErrors { code field } }"""
OPEN = "mutation ($o: ID!, $l: ID!) { change: fulfillmentOpen(orderId: $o, locationId: $l) " + PAYLOAD + " }"
SHIP = """mutation ($id: ID!, $t: FulfillmentTrackingInput) {
  change: fulfillmentShip(id: $id, tracking: $t) """ + PAYLOAD + " }"  # fmt: skip
EDIT = """mutation ($id: ID!, $q: [OrderPiecesInput!]) {
  change: orderEdit(id: $id, quantities: $q, reason: "changed her mind") """ + PAYLOAD + " }"  # fmt: skip
CANCEL = "mutation ($id: ID!) { change: orderCancel(id: $id, reason: CUSTOMER) " + PAYLOAD + " }"
RESERVE = """mutation ($i: ReservationCreateInput!) { reservationCreate(input: $i) {
  reservation { id code } userErrors { code field } } }"""
RESERVED = """query ($q: String!) { reservations(query: $q, status: ACTIVE) {
  nodes { id code sku quantity contact { name } } } }"""
PRICES = """mutation ($v: ID!) { change: pricesSet(priceList: "eu", reason: "sale",
  prices: [{variantId: $v, amount: "25.00"}]) { changed userErrors { code } } }"""
AUDIT = "{ audit(first: 250) { nodes { actorName action subject before after reason } } }"


class Served:
    """The shop as shoppers and staff reach it: by HTTP alone."""

    def __init__(self, shop, clock, password_digest):
        self.shop, self.numbers, self.base = shop, fill_catalogue(shop.db), ""
        furnish(self)
        self.office = staffed(shop, clock=clock, password_digest=password_digest)

    def variant(self, sku):
        return gid("ProductVariant", self.numbers[sku])

    def data(self, document, /, *, token=None, **variables):
        body = self.post(document, token=token, **variables).json()
        assert "errors" not in body, body
        return body["data"]

    def post(self, document, /, *, token=None, **variables):
        headers = {"authorization": f"Bearer {token}"} if token else {}
        path = "/graphql/staff" if token or "staffSignIn" in document else "/graphql"
        payload = {"query": document, "variables": variables}
        return httpx2.post(self.base + path, json=payload, headers=headers, timeout=30)


@pytest.fixture(scope="module")
def served(tmp_path_factory, password_digest):
    clock = FixedClock(datetime(2026, 3, 2, 12, tzinfo=UTC))
    shop = make_shop(tmp_path_factory.mktemp("journey") / "shop", clock=clock)
    opened = Served(shop, clock, password_digest)
    with serving(serve(shop)) as opened.base:
        yield opened


class Desk:
    """Somebody of a role at a screen, signed in with their password."""

    def __init__(self, served, role):
        self.served = served
        email = served.office.accounts[role].email
        answer = served.data(SIGN_IN, e=email, p=PASSWORD)["staffSignIn"]
        assert answer["userErrors"] == []
        self.token = answer["accessToken"]

    def ask(self, document, **variables):
        return self.served.data(document, token=self.token, **variables)

    def do(self, document, **variables):
        """Run a change that must get through."""
        change = self.ask(document, **variables)["change"]
        assert change["userErrors"] == []
        return change

    def step(self, name, ident):
        return self.do(f"mutation ($id: ID!) {{ change: {name}(id: $id) {PAYLOAD} }}", id=ident)[
            "fulfillment"
        ]

    def find(self, query):
        (order,) = self.ask(FOUND, q=query)["orders"]["nodes"]
        return order

    def code(self, document, **variables):
        """Return status and code of a request that is refused."""
        answer = self.served.post(document, token=self.token, **variables)
        return answer.status_code, answer.json()["errors"][0]["extensions"]["code"]


@pytest.fixture(scope="module")
def associate(served):
    return Desk(served, "associate")


def bought(served, lines, *, email, pickup=False):
    """Buy, and return the order's name."""
    shopper = Shopper(served)
    shopper.ready(lines, email=email)
    if pickup:
        options = shopper.cart()["deliveryGroups"]["nodes"][0]["deliveryOptions"]
        shopper.choose(next(each["handle"] for each in options if each["deliveryMethodType"] == "PICK_UP"))
    placed = shopper.complete(key=f"{email}-buys")
    assert placed["userErrors"] == []
    return placed["order"]["name"]


def test_an_order_that_was_just_placed_is_found_picked_packed_and_shipped(served, associate):
    name = bought(served, {"Blue-S": 2}, email="inès@example.com")
    order = associate.find("inès@example.com")
    (line,) = order["lines"]
    assert (order["name"], order["financialStatus"], order["mayLeave"]) == (name, "PAID", True)
    (source,) = line["sources"]
    assert source["quantity"] == 2
    opened = associate.do(OPEN, o=order["id"], l=source["locationId"])["fulfillment"]["id"]
    steps = [associate.step(f"fulfillment{step}", opened)["state"] for step in ("Pick", "Pack")]
    shipped = associate.do(SHIP, id=opened, t={"number": "8R1", "company": "La Poste"})["order"]
    assert steps == ["PICKED", "PACKED"]
    assert shipped["fulfillmentStatus"] == "FULFILLED"
    assert shipped["fulfillments"] == [{"state": "SHIPPED", "tracking": {"number": "8R1"}}]


def test_what_is_collected_is_made_ready_and_handed_over(served, associate):
    name = bought(served, {"Red-S": 1}, email="jo@example.com", pickup=True)
    order = associate.find(name)
    (group,) = order["deliveryGroups"]
    assert group["method"] == "PICK_UP"
    opened = associate.do(OPEN, o=order["id"], l=group["locationId"])["fulfillment"]["id"]
    assert associate.step("fulfillmentReady", opened)["state"] == "READY_FOR_PICKUP"
    assert associate.step("fulfillmentHandOver", opened)["state"] == "HANDED_OVER"
    assert associate.find(name)["fulfillmentStatus"] == "FULFILLED"


def test_support_takes_a_piece_out_then_cancels_and_the_money_goes_back(served):
    support = Desk(served, "support")
    name = bought(served, {"Blue-S": 3}, email="lea@example.com")
    order = support.find(name)
    edited = support.do(EDIT, id=order["id"], q=[{"lineId": order["lines"][0]["id"], "quantity": 1}])["order"]
    assert [line["currentQuantity"] for line in edited["lines"]] == [1]
    assert (edited["financialStatus"], float(edited["refunded"]["amount"]) > 0) == ("PAID", True)
    cancelled = support.do(CANCEL, id=order["id"])["order"]
    assert (cancelled["financialStatus"], cancelled["fulfillmentStatus"]) == ("REFUNDED", "RESTOCKED")


@pytest.mark.parametrize("sought", ["code", "name", "phone"])
def test_a_reservation_is_found_by_code_name_or_phone_and_handed_over_or_released(served, associate, sought):
    contact = {"name": f"Noor {sought.title()}", "phone": f"+3361234567{len(sought)}"}
    sku = {"name": "Red-M"}.get(sought, "Red-S")
    wish = {
        "variantId": served.variant(sku),
        "locationId": Shopper(served).location("store"),
        "quantity": 1,
    }
    made = served.data(RESERVE, i={**wish, "contact": contact})["reservationCreate"]
    assert made["userErrors"] == []
    query = {"code": made["reservation"]["code"], **contact}[sought]
    (found,) = associate.ask(RESERVED, q=query)["reservations"]["nodes"]
    assert (found["sku"], found["contact"]["name"]) == (sku, contact["name"])
    verb, status = {"name": ("HandOver", "COLLECTED")}.get(sought, ("Release", "RELEASED"))
    document = f"""mutation ($id: ID!) {{ change: reservation{verb}(id: $id, reason: "at the counter") {{
      reservation {{ status }} userErrors {{ code }} }} }}"""
    assert associate.do(document, id=found["id"])["reservation"] == {"status": status}
    assert associate.ask(RESERVED, q=query)["reservations"]["nodes"] == []


def test_each_role_stays_within_its_own_and_what_was_overridden_is_in_the_log(served, associate):
    variant = served.variant("Blue-S")
    support, auditor = (Desk(served, role) for role in ("support", "auditor"))
    for desk in (support, auditor, associate):
        assert desk.code(PRICES, v=variant) == (403, "FORBIDDEN")
    for document in (CANCEL, "mutation ($id: ID!) { staffTokenRevoke(id: $id) { userErrors { code } } }"):
        assert auditor.code(document, id="gid://shopify/Order/1") == (403, "FORBIDDEN")
    Desk(served, "merchandiser").do(PRICES, v=variant)
    rows = auditor.ask(AUDIT)["audit"]["nodes"]
    row = next(each for each in rows if each["action"] == "prices.changed")
    assert (row["reason"], bool(row["actorName"])) == ("sale", True)
    before, after = (json.dumps(row[side]) for side in ("before", "after"))
    assert ("25" in after, before != after) == (True, True)


def test_whoever_is_not_signed_in_is_answered_alike_with_and_without_a_token(served):
    asked = {"query": "{ me { role } }"}
    path = served.base + "/graphql/staff"
    for headers in ({}, {"authorization": "Bearer cst_bad"}, {"authorization": "Basic YTpi"}):
        answer = httpx2.post(path, json=asked, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    page = httpx2.get(path, headers={"accept": "text/html"})
    assert (page.status_code, "www-authenticate" in page.headers) == (200, False)
