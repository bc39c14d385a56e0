"""The app's pages over the demonstration shop: valid, complete, in the visitor's language and market."""

import pytest

from tests.plugins.mobile.conftest import text

PAGES = {
    "/mobile/": ("Clothes from the riverbank", "Shop"),
    "/mobile/collections": ("Collections", "Shop"),
    "/mobile/collections/jeans": ("Jeans", "Shop"),
    "/mobile/collections/jeans?sort=price-down&available=1": ("Jeans", "Shop"),
    "/mobile/collections/all": ("Everything", "Shop"),
    "/mobile/collections/all?available=1": ("Everything", "Shop"),
    "/mobile/products/averse-trench-coat": ("Averse Trench Coat", "Shop"),
    "/mobile/search": ("Search", "Search"),
    "/mobile/search?q=jeans": ("Search", "Search"),
    "/mobile/search?q=zzzzqqqq": ("Search", "Search"),
    "/mobile/scan": ("Scan a code", "Scan"),
    "/mobile/cart": ("Your bag", "Bag"),
    "/mobile/handoff": ("Take over a bag", "Bag"),
    "/mobile/pages/about": (None, None),
    "/mobile/policies": ("Returns, delivery and terms", None),
    "/mobile/policies/refund-policy": ("Returns and refunds", None),
}
NOWHERE = [
    "/mobile/nope",
    "/mobile/products/nope",
    "/mobile/products/NOPE%00",
    "/mobile/collections/nope",
    "/mobile/collections/" + "x" * 3000,
    "/mobile/pages/nope",
    "/mobile/policies/nope",
    "/mobile/icons/nope.png",
    "/mobile/%2e%2e/%2e%2e/etc/passwd",
]
ODD = [
    "/mobile/collections/women?after=nonsense",
    "/mobile/collections/women?after=" + "A" * 5000,
    "/mobile/collections/women?sort=nope&available=maybe",
    "/mobile/collections?after=%00",
    "/mobile/search?q=" + "x" * 3000,
    '/mobile/search?q="',
    "/mobile/search?q=tag:(((",
    "/mobile/search?q=%00",
    "/mobile/search/suggest?q=%22%27%3Cscript%3E",
    "/mobile/products/averse-trench-coat?variant=abc",
    "/mobile/products/averse-trench-coat?variant=999999999999999999999",
    "/mobile/products/averse-trench-coat?Color=Nope&Size=%00",
    "/mobile/products/averse-trench-coat?" + "&".join(f"o{n}=v" for n in range(50)),
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_valid_and_says_where_one_is(phone, path):
    title, tab = PAGES[path]
    page = phone.page(path)

    assert len(page.findall(".//h1")) == 1
    assert title is None or text(page.find(".//h1")) == title
    current = [text(a) for a in page.findall(".//nav[@class='tabs']/a") if a.get("aria-current")]
    assert current == ([tab] if tab else [])
    assert page.getroot().get("lang") == "en" if hasattr(page, "getroot") else page.get("lang") == "en"


def test_the_bare_path_leads_to_the_front_page(phone):
    answer = phone.get("/mobile?country=GB")

    assert answer.status_code == 307
    assert answer.headers["location"] == "/mobile/?country=GB"


@pytest.mark.parametrize("path", ["/mobile/", "/mobile/scan", "/mobile/nope", "/mobile/offline"])
def test_pages_keep_to_themselves_and_leave_the_camera_to_the_scanner(phone, path):
    headers = phone.get(path).headers

    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy.replace("wasm-unsafe-eval", "")
    assert "http" not in policy
    assert headers["permissions-policy"] == "camera=(self), geolocation=(self), microphone=(), payment=()"
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", NOWHERE)
def test_what_is_not_here_is_a_page_that_helps_people_on(phone, path):
    page = phone.page(path, status=404)

    assert text(page.find(".//h1")) == "This page is not here"
    assert page.find(".//a[@class='button'][@href='/mobile/search']") is not None


@pytest.mark.parametrize("path", ODD)
def test_odd_questions_get_an_orderly_answer(phone, path):
    response = phone.get(path)

    assert response.status_code in {200, 404}
    assert "content-security-policy" in response.headers


def test_every_address_of_a_list_leads_on_to_all_products(phone):
    path, seen = "/mobile/collections/all", []
    while path:
        page = phone.page(path)
        seen += [a.get("href") for a in page.findall(".//a[@class='card__link']")]
        following = page.find(".//p[@class='more']/a")
        path = following.get("href") if following is not None else None
    count = phone.ask("{ products(first: 250) { nodes { handle } } }")["products"]["nodes"]

    assert len(seen) == len(set(seen)) == len(count)


def test_in_stock_leaves_out_what_is_sold_out(phone):
    page = phone.page("/mobile/collections/all?available=1")

    assert page.findall(".//article")
    assert not [row for row in page.findall(".//article") if "card--gone" in row.get("class")]


def test_suggestions_lead_to_products(phone):
    answer = phone.get("/mobile/search/suggest?q=trench", headers={"x-fragment": "1"})

    assert 'href="/mobile/products/averse-trench-coat"' in answer.text
    assert phone.get("/mobile/search/suggest?q=t").text.strip() == ""


def test_words_that_were_searched_for_stay_words(phone):
    page = phone.page("/mobile/search?q=%3Cscript%3Ealert(1)%3C/script%3E%22")

    assert page.find(".//input[@id='words']").get("value") == '<script>alert(1)</script>"'


def test_market_and_language_are_chosen_and_kept(phone):
    answer = phone.submit(
        "/mobile/localization", country="GB", language="EN", return_to="/mobile/products/averse-trench-coat"
    )
    page = phone.page("/mobile/products/averse-trench-coat")

    assert answer.headers["location"] == "/mobile/products/averse-trench-coat"
    assert text(page.find(".//*[@data-price]")).startswith("£")


def test_french_is_spoken_to_those_who_ask_for_it(phone):
    page = phone.page("/mobile/products/averse-trench-coat", headers={"accept-language": "fr"})

    assert text(page.find(".//button[@value='add']")) == "Ajouter au panier"
    assert page.get("lang") == "fr"


@pytest.mark.parametrize(
    "target",
    ["//evil.example/", "https://evil.example", "/mobile/\\evil", "/mobilex", "/admin", "javascript:1"],
)
def test_a_choice_of_market_never_leads_off_the_app(phone, target):
    answer = phone.submit("/mobile/localization", country="FR", language="EN", return_to=target)

    assert answer.headers["location"] == "/mobile/"


def test_a_choice_of_market_without_a_genuine_token_changes_nothing(phone):
    answer = phone.post("/mobile/localization", data={"csrf": "forged", "country": "GB"})

    assert answer.status_code == 403
    assert "country" not in phone.cookies
