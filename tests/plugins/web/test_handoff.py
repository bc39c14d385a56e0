"""The bag walks from screen to screen: codes given, confirmed, claimed; and both hold one live bag."""

import json
import re

import pytest

from tests.plugins.web.conftest import text

JEANS = {
    "handle": "quai-straight-jeans",
    "option:Color": "Indigo",
    "option:Size": "30",
    "quantity": "1",
}
REFUSED = "This code does not work"


@pytest.fixture
def other(visitor, address):
    with type(visitor)(base_url=address, timeout=30, headers={"accept-language": "en"}) as client:
        yield client


def give(visitor):
    """Return a code of the visitor's bag, after putting jeans in it."""
    visitor.submit("/cart/add", **JEANS)
    return visitor.submit("/cart/code")


def code_of(answer):
    return re.search(r"data-code>([0-9A-Z]{5}-[0-9A-Z]{5})<", answer.text)[1]


def bag(visitor):
    page = visitor.page("/cart")
    return [
        (text(row.find(".//h2")), row.find(".//input[@name='quantity']").get("value"))
        for row in page.findall(".//li[@class='line']")
    ]


def test_a_code_is_shown_large_and_to_scan(visitor, address):
    answer = give(visitor)

    assert answer.status_code == 200
    assert '<svg class="qr"' in answer.text
    assert 'aria-label="QR code of your bag"' in answer.text
    assert f"{address.partition('://')[2]}/handoff on the other screen" in answer.text
    assert 590 <= int(re.search(r'data-seconds="(\d+)"', answer.text)[1]) <= 600


def test_a_script_gets_the_code_as_a_piece_of_the_page(visitor):
    visitor.submit("/cart/add", **JEANS)
    answer = visitor.post("/cart/code", data={"csrf": visitor.token()}, headers={"x-fragment": "1"})

    assert "<html" not in answer.text
    assert code_of(answer)


@pytest.mark.parametrize("headers", [{}, {"x-fragment": "1"}], ids=["form", "script"])
def test_an_empty_bag_has_nothing_to_hand_over(visitor, headers):
    answer = visitor.post("/cart/code", data={"csrf": visitor.token()}, headers=headers)

    assert answer.status_code == 422
    assert "there is nothing to hand over yet" in answer.text


@pytest.mark.parametrize("path", ["/cart/code", "/handoff/7KQ2M-9XWRT"])
def test_a_form_from_elsewhere_hands_nothing_over(visitor, path):
    assert visitor.post(path, data={"csrf": "forged"}).status_code == 403


def test_opening_an_address_claims_nothing_before_it_is_confirmed(visitor, other):
    code = code_of(give(visitor))
    page = other.page(f"/handoff/{code}")
    before = bag(other)
    answer = other.submit(f"/handoff/{code}")

    assert text(page.find(".//h1")) == "Take over this bag?"
    assert before == []
    assert (answer.status_code, answer.headers["location"]) == (303, "/cart?taken=1")
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert bag(other) == bag(visitor) == [("Quai Straight Jeans", "1")]
    assert "You hold the same bag as the other screen now." in other.get("/cart?taken=1").text


@pytest.mark.parametrize("typed", ["{0}", "{1}", " {2} ", "{3}"])
def test_a_code_is_read_however_it_is_typed(visitor, other, typed):
    code = code_of(give(visitor))
    plain = code.replace("-", "")
    spaced = f"{plain[:5]} \u2013 {plain[5:]}"
    asked = other.get(
        "/handoff", params={"code": typed.format(code, plain, code.lower(), spaced.replace("0", "o"))}
    )

    assert asked.headers["location"] == f"/handoff/{code}"


def test_both_screens_change_one_bag(visitor, other):
    other.submit(f"/handoff/{code_of(give(visitor))}")
    other.submit("/cart/add", **JEANS)
    visitor.submit("/cart/add", **JEANS)

    assert bag(visitor) == bag(other) == [("Quai Straight Jeans", "3")]


