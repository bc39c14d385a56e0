"""A phone in a fitting room and a member of staff at the queue: asked, accepted, fetched, and shown as it happens."""

import httpx2
import pytest
from comptoir.staff.accounts import add_account
from comptoir.staff.passwords import hash_now
from comptoir.staff.permissions import Role
from comptoir_qr.codes import Placement, PlacementCodes, PlacementKind

from tests.browser.conftest import violations

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 375, "height": 812}, "has_touch": True, "is_mobile": True}
WIDE = {"viewport": {"width": 1280, "height": 900}}
PASSWORD = "correct horse battery"
SIGN_IN = "mutation ($e: String!, $p: String!) { staffSignIn(email: $e, password: $p) { accessToken } }"
QUEUE = """{ serviceRequests(kind: FITTING_ROOM) {
  nodes { id place note title quantity language status variantId } } }"""
STEP = """mutation ($id: ID!) { change: serviceRequest%s(id: $id) {
  request { status acceptedBy } userErrors { code } } }"""
PROMISES = "query ($id: ID!) { stockPromises(variantId: $id) { kind quantity } }"


class Associate:
    """A member of staff with a screen of their own: asks `/graphql/staff` over HTTP."""

    def __init__(self, address):
        self.address = address
        self.headers = {}

    def ask(self, query, **variables):
        answer = httpx2.post(
            f"{self.address}/graphql/staff",
            json={"query": query, "variables": variables},
            headers=self.headers,
            timeout=30,
        ).json()
        assert "errors" not in answer, answer
        return answer["data"]

    def sign_in(self, email):
        token = self.ask(SIGN_IN, e=email, p=PASSWORD)["staffSignIn"]["accessToken"]
        self.headers = {"authorization": f"Bearer {token}"}

    def step(self, name, ident):
        answer = self.ask(STEP % name, id=ident)["change"]
        assert answer["userErrors"] == []
        return answer["request"]["status"]


@pytest.fixture(scope="module")
def associate(demo_shop, address):
    email = "noor@demo.example"
    demo_shop.db.write_now(
        add_account, email=email, name="Noor", role=Role.ASSOCIATE, password_digest=hash_now(PASSWORD)
    )
    found = Associate(address)
    found.sign_in(email)
    return found


@pytest.fixture
def room(demo_shop, address):
    """The address that the code of fitting room 3 in Paris holds."""
    query = {"query": "{ locations(first: 1) { nodes { id } } }"}
    answer = httpx2.post(f"{address}/graphql", json=query).json()
    store = int(answer["data"]["locations"]["nodes"][0]["id"].rpartition("/")[2])
    placement = Placement(kind=PlacementKind.FITTING_ROOM, location=store, spot=3)
    return store, f"/q/{PlacementCodes(demo_shop.settings.signing_key()).write(placement)}"


def checked(page):
    """Hold a page to what every page keeps: accessible, and no wider than the screen."""
    page.wait_for_load_state("load")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize(("options", "words"), [(PHONE, "en-GB"), (WIDE, "fr-FR")], ids=["phone", "wide"])
def test_a_size_is_brought_to_the_fitting_room(open_tab, room, associate, options, words):
    store, code = room
    english = words == "en-GB"
    brought = "Bring it to my fitting room" if english else "Apportez-le dans ma cabine"
    with open_tab(**options, locale=words) as page:
        page.goto(code)
        checked(page)
        page.goto(f"/q/p/quai-straight-jeans?at={store}&spot=3")
        page.locator("a.value--here", has_text="28").first.click()
        page.wait_for_url("**variant=**")
        checked(page)
        page.locator("#note").fill("Noir & <b>long</b>")
        page.get_by_role("button", name=brought).press("Enter")
        page.locator("[data-status='REQUESTED']").wait_for()
        checked(page)

        (asked,) = associate.ask(QUEUE)["serviceRequests"]["nodes"]
        assert (asked["note"], asked["language"]) == ("Noir & <b>long</b>", words[:2])
        assert asked["place"] == ("Fitting room 3" if english else "Cabine 3")
        assert associate.step("Accept", asked["id"]) == "ACCEPTED"
        # The page finds out by itself.
        page.locator("[data-status='ACCEPTED']").wait_for()
        checked(page)
        assert associate.step("Fetch", asked["id"]) == "FETCHED"
        promised = associate.ask(PROMISES, id=asked["variantId"])["stockPromises"]
        assert {"kind": "service", "quantity": 1} in promised
        page.locator("[data-status='FETCHED']").wait_for()
        checked(page)

        # It stops when it is told to, and shows what has happened when it is asked.
        page.get_by_role("link", name="Stop updating" if english else "Arrêter").click()
        page.wait_for_url("**still=1")
        assert associate.step("Complete", asked["id"]) == "DONE"
        page.get_by_role("link", name="Update now" if english else "Mettre à jour").first.click()
        page.locator("[data-status='DONE']").wait_for()
        checked(page)
        assert associate.ask(QUEUE)["serviceRequests"]["nodes"] == []
        left = associate.ask(PROMISES, id=asked["variantId"])["stockPromises"]
        assert {"kind": "service", "quantity": 1} not in left


def test_a_call_without_a_place_is_told_so_and_a_good_one_is_called_off(open_tab, room):
    store, _ = room
    with open_tab(**PHONE) as page:
        page.goto(f"/q/store/{store}")
        page.get_by_role("button", name="Ask for help").tap()
        page.get_by_text("Say where you are").wait_for()
        checked(page)
        # The browser itself logs the status of the page that was refused, and nothing else.
        assert all("422" in complaint for complaint in page.complaints)
        page.complaints.clear()
        page.get_by_label("Where are you?").fill("By the coats")
        page.get_by_role("button", name="Ask for help").tap()
        page.get_by_role("button", name="Call it off").tap()
        page.locator("[data-status='CANCELLED']").wait_for()
        checked(page)
