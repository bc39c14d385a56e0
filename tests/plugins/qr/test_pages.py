"""What opens behind codes, over the demonstration shop: the stock of the place first, and help where there is none."""

import re
from datetime import date

import pytest

from tests.plugins.web.conftest import text

JEANS = "quai-straight-jeans"
STORE = "paris-canal"


def here(variant, number):
    rows = variant["storeAvailability"]["nodes"]
    return next((row for row in rows if row["location"]["id"].endswith(f"/{number}")), None)


def sold_at(product, number):
    return next(v for v in product["variants"]["nodes"] if here(v, number)["available"])


def lacking_at(product, number):
    return next(
        (
            v
            for v in product["variants"]["nodes"]
            if not here(v, number)["available"]
            and any(r["available"] for r in v["storeAvailability"]["nodes"])
        ),
        None,
    )


def test_a_shelf_code_says_whether_a_size_is_in_this_store(passer, write):
    product = write.product(JEANS)
    page = passer.page("/q/" + write("PRODUCT", product=product, store=STORE))

    assert text(page.find(".//h1")) == product["title"]
    assert page.find(".//section[@data-stock='here']") is not None
    assert text(page.find(".//a[@class='top__name']")) == "Atelier Rive Paris, Canal"


@pytest.mark.parametrize("store", ["paris-canal", "lyon-presquile", "london-shoreditch"])
def test_every_choice_is_marked_as_graphql_says_for_the_place(passer, write, store):
    product = write.product(JEANS)
    number = write.stores[store]
    for variant in product["variants"]["nodes"]:
        page = passer.page("/q/" + write("VARIANT", variant=variant, store=store))
        told = page.find(".//section[@data-stock]").get("data-stock")
        rows = variant["storeAvailability"]["nodes"]
        anywhere = variant["availableForSale"] or any(row["available"] for row in rows)
        assert told == ("here" if here(variant, number)["available"] else "elsewhere" if anywhere else "gone")
        others = {r["location"]["name"] for r in rows if r["available"]} - {
            here(variant, number)["location"]["name"]
        }
        shown = {
            text(row) for row in page.findall(".//section[@aria-labelledby='elsewhere']//summary/strong")
        }
        assert shown == others


def test_what_is_not_here_names_the_stores_that_have_it(passer, write):
    handles = [
        row["handle"]
        for row in passer.ask("{ products(first: 60) { nodes { handle } } }")["products"]["nodes"]
    ]
    for handle in handles:
        product = write.product(handle)
        variant = lacking_at(product, write.stores[STORE])
        if variant is not None:
            break
    page = passer.page("/q/" + write("VARIANT", variant=variant, store=STORE))

    assert page.find(".//section[@data-stock='elsewhere']") is not None
    assert "is not here" in text(page.find(".//p[@class='answer__word']"))
    assert page.findall(".//address")
    assert page.find(".//address//a[@href]").get("href").startswith(("tel:", "geo:"))


def test_a_billboard_without_a_place_counts_stores(passer, write):
    product = write.product(JEANS)
    variant = product["variants"]["nodes"][0]
    page = passer.page("/q/" + write("BILLBOARD", variant=variant))
    stores = [row for row in variant["storeAvailability"]["nodes"] if row["available"]]

    assert text(page.find(".//p[@class='answer__word']")) == f"In {len(stores)} stores"
    assert text(page.find(".//a[@class='top__name']")) == "Atelier Rive"


def test_a_location_code_opens_the_store(passer, write):
    page = passer.page("/q/" + write("LOCATION", store=STORE))

    assert text(page.find(".//h1")) == "Atelier Rive Paris, Canal"
    assert "112 quai de Jemmapes" in text(page.find(".//address"))
    links = [a.get("href") for a in page.findall(".//a[@class='tile']")]
    assert links
    for link in links[:3]:
        assert passer.page(link).find(".//h1") is not None
        assert link.endswith(f"at={write.stores[STORE]}")


def test_a_fitting_room_shows_what_one_brought_and_whom_to_ask(passer, write):
    code = write("FITTING_ROOM", store=STORE, spot=3)
    empty = passer.page("/q/" + code)
    product = write.product(JEANS)
    variant = sold_at(product, write.stores[STORE])
    passer.add(product, variant)
    page = passer.page("/q/" + code)

    assert text(page.find(".//h1")) == "Fitting room 3"
    assert "Nothing is in your bag yet" in text(empty.find(".//main"))
    assert text(page.find(".//li[@class='line']//h3")) == product["title"]
    assert text(page.find(".//p[@class='line__here']")) == "here"
    assert "Ask for help" in text(page.find(".//main"))


def test_a_place_that_has_closed_still_shows_the_piece(passer, write):
    product = write.product(JEANS)
    number = product["variants"]["nodes"][0]["id"].rpartition("/")[2]
    page = passer.page(f"/q/p/{JEANS}?variant={number}&at=999999")

    assert "a place that has closed" in text(page.find(".//main"))
    assert page.find(".//section[@aria-labelledby='elsewhere']") is not None


def test_a_code_of_the_shop_is_short(write):
    product = write.product(JEANS)

    assert len("/q/" + write("PRODUCT", product=product, store=STORE)) <= 40


