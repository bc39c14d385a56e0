"""A delivery by a store today, with plain forms: bought by the moment that the page showed, never by another."""

from dataclasses import replace

import pytest
from comptoir.inventory import save_location
from comptoir.inventory.drafts import LocationDraft
from comptoir.inventory.editing.locations import find_locations
from comptoir.staff.drafting import fields_of

from tests.browser.nearby import open_today, stock_up
from tests.plugins.web.conftest import text
from tests.plugins.web.test_checkout import CAMILLE, fill, form_of, pay, ready, ways

TODAY = "local:same-day:paris-canal"


@pytest.fixture(autouse=True)
def canal(demo_shop):
    stock_up(demo_shop)
    with open_today(demo_shop):
        yield


def take_longer(shop, minutes):
    """Let the store need so long to have an order ready."""
    store = next(each for each in shop.db.read_now(find_locations) if each.handle == "paris-canal")
    draft = replace(LocationDraft(**fields_of(store, LocationDraft)), pickup_minutes=minutes)
    shop.db.write_now(save_location, draft=draft)


def ready_today(visitor):
    """Give the address, then choose delivery today; return the form of the page that shows the total."""
    visitor.post("/checkout", data={**fill(visitor), "intent": "save"})
    (name,), handles = ways(visitor.page("/checkout"))
    assert TODAY in handles
    form = form_of(visitor.page("/checkout")) | CAMILLE
    visitor.post("/checkout", data={**form, name: TODAY, "intent": "save"})
    return form_of(visitor.page("/checkout")) | CAMILLE


def test_it_is_bought_and_the_order_tells_by_when(visitor):
    form = ready_today(visitor)
    answer = pay(visitor, form)
    assert answer.status_code == 303
    page = visitor.page(answer.headers["location"])
    told = next(text(each) for each in page.iter("p") if each.get("data-promised") is not None)
    assert told.startswith("Promised by ")
    assert "Collect at" not in text(page)


def test_a_promise_that_moved_is_shown_before_it_is_bought(visitor, demo_shop):
    form = ready_today(visitor)
    take_longer(demo_shop, 180)
    answer = pay(visitor, form)
    assert answer.status_code == 422
    assert "Please look at when it is brought, then place the order." in answer.text
    assert pay(visitor, form_of(visitor.page("/checkout")) | CAMILLE).status_code == 303


def test_a_promise_that_fell_is_refused_and_another_way_is_chosen(visitor, demo_shop):
    form = ready_today(visitor)
    take_longer(demo_shop, 20 * 60)
    answer = pay(visitor, form)
    assert answer.status_code == 422
    assert "It can no longer be brought at the time that was promised." in answer.text
    (name,), handles = ways(visitor.page("/checkout"))
    assert TODAY not in handles
    form = form_of(visitor.page("/checkout")) | CAMILLE
    visitor.post("/checkout", data={**form, name: "standard", "intent": "save"})
    assert pay(visitor, form_of(visitor.page("/checkout")) | CAMILLE).status_code == 303


def test_a_parcel_is_bought_as_ever(visitor):
    assert pay(visitor, ready(visitor)).status_code == 303
