"""A bag that walks from screen to screen: given as a code, taken over once, the same on both, and live."""

import json
import re
import threading
import time
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from comptoir.app import serve
from comptoir.clock import FixedClock
from comptoir.startup import start_shop

from tests.plugins.mobile.conftest import ENGLISH, JEANS, Phone, text
from tests.plugins.web.conftest import parse
from tests.rig.demo_shop import demo_folder, demo_settings
from tests.rig.serving import serving

CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}")
BEANIE = ("Digue Ribbed Beanie", "Navy", "1")
COAT = ("Quai Straight Jeans", "Indigo · 30", "1")


def give(phone):
    """Return the code that the phone shows of its bag, and the page."""
    answer = phone.submit("/mobile/cart/code")
    assert answer.status_code == 200
    page = parse(answer.text)
    return text(page.find(".//*[@data-code]")), page


def take(phone, code):
    return phone.submit(f"/mobile/handoff/{code}")


def test_a_bag_is_shown_as_letters_and_as_a_qr_code(phone):
    phone.add(**JEANS)
    code, page = give(phone)

    assert CODE.fullmatch(code)
    assert page.find(".//*[@class='qr']").get("aria-label") == "QR code of your bag"


def test_an_empty_bag_gives_no_code(phone):
    answer = phone.submit("/mobile/cart/code")

    assert answer.status_code == 422
    assert "there is nothing to hand over yet" in answer.text


def test_both_phones_then_hold_the_same_bag(phone, other):
    phone.add(**JEANS)
    code, _page = give(phone)
    answer = take(other, code.lower().replace("-", ""))

    assert answer.headers["location"] == "/mobile/cart"
    assert other.lines() == phone.lines() == [COAT]
    other.add(handle="digue-ribbed-beanie", Color="Navy")
    assert sorted(phone.lines()) == sorted(other.lines())
    assert len(phone.lines()) == 2


def test_opening_a_code_takes_nothing_over(phone, other):
    phone.add(**JEANS)
    code, _page = give(phone)
    page = other.page(f"/mobile/handoff/{code}")

    assert text(page.find(".//h1")) == "Take over this bag?"
    assert other.lines() == []
    assert take(other, code).status_code == 303
    assert other.lines() == [COAT]


def test_a_bag_of_ones_own_is_named_before_it_is_replaced(phone, other):
    phone.add(**JEANS)
    other.add(handle="digue-ribbed-beanie", Color="Navy")
    code, _page = give(phone)
    page = other.page(f"/mobile/handoff/{code}")

    assert "It takes the place of your own bag with 1 piece." in text(page)
    assert other.lines() == [BEANIE]


def test_a_code_works_once(phone, other, address):
    phone.add(**JEANS)
    code, _page = give(phone)
    take(other, code)
    with Phone(base_url=address, headers=ENGLISH, timeout=30) as third:
        answer = take(third, code)

        assert answer.status_code == 422
        assert "This code does not work" in answer.text
        assert third.lines() == []


@pytest.mark.parametrize(
    ("code", "status"), [("00000-00000", 422), ("UUUUU-UUUUU", 404), ("x", 404), ("%00", 404), ("a%2Fb", 404)]
)
def test_a_forged_code_is_refused_and_the_own_bag_stays(phone, code, status):
    phone.add(**JEANS)
    answer = take(phone, code)

    assert answer.status_code == status
    assert phone.lines() == [COAT]


def test_a_code_without_a_genuine_form_takes_nothing_over(phone, other):
    phone.add(**JEANS)
    code, _page = give(phone)

    assert other.post(f"/mobile/handoff/{code}", data={"csrf": "forged"}).status_code == 403
    assert take(other, code).status_code == 303


def test_a_code_is_good_for_ten_minutes(tmp_path_factory):
    clock = FixedClock(datetime.now(UTC) + timedelta(minutes=1))
    shop = start_shop(demo_settings(demo_folder(tmp_path_factory)), clock=clock)
    with serving(serve(shop)) as place:
        options = {"base_url": place, "headers": ENGLISH, "timeout": 30}
        with Phone(**options) as phone, Phone(**options) as other:
            phone.add(**JEANS)
            code, _page = give(phone)
            clock.advance(timedelta(minutes=10, seconds=1))
            answer = take(other, code)

            assert answer.status_code == 422
            assert "older than ten minutes" in answer.text
            assert other.lines() == []
            assert phone.lines() == [COAT]


