"""Where a kiosk stands: by its device's token, or by choice in a demonstration."""

import pytest
from comptoir.devices.commands import enrol_device, revoke_device

from tests.plugins.kiosk.conftest import text


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


def test_two_kiosks_with_one_token_have_each_their_own_bag(kiosk, other, enrolled):
    token = enrolled().token
    enrol(kiosk, token)
    enrol(other, token)
    kiosk.add()

    assert kiosk.lines() == [("Quai Straight Jeans", "1")]
    assert other.lines() == []
