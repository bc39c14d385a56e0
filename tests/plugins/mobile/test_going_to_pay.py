"""From the bag of a phone to where one pays: the website's checkout with the same bag, or words where there is none."""

import pytest
from comptoir.app import serve
from comptoir.settings import PluginSettings, Settings
from comptoir.startup import start_shop

from tests.plugins.mobile.conftest import ENGLISH, JEANS, Phone, text
from tests.plugins.mobile.test_handoff import give, take
from tests.plugins.web.conftest import parse
from tests.rig.demo_shop import demo_folder
from tests.rig.serving import serving

BAGS = {
    "mobile": ("/mobile/cart", "a counter or on another screen that offers this"),
    "qr": ("/q/cart", "Ask at the counter"),
    "social": ("/social/bag", "a counter or screen where you can pay"),
}


@pytest.fixture(scope="module")
def webless(tmp_path_factory):
    """Give the address of the shop without a website."""
    plugins = PluginSettings(strict=True, disabled=("web",))
    shop = start_shop(Settings(data_dir=demo_folder(tmp_path_factory), plugins=plugins))
    with serving(serve(shop)) as found:
        yield found


def supported(phone, channel):
    found = phone.ask("{ channels { name capabilities { name supported fallback } } }")["channels"]
    row = next(each for each in found if each["name"] == channel)
    return {each["name"]: (each["supported"], each["fallback"]) for each in row["capabilities"]}


@pytest.mark.parametrize("channel", BAGS)
def test_a_bag_leads_to_the_checkout_of_the_website(phone, channel):
    phone.add(**JEANS)
    path, told = BAGS[channel]
    page = phone.page(path)
    onward = page.find(".//a[@data-checkout]").get("href")
    capabilities = supported(phone, channel)

    assert text(page.find(".//a[@data-checkout]")) == "Check out"
    assert told not in text(page)
    assert capabilities["checkout"] == capabilities["deposit"] == (True, None)
    assert phone.get(onward, follow_redirects=True).status_code == 200
    assert "Quai Straight Jeans" in phone.get("/cart").text


@pytest.mark.parametrize("channel", BAGS)
def test_without_a_website_the_bag_says_what_to_do_instead(webless, channel):
    with Phone(base_url=webless, timeout=30, headers=ENGLISH) as phone:
        phone.add(**JEANS)
        path, told = BAGS[channel]
        page = phone.page(path)
        capabilities = supported(phone, channel)

        assert page.find(".//a[@data-checkout]") is None
        assert told in text(page)
        assert capabilities["checkout"][0] is capabilities["deposit"][0] is False
        assert capabilities["checkout"][1]
        assert capabilities["deposit"][1]


def test_a_device_that_took_the_bag_over_goes_on_to_the_same_checkout(phone, other):
    phone.add(**JEANS)
    take(other, give(phone)[0])
    mine, theirs = (
        each.page("/mobile/cart").find(".//a[@data-checkout]").get("href") for each in (phone, other)
    )
    shown = other.get(theirs, follow_redirects=True)
    page = parse(other.get("/checkout", follow_redirects=True).text)

    assert theirs != mine
    assert theirs.partition("?")[0] == mine.partition("?")[0]
    assert shown.status_code == 200
    assert "Quai Straight Jeans" in text(page)