def test_who_tries_many_codes_is_told_to_wait(tmp_path_factory):
    shop = start_shop(demo_settings(demo_folder(tmp_path_factory)))
    with serving(serve(shop)) as place, Phone(base_url=place, headers=ENGLISH, timeout=30) as phone:
        answers = [take(phone, f"00000-000{n:02d}") for n in range(40)]

    assert answers[0].status_code == 422
    assert answers[-1].status_code == 429
    assert "Wait a minute" in answers[-1].text


def test_nothing_personal_comes_along(phone, other):
    phone.add(**JEANS)
    cart = "gid://shopify/Cart/" + phone.cookies["cart"].replace("%3F", "?").replace("%3D", "=")
    phone.ask(
        """mutation($id: ID!) { cartBuyerIdentityUpdate(cartId: $id,
        buyerIdentity: {email: "ada@shop.example", phone: "+33123456789"}) { userErrors { message } } }""",
        {"id": cart},
    )
    code, _page = give(phone)
    take(other, code)
    taken = "gid://shopify/Cart/" + other.cookies["cart"].replace("%3F", "?").replace("%3D", "=")
    found = other.ask("query($id: ID!) { cart(id: $id) { buyerIdentity { email phone } } }", {"id": taken})

    assert found["cart"]["buyerIdentity"] == {"email": None, "phone": None}
    assert "ada@" not in other.get("/mobile/cart").text
    assert taken != cart


def test_a_typed_code_leads_to_the_question(phone):
    answer = phone.get("/mobile/handoff", params={"code": "7kq2m 9xwrt"})

    assert answer.headers["location"] == "/mobile/handoff/7KQ2M-9XWRT"
    assert phone.get("/mobile/handoff", params={"code": "hello"}).status_code == 422


class Listener(threading.Thread):
    """Follows a phone's bag, and keeps what it is told with the time of it."""

    def __init__(self, phone, address):
        super().__init__(daemon=True)
        self.cookies = dict(phone.cookies)
        self.address = address
        self.told = []
        self.leaving = threading.Event()

    def run(self):
        with (
            httpx2.Client(base_url=self.address, cookies=self.cookies, timeout=20) as client,
            client.stream("GET", "/mobile/cart/events") as answer,
        ):
            for line in answer.iter_lines():
                if line.startswith("data: "):
                    self.told.append((time.monotonic(), json.loads(line.removeprefix("data: "))))
                if self.leaving.is_set() or len(self.told) >= 2:
                    return

    def wait_for(self, count):
        deadline = time.monotonic() + 10
        while len(self.told) < count and time.monotonic() < deadline:
            time.sleep(0.01)
        return [state for _at, state in self.told]


def test_an_edit_of_the_other_screen_is_told_within_a_second(phone, other, address):
    phone.add(**JEANS)
    code, _page = give(phone)
    take(other, code)
    listener = Listener(phone, address)
    listener.start()
    assert [state["quantity"] for state in listener.wait_for(1)] == [1]
    other.add(handle="digue-ribbed-beanie", Color="Navy")
    edited = time.monotonic()
    states = listener.wait_for(2)
    listener.join(10)

    assert [state["quantity"] for state in states] == [1, 2]
    assert states[0]["stamp"] != states[1]["stamp"]
    assert listener.told[1][0] - edited < 1


def test_without_a_bag_there_is_nothing_to_follow(phone):
    assert phone.get("/mobile/cart/events").status_code == 204


def test_a_bag_that_is_not_there_is_not_followed(phone):
    phone.cookies.set("cart", "0123456789abcdef%3Fkey%3Dwrong")
    answer = phone.get("/mobile/cart/events")

    assert answer.status_code == 200
    assert answer.text.endswith("event: gone\ndata: {}\n\n")


def test_who_takes_a_bag_over_follows_it_to_its_market(phone, other):
    phone.page("/mobile/?country=GB&language=EN")
    other.page("/mobile/?country=FR&language=EN")
    phone.add(**JEANS)
    take(other, give(phone)[0])

    here, there = (text(each.page("/mobile/products/quai-straight-jeans")) for each in (phone, other))
    assert "£115" in here
    assert "£115" in there
    assert "€" not in there.partition("Country and language")[0]