FORGED = [
    "nope",
    "0G5A.000",
    "x" * 3000,
    "%00",
    "%2e%2e%2f%2e%2e",
    "4006381333931",
    "0.0000000000000",
    "%F0%9F%91%96",
    "a.b.c",
]


@pytest.mark.parametrize("code", FORGED)
def test_a_code_that_is_not_ours_gets_a_page_that_helps(passer, code):
    page = passer.page(f"/q/{code}", status=404)

    assert text(page.find(".//h1")) in {"We do not know this code", "This page is not here"}
    assert page.find(".//form[@role='search']") is not None
    assert len(page.findall(".//section[@aria-labelledby='stores']//a")) == 4


def test_a_forged_code_is_refused(passer, write):
    code = write("PRODUCT", product=write.product(JEANS), store=STORE)
    last = "0" if code[-2] != "0" else "1"
    forged = code[:-2] + last + code[-1]

    assert passer.heading(f"/q/{forged}", status=404) == "We do not know this code"


def test_a_code_past_its_last_day_is_gone(passer, write):
    code = write("BILLBOARD", product=write.product(JEANS), until=date(2024, 1, 31))

    assert passer.heading(f"/q/{code}", status=410) == "This code is no longer in use"


@pytest.mark.parametrize("kind", ["PRODUCT", "VARIANT"])
def test_a_code_for_what_is_not_sold_here_says_so(passer, write, kind):
    gone = {"id": "gid://shopify/Product/987654321"}
    code = write(kind, **{kind.lower(): gone}, store=STORE)

    assert passer.heading(f"/q/{code}", status=410) == "This piece is no longer sold"


def test_a_store_that_is_gone_is_a_page(passer):
    assert passer.heading("/q/store/987654", status=404) == "This page is not here"
    assert passer.heading("/q/store/x", status=404) == "This page is not here"


def test_a_typed_code_is_followed_however_it_is_written(passer, write, address):
    code = write("PRODUCT", product=write.product(JEANS), store=STORE)
    for typed in (code, code.lower(), f" {code[:5]} {code[5:]} ", f"{address}/q/{code}", f"/q/{code}"):
        answer = passer.get("/q/search", params={"q": typed})
        assert (answer.status_code, answer.headers["location"]) == (303, f"/q/{code}")


def test_the_number_of_a_label_opens_its_variant(passer, write):
    variant = write.product(JEANS)["variants"]["nodes"][2]
    number = variant["id"].rpartition("/")[2]
    for typed in (variant["sku"], variant["barcode"], variant["sku"].lower()):
        answer = passer.get("/q/search", params={"q": typed, "at": "1"})
        assert answer.headers["location"] == f"/q/p/{JEANS}?variant={number}&at=1"


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("4006381333931", "We sell nothing with this number"),
        ("4006381333932", "One digit seems to be wrong"),
        ("https://evil.example/q/ABC", "This code is from elsewhere"),
        ("http://[", "This code is from elsewhere"),
    ],
)
def test_foreign_codes_are_named_and_never_opened(passer, typed, title):
    page = passer.page(f"/q/search?q={typed}", status=404)

    assert text(page.find(".//h1")) == title
    assert page.find(".//form[@role='search']") is not None


@pytest.mark.parametrize("words", ["jeans", "zzzzqqqq", 'a"b', "tag:(((", "<script>", "\\", "x" * 900])
def test_words_find_products_or_say_that_there_are_none(passer, words):
    page = passer.page("/q/search", params={"q": words})

    assert page.findall(".//a[@class='row row--picture']") or "Nothing of ours" in text(page.find(".//main"))
    assert "<script>" not in passer.get("/q/search", params={"q": words}).text.replace("<script>alert", "")


@pytest.mark.parametrize(
    "path", ["/q/", "/q/cart", "/q/sheet", f"/q/sheet?location={STORE}", f"/q/p/{JEANS}?at=x&variant=%00"]
)
def test_every_page_keeps_to_itself(passer, path):
    answer = passer.get(path)

    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert not re.findall(r'(?:src|href)="https?://', answer.text)
    assert "style=" not in answer.text
    assert passer.page(path).find(".//h1") is not None


def test_french_is_spoken_to_those_who_ask_for_it(passer, write):
    code = write("PRODUCT", product=write.product(JEANS), store=STORE)
    page = passer.page(f"/q/{code}", headers={"accept-language": "fr"})

    assert page.get("lang") == "fr"
    assert text(page.find(".//form[@class='bar__form']/button")).startswith("Ajouter au panier")


def test_a_choice_of_market_leads_back_and_never_off_the_channel(passer):
    back = passer.submit(
        "/q/localization", country="GB", language="EN", return_to=f"/q/p/{JEANS}?at=1&added=1"
    )
    off = passer.submit("/q/localization", country="GB", language="EN", return_to="https://evil.example/")

    assert back.headers["location"] == f"/q/p/{JEANS}?at=1"
    assert off.headers["location"] == "/q/"
    assert text(passer.page(f"/q/p/{JEANS}").find(".//*[@data-price]")).startswith("£")
