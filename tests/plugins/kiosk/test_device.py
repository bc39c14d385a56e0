"""Where a kiosk stands: by its device's token, or by choice in a demonstration."""

import pytest
from comptoir.devices.commands import enrol_device, revoke_device

from tests.plugins.kiosk.conftest import text
from tests.plugins.web.conftest import parse


@pytest.fixture
def enrolled(demo_shop):
    """Give a function that enrols a device at the second store."""

    def enrol(channel="kiosk"):
        return demo_shop.db.write_now(
            enrol_device, name="By the door", channel=channel, location=second_store(demo_shop)
        )

    return enrol


def second_store(shop):
    from comptoir.inventory.models import LOCATION
    from sqlalchemy import select

    query = select(LOCATION.c.handle).where(LOCATION.c.active).order_by(LOCATION.c.id)
    return shop.db.read_now(lambda tx: [row.handle for row in tx.all(query)])[1]


def enrol(kiosk, token):
    form = kiosk.page("/kiosk/enrol").find(".//input[@name='csrf']").get("value")
    return kiosk.post("/kiosk/enrol", data={"csrf": form, "token": token})


def here(kiosk):
    return text(
        kiosk.page("/kiosk/products/averse-trench-coat").find(".//*[@class='store store--here']/strong")
    )


def test_a_browser_without_a_device_says_that_it_demonstrates(kiosk):
    page = kiosk.page("/kiosk/browse")

    assert "Demonstration: this screen plays one at" in text(page)


def test_another_store_can_be_chosen_for_the_demonstration(kiosk):
    page = kiosk.page("/kiosk/stores")
    token = page.find(".//main//input[@name='csrf']").get("value")
    last = page.findall(".//main//button")[-1]
    before = here(kiosk)
    kiosk.post("/kiosk/stores", data={"csrf": token, "location": last.get("value")})

    assert here(kiosk) != before
    kiosk.post("/kiosk/stores", data={"csrf": token, "location": "gid://shopify/Location/999999"})
    assert here(kiosk).removeprefix("Here, at ") in text(last)


def test_a_token_binds_the_screen_to_its_location(kiosk, enrolled):
    answer = enrol(kiosk, enrolled().token)

    assert answer.headers["location"] == "/kiosk/"
    cookie = next(v for v in answer.headers.get_list("set-cookie") if v.startswith("kiosk_device="))
    assert "HttpOnly" in cookie
    assert "Path=/kiosk" in cookie
    page = kiosk.page("/kiosk/")
    assert "By the door" in text(page)
    assert "Demonstration" not in text(page)


@pytest.mark.parametrize("token", ["", "short", "x" * 40, "x" * 4000, "é" * 20, "a\x00b" * 9])
def test_an_unknown_token_is_refused_and_not_kept(kiosk, token):
    answer = enrol(kiosk, token)

    assert answer.status_code == 422
    assert "The shop knows no device with this token." in answer.text
    assert "kiosk_device" not in kiosk.cookies


def test_the_token_of_another_channel_is_refused(kiosk, enrolled):
    assert enrol(kiosk, enrolled(channel="pos").token).status_code == 422


def test_a_revoked_device_shows_a_screen_for_the_staff_and_nothing_of_the_shop(kiosk, enrolled, demo_shop):
    device = enrolled()
    enrol(kiosk, device.token)
    kiosk.add()
    demo_shop.db.write_now(revoke_device, number=device.number)
    for path in ("/kiosk/", "/kiosk/cart", "/kiosk/products/averse-trench-coat"):
        page = kiosk.page(path, status=403)
        assert text(page.find(".//h1")) == "This screen is resting"
        assert page.find(".//main//a").get("href") == "/kiosk/enrol"
    assert enrol(kiosk, enrolled().token).status_code == 303
    assert "By the door" in text(kiosk.page("/kiosk/"))


def take_over(kiosk, token):
    form = kiosk.page("/kiosk/enrol").find(".//input[@name='csrf']").get("value")
    return kiosk.post("/kiosk/enrol", data={"csrf": form, "token": token, "take_over": "1"})


def test_a_token_that_another_screen_uses_is_asked_about_first(kiosk, other, enrolled):
    token = enrolled().token
    enrol(kiosk, token)
    answer = enrol(other, token)

    assert answer.status_code == 409
    assert answer.headers["cache-control"] == "no-store"
    page = parse(answer.text)
    assert "Another screen is signed in with this token" in text(page.find(".//*[@role='alert']"))
    assert page.find(".//button[@name='take_over']") is not None
    assert "kiosk_device" not in other.cookies
    assert "By the door" in text(kiosk.page("/kiosk/"))


def test_the_screen_that_was_taken_over_rests_and_shows_nothing(kiosk, other, enrolled):
    token = enrolled().token
    enrol(kiosk, token)
    kiosk.add()
    assert take_over(other, token).status_code == 303

    paths = (
        "/kiosk/cart",
        "/kiosk/",
        "/kiosk/products/averse-trench-coat",
        "/kiosk/cart/events",
        "/kiosk/stores",
    )
    for path in paths:
        page = kiosk.page(path, status=409)
        assert text(page.find(".//h1")) == "This screen is signed in elsewhere"
        assert "By the door" in text(page.find(".//main"))
        assert page.find(".//main//a").get("href") == "/kiosk/enrol"
    assert "kiosk_cart" not in kiosk.cookies
    assert kiosk.post("/kiosk/cart/add", data={"handle": "averse-trench-coat"}).status_code == 409
    assert other.lines() == []

    # Signed in again, the screen has none of the bag of before; the other one rests.
    assert take_over(kiosk, token).status_code == 303
    assert kiosk.lines() == []
    assert text(other.page("/kiosk/", status=409).find(".//h1")) == "This screen is signed in elsewhere"


def test_a_screen_is_enrolled_anew_with_the_token_that_it_has(kiosk, enrolled):
    token = enrolled().token
    enrol(kiosk, token)

    assert enrol(kiosk, token).status_code == 303
    assert "By the door" in text(kiosk.page("/kiosk/"))


def test_kiosks_with_tokens_of_their_own_have_each_their_own_bag(kiosk, other, enrolled):
    enrol(kiosk, enrolled().token)
    enrol(other, enrolled().token)
    kiosk.add()

    assert kiosk.lines() == [("Quai Straight Jeans", "1")]
    assert other.lines() == []
