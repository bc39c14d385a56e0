"""Keeping a piece at a store: for a name, once, and with nothing told to the next visitor."""

import re

import pytest

from tests.plugins.kiosk.conftest import JEANS, text
from tests.plugins.web.conftest import parse

CODE = re.compile(r"[0-9A-Z]{3}-[0-9A-Z]{3}")
WHO = {"name": "Camille Moreau", "contact": "camille@example.com"}


@pytest.fixture
def form(kiosk):
    """Give the fields of the form that keeps jeans at the first store that has them."""
    page = f"/kiosk/products/{JEANS}"
    for _ in range(2):
        links = [a.get("href") for a in kiosk.page(page).findall(".//main//a")]
        page = next(link for link in links if link.startswith("/kiosk/reserve?"))
    return fields(kiosk.page(page))


def fields(page):
    return {each.get("name"): each.get("value") for each in page.findall(".//main//input")} | WHO


def keep(kiosk, form, **changes):
    return kiosk.post("/kiosk/reserve", data={**form, **changes})


def problem(answer, field):
    return text(parse(answer.text).find(f".//*[@id='field-{field}-problem']"))


def test_a_piece_is_kept_once_however_often_the_button_is_touched(kiosk, form):
    answers = [keep(kiosk, form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    codes = {text(parse(answer.text).find(".//*[@data-code]")) for answer in answers}
    assert len(codes) == 1
    assert CODE.fullmatch(*codes)
    page = parse(answers[0].text)
    assert page.find(".//*[@class='qr']").get("aria-label") == "QR code of what we keep for you"
    assert "until" in text(page.find(".//*[@data-until]"))
    assert answers[0].headers["cache-control"] == "no-store"


def test_another_visitor_who_knows_the_form_gets_a_piece_of_their_own(kiosk, other, form):
    own = text(parse(keep(kiosk, form).text).find(".//*[@data-code]"))
    answer = keep(other, {**form, "csrf": other.token()})

    assert text(parse(answer.text).find(".//*[@data-code]")) != own


@pytest.mark.parametrize(
    ("changes", "field", "told"),
    [
        ({"name": " "}, "name", "Please type a name."),
        ({"contact": ""}, "contact", "Please type an email address or a phone number."),
        ({"contact": "camille@"}, "contact", "Please type an email address or a phone number."),
        ({"contact": "12"}, "contact", "Please type an email address or a phone number."),
    ],
)
def test_each_field_says_what_is_wrong_with_it(kiosk, form, changes, field, told):
    answer = keep(kiosk, form, **changes)

    assert answer.status_code == 422
    assert problem(answer, field) == told


@pytest.mark.parametrize(
    "changes", [{"variant": "999999"}, {"store": "999999"}, {"store": "x"}, {"variant": "\u0663"}]
)
def test_what_there_is_not_is_not_kept(kiosk, form, changes):
    assert keep(kiosk, form, **changes).status_code == 404


@pytest.mark.parametrize("changes", [{"csrf": "forged"}, {"once": ""}])
def test_a_form_that_was_not_shown_keeps_nothing(kiosk, form, changes):
    assert keep(kiosk, form, **changes).status_code == 403


@pytest.mark.parametrize("asked", ["", "?variant=999999", "?variant=x", "?variant=1&store=", "?store=1"])
def test_an_address_of_nothing_leads_on(kiosk, asked):
    kiosk.page(f"/kiosk/reserve{asked}", status=404)


def test_a_kept_piece_speaks_french(kiosk, form):
    kiosk.get("/kiosk/?language=FR")
    page = parse(keep(kiosk, form).text)

    assert text(page.find(".//h1")) == "C\u2019est gardé pour vous"
    assert "jusqu\u2019au" in text(page.find(".//*[@data-until]"))
