"""Markets and languages: by header, by switch, by link; never one that the shop does not have."""

import json

import pytest

from tests.plugins.web.conftest import text

PRODUCT = "/products/averse-trench-coat"
PRICE = """query($country: CountryCode!) @inContext(country: $country) {
  product(handle: "averse-trench-coat") { selectedOrFirstAvailableVariant { price { amount currencyCode } } }
}"""


def price_of(page):
    # The space before the sign is a no-break one; text() takes any space for one.
    return text(page.find(".//*[@data-price]"))


def offers(page):
    for script in page.findall(".//script[@type='application/ld+json']"):
        fact = json.loads(script.text)
        if fact["@type"] == "ProductGroup":
            return [variant["offers"] for variant in fact["hasVariant"]]
    raise AssertionError("no product in the page's JSON-LD")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("fr", "fr"),
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("de, en;q=0.5", "en"),
        ("en;q=0, fr;q=0.1", "fr"),
        ("*", "fr"),
        ("", "fr"),
        ("xx-@;;;q=a,,,", "fr"),
    ],
)
def test_the_first_page_speaks_the_language_that_the_browser_ranks_first(visitor, header, language):
    page = visitor.page("/", headers={"accept-language": header})

    assert page.get("lang") == language


def test_the_switch_of_market_changes_the_currency_and_stays(visitor):
    before = price_of(visitor.page(PRODUCT))
    answer = visitor.submit("/localization", country="GB", language="EN", return_to=f"{PRODUCT}?Size=M")

    assert answer.status_code == 303
    assert answer.headers["location"] == f"{PRODUCT}?Size=M"
    assert before == "345 €"
    amount = visitor.ask(PRICE, {"country": "GB"})["product"]["selectedOrFirstAvailableVariant"]["price"]
    assert amount["currencyCode"] == "GBP"
    assert price_of(visitor.page(PRODUCT)) == f"£{amount['amount'].removesuffix('.00')}"


def test_the_switch_of_language_keeps_the_page_and_the_choice(visitor):
    visitor.submit("/localization", country="FR", language="FR", return_to=PRODUCT)
    page = visitor.page(PRODUCT)

    assert page.get("lang") == "fr"
    assert text(page.find(".//button[@value='add']")) == "Ajouter au panier"
    assert price_of(page) == "345 €"


def test_a_variant_keeps_its_address_in_every_language(visitor):
    page = visitor.page(f"{PRODUCT}?Color=Navy&Size=M")
    place = page.find(".//*[@class='buy__head']").get("data-address")

    french = visitor.page(place, headers={"accept-language": "fr"})
    chosen = [
        field.get("value") for field in french.findall(".//input[@type='radio']") if "checked" in field.attrib
    ]
    assert chosen == ["Marine", "M"]


def test_a_link_names_market_and_language_and_both_are_kept(visitor):
    linked = visitor.page(f"{PRODUCT}?country=US&language=EN")
    later = visitor.page(PRODUCT)

    assert {offer["priceCurrency"] for offer in offers(linked)} == {"USD"}
    assert price_of(linked) == price_of(later)


@pytest.mark.parametrize(
    "query", ["country=XX", "country=JP", "country=%00", "language=ZZ", "language=KLINGON"]
)
def test_a_link_to_a_market_or_language_that_there_is_not_changes_nothing(visitor, query):
    page = visitor.page(f"{PRODUCT}?{query}")

    assert price_of(page) == "345 €"
    assert page.get("lang") == "en"
    assert "country" not in visitor.cookies
    assert "language" not in visitor.cookies


def test_a_market_that_lacks_the_visitors_language_speaks_its_own(visitor):
    page = visitor.page("/?country=GB", headers={"accept-language": "fr"})

    assert page.get("lang") == "en"


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "x"]
)
def test_the_switch_never_sends_to_another_site(visitor, target):
    answer = visitor.submit("/localization", country="GB", return_to=target)

    assert answer.headers["location"] == "/"


def test_pages_name_their_counterparts_once_for_each_market_and_language(visitor, address):
    page = visitor.page(PRODUCT)
    alternates = {
        link.get("hreflang"): link.get("href") for link in page.findall(".//link[@rel='alternate']")
    }

    assert alternates == {
        "x-default": f"{address}{PRODUCT}",
        "en-FR": f"{address}{PRODUCT}?country=FR&language=EN",
        "fr-FR": f"{address}{PRODUCT}?country=FR&language=FR",
        "en-GB": f"{address}{PRODUCT}?country=GB&language=EN",
        "en-US": f"{address}{PRODUCT}?country=US&language=EN",
    }
    assert page.find(".//link[@rel='canonical']").get("href") == f"{address}{PRODUCT}"


def test_prices_say_whether_they_hold_tax(visitor):
    assert "Taxes included" in text(visitor.page(PRODUCT).find(".//p[@class='buy__tax']"))
    american = visitor.page(f"{PRODUCT}?country=US")
    assert "Taxes and delivery are added" in text(american.find(".//p[@class='buy__tax']"))


def test_the_bag_follows_the_market(visitor):
    visitor.submit("/cart/add", handle="quai-straight-jeans", quantity="1",
                   **{"option:Color": "Indigo", "option:Size": "30"})  # fmt: skip
    visitor.submit("/localization", country="GB", language="EN", return_to="/cart")

    assert text(visitor.page("/cart").find(".//*[@data-total]")).startswith("£")
