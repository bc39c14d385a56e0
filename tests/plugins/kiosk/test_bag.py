"""The bag at a kiosk: changed, taken along, taken over, and forgotten without a trace."""

import re

import pytest

from tests.plugins.kiosk.conftest import text
from tests.plugins.web.conftest import parse

CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}")
JEANS = ("Quai Straight Jeans", "1")


def give(kiosk):
    answer = kiosk.submit("/kiosk/cart/code")
    assert answer.status_code == 200
    return parse(answer.text)


def code_of(page):
    return text(page.find(".//*[@data-code]"))


def take(kiosk, code):
    return kiosk.submit("/kiosk/handoff", code=code)


def change(kiosk, intent):
    return kiosk.submit("/kiosk/cart/lines", line=kiosk.line_id(), intent=intent)


def test_pieces_are_added_and_taken_out_again(kiosk):
    assert kiosk.add().headers["location"] == "/kiosk/cart"
    assert kiosk.lines() == [JEANS]
    change(kiosk, "more")
    assert kiosk.lines() == [("Quai Straight Jeans", "2")]
    change(kiosk, "fewer")
    change(kiosk, "remove")
    assert kiosk.lines() == []


def test_a_code_is_typed_shown_and_taken_away(kiosk):
    kiosk.add()
    assert "Type the code of your voucher" in kiosk.get("/kiosk/cart/discount").text
    assert kiosk.submit("/kiosk/cart/discount", code=" ", intent="add").status_code == 422
    answer = kiosk.submit("/kiosk/cart/discount", code="rive10", intent="add")
    assert answer.headers["location"] == "/kiosk/cart"
    page = parse(kiosk.get("/kiosk/cart").text)
    assert text(page.find(".//p[@data-discount]")).startswith("rive10 Discount: \u2212")
    assert text(page.find(".//form[@class='code']")).startswith("rive10 applied")
    kiosk.submit("/kiosk/cart/discount", code="rive10", intent="remove")
    assert parse(kiosk.get("/kiosk/cart").text).find(".//form[@class='code']") is None


def test_a_code_that_reduces_nothing_says_why(kiosk):
    kiosk.add()
    kiosk.submit("/kiosk/cart/discount", code="SUMMER", intent="add")
    page = parse(kiosk.get("/kiosk/cart").text)

    assert text(page.find(".//form[@class='code']")).startswith("SUMMER We do not know this code.")
    assert page.find(".//p[@data-discount]") is None


@pytest.mark.parametrize("number", ["", "0", "abc", "9" * 30])
def test_a_choice_that_does_not_exist_is_refused(kiosk, number):
    answer = kiosk.submit("/kiosk/cart/add", handle="quai-straight-jeans", variant=number)

    assert answer.status_code == 422
    assert "This choice does not exist." in answer.text
    assert kiosk.lines() == []


def test_a_form_that_was_not_shown_changes_nothing(kiosk):
    kiosk.add()
    for path in (
        "/kiosk/cart/lines",
        "/kiosk/cart/add",
        "/kiosk/cart/code",
        "/kiosk/handoff",
        "/kiosk/start",
    ):
        assert kiosk.post(path, data={"csrf": "forged"}).status_code == 403
    assert kiosk.lines() == [JEANS]


def test_the_code_opens_the_bag_on_the_mobile_channel(kiosk, address):
    kiosk.add()
    page = give(kiosk)
    code = code_of(page)

    assert CODE.fullmatch(code)
    assert page.find(".//*[@data-address]").get("data-address") == f"{address}/mobile/handoff/{code}"
    assert page.find(".//*[@class='qr']").get("aria-label") == "QR code of your bag"


def test_an_empty_bag_gives_no_code(kiosk):
    assert kiosk.submit("/kiosk/cart/code").status_code == 422


def test_a_bag_is_taken_over_once_and_both_hold_it(kiosk, other):
    kiosk.add()
    code = code_of(give(kiosk))
    assert take(other, code.lower().replace("-", " ")).headers["location"] == "/kiosk/cart"
    assert other.lines() == kiosk.lines() == [JEANS]
    other.add("averse-trench-coat")
    assert sorted(kiosk.lines()) == sorted(other.lines())
    again = take(other, code)
    assert again.status_code == 422
    assert "This code does not work" in again.text
    assert len(other.lines()) == 2


def test_who_takes_a_bag_over_follows_it_to_its_market_until_the_visit_ends(kiosk, other):
    def shown(screen):
        return screen.get("/kiosk/products/quai-straight-jeans").text

    kiosk.get("/kiosk/?country=GB&language=EN")
    kiosk.add()
    assert "£115" not in shown(other)
    take(other, code_of(give(kiosk)))
    assert "£115" in shown(kiosk)
    assert "£115" in shown(other)
    other.post("/kiosk/reset")
    assert "£115" not in shown(other)


@pytest.mark.parametrize("code", ["", "x", "00000-00000", "UUUUU-UUUUU", "%00", "a/b", "é" * 10, "0" * 4000])
def test_a_forged_code_is_refused_and_the_own_bag_stays(kiosk, code):
    kiosk.add()
    answer = take(kiosk, code)

    assert answer.status_code == 422
    assert kiosk.lines() == [JEANS]


def test_two_visitors_never_see_each_others_bag(kiosk, other):
    kiosk.add()

    assert other.lines() == []


def test_the_end_of_a_visit_leaves_no_trace(kiosk):
    kiosk.get("/kiosk/?language=FR&country=GB")
    kiosk.add()
    assert len(kiosk.lines()) == 1
    answer = kiosk.post("/kiosk/reset")

    assert answer.headers["location"] == "/kiosk/"
    assert answer.headers["cache-control"] == "no-store"
    assert [name for name in kiosk.cookies if name.startswith("kiosk_")] == []
    assert kiosk.lines() == []
    assert kiosk.page("/kiosk/").get("lang") == "en"


def test_another_site_cannot_end_a_visit(kiosk):
    kiosk.add()

    assert kiosk.post("/kiosk/reset", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert kiosk.lines() == [JEANS]


def test_without_a_bag_there_is_nothing_to_follow(kiosk):
    assert kiosk.get("/kiosk/cart/events").status_code == 204
