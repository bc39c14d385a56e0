"""Reserving in a store on the website: what product pages offer, the form, and the page for the counter."""

import re

import pytest

from tests.plugins.web.conftest import text

COAT = "/products/averse-trench-coat"
ANA = {"name": "Ana Duarte", "email": "ana@example.com", "phone": ""}


@pytest.fixture
def form(visitor):
    """Return the address of the form for the first store that has the coat, and its fields."""
    page = visitor.page(COAT)
    link = next(a.get("href") for a in page.iter("a") if "/reserve?" in (a.get("href") or ""))
    form = visitor.page(link).find(".//form[@class='step']")
    fields = {field.get("name"): field.get("value") for field in form.iter("input")}
    return link, {**fields, **ANA}


def test_each_store_that_has_it_says_when_it_is_ready_and_reserves_it(visitor):
    page = visitor.page(COAT)
    stores = [text(store) for store in page.findall(".//li[@class='store']")]

    assert stores
    assert all(("Reserve here" in store) == ("In stock" in store) for store in stores)


def test_a_reservation_shows_its_code_and_is_cancelled_by_its_link(visitor, form):
    link, fields = form
    made = visitor.post(link, data=fields)
    again = visitor.post(link, data=fields)
    path = made.headers["location"]
    page = visitor.page(path)
    visitor.post(path, data={"csrf": fields["csrf"]})

    assert again.headers["location"] == path
    assert re.fullmatch(r"[0-9A-Z]{3}-[0-9A-Z]{3}", text(page.find(".//*[@data-code]")))
    assert page.find(".//*[@aria-label='QR code of your reservation']") is not None
    assert "You have cancelled it" in visitor.get(path).text
    assert visitor.get(path).headers["cache-control"] == "private, no-store"
    assert visitor.get(path).headers["referrer-policy"] == "same-origin"


def test_faults_are_told_at_their_fields_and_what_was_typed_stays(visitor, form):
    link, fields = form
    empty = visitor.post(link, data={**fields, "name": "", "email": ""})
    wrong = visitor.post(link, data={**fields, "email": "ana@"})

    assert empty.status_code == wrong.status_code == 422
    assert 'id="name-problem"' in empty.text
    assert 'id="contact-problem"' in empty.text
    assert 'id="email-problem"' in wrong.text
    assert 'value="ana@"' in wrong.text


def test_a_form_from_elsewhere_reserves_and_cancels_nothing(visitor, form):
    link, fields = form
    path = visitor.post(link, data=fields).headers["location"]

    assert visitor.post(link, data={**fields, "csrf": "forged"}).status_code == 403
    assert visitor.post(path, data={"csrf": "forged"}).status_code == 403
    assert "It is kept for you" in visitor.get(path).text


@pytest.mark.parametrize("path", [f"{COAT}/reserve", f"{COAT}/reserve?variant=1x", "/reservations/short"])
def test_what_is_not_there_is_not_found(visitor, path):
    assert visitor.get(path).status_code == 404
