"""What scanned and typed codes lead to."""

import pytest
from comptoir_mobile.views.codes import Scan, has_right_check_digit, read_scan

from tests.plugins.mobile.conftest import text

HOSTS = {"shop.example", "shop.example:8443"}
VARIANTS = """{ product(handle: "quai-straight-jeans") { variants(first: 3) {
  nodes { id sku barcode availableForSale } } } }"""


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("https://shop.example/products/coat", "/mobile/products/coat"),
        ("https://SHOP.example/products/coat?variant=12&utm=x", "/mobile/products/coat?variant=12"),
        ("https://shop.example:8443/mobile/products/coat", "/mobile/products/coat"),
        ("/collections/women/products/coat", "/mobile/products/coat"),
        ("https://shop.example/handoff/7KQ2M-9XWRT", "/mobile/handoff/7KQ2M-9XWRT"),
        ("https://shop.example/mobile/handoff/7KQ2M-9XWRT", "/mobile/handoff/7KQ2M-9XWRT"),
        ("https://shop.example/q/abc.def?x=1", "/q/abc.def?x=1"),
        ("https://shop.example//evil.example/", "/evil.example/"),
        ("https://shop.example/\\evil.example/", "/evil.example/"),
        ("https://shop.example", "/"),
    ],
)
def test_an_address_of_this_shop_is_followed_on_this_site(typed, path):
    assert read_scan(typed, hosts=HOSTS) == Scan(kind="path", path=path)


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("https://evil.example/products/coat", "evil.example"),
        ("https://shop.example.evil.example/q/1", "shop.example.evil.example"),
        ("https://shop.example@evil.example/", "evil.example"),
        ("http://shop.example:9999/", "shop.example"),
    ],
)
def test_another_site_is_named_and_not_followed(typed, host):
    assert read_scan(typed, hosts=HOSTS) == Scan(kind="foreign-site", host=host)


@pytest.mark.parametrize(
    "typed",
    [
        "javascript://alert(1)",
        "ftp://shop.example/x",
        "//shop.example/",
        "http://[",
        "WIFI:T:WPA;S:x;;",
        "a\x00b",
    ],
)
def test_what_cannot_be_followed_is_unreadable(typed):
    assert read_scan(typed, hosts=HOSTS).kind == "unreadable"


def test_very_long_texts_are_unreadable():
    assert read_scan("9" * 2001, hosts=HOSTS).kind == "unreadable"
    assert read_scan("A" * 65, hosts=HOSTS).kind == "unreadable"


def test_a_digital_link_gives_its_number():
    assert read_scan("https://id.gs1.org/01/04006381333931/21/7", hosts=HOSTS) == Scan(
        kind="label", label="04006381333931"
    )


@pytest.mark.parametrize(
    ("number", "right"),
    [("4006381333931", True), ("4006381333932", False), ("96385074", True), ("036000291452", True)],
)
def test_check_digits_are_those_of_gs1(number, right):
    assert has_right_check_digit(number) is right
    assert read_scan(number, hosts=HOSTS).kind == ("label" if right else "misread")


def scan(phone, code):
    return phone.get("/mobile/scan", params={"code": code})


def test_a_label_opens_its_variant(phone):
    for variant in phone.ask(VARIANTS)["product"]["variants"]["nodes"]:
        number = variant["id"].rpartition("/")[2]
        target = f"/mobile/products/quai-straight-jeans?variant={number}"
        for code in (variant["barcode"], variant["sku"], variant["sku"].lower(), f"0{variant['barcode']}"):
            answer = scan(phone, code)
            assert answer.status_code == 303, code
            assert answer.headers["location"] == target


def test_an_address_on_a_poster_opens_in_the_app(phone, address):
    answer = scan(phone, f"{address}/products/averse-trench-coat?variant=1")

    assert answer.headers["location"] == "/mobile/products/averse-trench-coat?variant=1"


def test_a_handoff_code_asks_before_it_takes_anything_over(phone):
    answer = scan(phone, "7kq2m9xwrt")

    assert answer.headers["location"] == "/mobile/handoff/7KQ2M-9XWRT"
    assert text(phone.page(answer.headers["location"]).find(".//h1")) == "Take over this bag?"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("4006381333931", "We sell nothing with the code 4006381333931 here."),
        ("4006381333930", "One digit of 4006381333930 seems to be wrong."),
        ("NO-SUCH-SKU", "We sell nothing with the code NO-SUCH-SKU here."),
        ("https://evil.example/x", "This code leads to another site, evil.example. We have not opened it."),
        ("WIFI:T:WPA;S:x;;", "This code is not one of ours."),
        ("javascript:alert(1)", "This code is not one of ours."),
        ("x" * 3000, "This code is not one of ours."),
        ('" OR barcode:*', "This code is not one of ours."),
    ],
)
def test_a_code_that_leads_nowhere_is_explained_next_to_the_field(phone, code, words):
    answer = scan(phone, code)

    assert answer.status_code == 404
    page = phone.page("/mobile/scan", params={"code": code}, status=404)
    assert text(page.find(".//*[@id='scan-problem']")).startswith(words)
    assert page.find(".//input[@id='typed']").get("aria-describedby") == "scan-problem"


def test_nothing_typed_is_the_scanner_again(phone):
    assert scan(phone, "  ").status_code == 200