def test_a_code_works_once(visitor, other, address):
    code = code_of(give(visitor))
    other.submit(f"/handoff/{code}")
    with type(visitor)(base_url=address, timeout=30, headers={"accept-language": "en"}) as third:
        answer = third.submit(f"/handoff/{code}")

        assert answer.status_code == 422
        assert REFUSED in answer.text
        assert bag(third) == []


def test_a_forged_code_is_a_page_that_helps_and_changes_nothing(visitor):
    visitor.submit("/cart/add", **JEANS)
    answer = visitor.submit("/handoff/00000-00000")

    assert answer.status_code == 422
    assert REFUSED in answer.text
    assert 'value="00000-00000"' in answer.text
    assert bag(visitor) == [("Quai Straight Jeans", "1")]


@pytest.mark.parametrize(
    "path",
    [
        "/handoff/nope",
        "/handoff/UUUUU-UUUUU",
        "/handoff/" + "7" * 500,
        "/handoff/%00%00",
        "/handoff/7KQ2M-9XWR%C3%89",
    ],
)
def test_what_cannot_be_a_code_is_told_at_once(visitor, path):
    page = visitor.page(path, status=404)

    assert text(page.find(".//p[@role='alert']")).startswith(REFUSED)
    assert page.find(".//input[@name='code']") is not None


@pytest.mark.parametrize("typed", ["nope", "7KQ2M-9XWR", '"><script>', "x" * 400])
def test_a_mistyped_code_is_told_next_to_its_field(visitor, typed):
    answer = visitor.get("/handoff", params={"code": typed})

    assert answer.status_code == 422
    assert 'aria-describedby="handoff-problem"' in answer.text
    assert "<script>" not in answer.text


def test_ones_own_bag_is_replaced_only_after_it_was_said(visitor, other):
    code = code_of(give(visitor))
    other.submit("/cart/add", **JEANS)
    other.submit("/cart/add", **JEANS)

    assert "It takes the place of your own bag with 2 pieces." in other.get(f"/handoff/{code}").text


def test_the_screen_that_took_over_sees_nothing_personal(visitor, other):
    code = code_of(give(visitor))
    link = visitor.page("/cart").find(".//a[@class='link link--small bag-address']").get("href")
    cart = f"gid://shopify/Cart/{link.rpartition('/')[2]}"
    other.submit(f"/handoff/{code}")

    shown = other.page("/cart").find(".//a[@class='link link--small bag-address']").get("href")
    assert shown.partition("?")[0] == link.partition("?")[0]
    assert shown != link
    assert cart.rpartition("=")[2] not in other.get("/cart").text


def test_no_bag_is_nothing_to_follow(visitor):
    assert visitor.get("/cart/events").status_code == 204


def events(stream):
    """Yield the names and values of a stream of events."""
    name = ""
    for line in stream.iter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


def test_a_change_on_one_screen_is_told_to_the_other(visitor, other):
    other.submit(f"/handoff/{code_of(give(visitor))}")
    stamp = other.page("/cart").find(".//header[@class='bag__head']").get("data-stamp")
    with other.stream("GET", "/cart/events") as stream:
        told = events(stream)
        first = next(told)
        visitor.submit("/cart/add", **JEANS)
        second = next(told)

    assert stream.headers["content-type"].startswith("text/event-stream")
    assert first == ("cart", {"quantity": 1, "stamp": stamp})
    assert second[1]["quantity"] == 2
    assert second[1]["stamp"] == other.page("/cart").find(".//header[@class='bag__head']").get("data-stamp")


def test_a_bag_that_is_gone_is_followed_no_more(visitor):
    with visitor.stream("GET", "/cart/events", headers={"cookie": "cart=abcdef0123%3Fkey%3Dwrong"}) as stream:
        assert list(events(stream)) == [("gone", {})]


def test_who_takes_a_bag_over_follows_it_to_its_market(visitor, other):
    visitor.page("/?country=GB&language=EN")
    other.page("/?country=FR&language=EN")
    code = code_of(give(visitor))
    other.submit(f"/handoff/{code}")

    def prices(page):
        return [text(element) for element in page.findall(".//*[@data-price]")]

    here, there = (each.page(f"/products/{JEANS['handle']}") for each in (visitor, other))
    assert prices(there) == prices(here) == ["£115"]
