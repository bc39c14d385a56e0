"""Every kind of page: valid HTML, one heading, no inline code, nothing from another host."""

from urllib.parse import urlsplit

import pytest

from tests.plugins.web.conftest import parse, text

PAGES = [
    "/",
    "/collections",
    "/collections/all",
    "/collections/all?sort=price-down",
    "/collections/jeans",
    "/collections/jeans?option.Size=30&sort=price-up",
    "/products/averse-trench-coat",
    "/products/quai-straight-jeans?Color=Indigo&Size=30",
    "/search",
    "/search?q=jeans",
    "/search?q=zzzzqqqq",
    "/cart",
    "/pages/about",
    "/policies/refund-policy",
    "/blogs/journal",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_valid_html_with_one_heading_and_one_main(visitor, path):
    page = visitor.page(path)

    assert len(page.findall(".//h1")) == 1
    assert len(page.findall(".//main")) == 1
    assert text(page.find(".//title"))
    assert page.get("lang") == "en"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_holds_no_inline_code_and_asks_no_other_host(visitor, address, path):
    page = visitor.page(path)
    host = urlsplit(address).netloc

    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        assert "style" not in element.attrib
        assert not [name for name in element.attrib if name.startswith("on")]
        if element.tag == "script" and element.get("type") != "application/ld+json":
            assert element.get("src", "").startswith("/static/")
        if element.tag in {"img", "script", "link"}:
            found = element.get("src") or element.get("href") or ""
            assert urlsplit(found).netloc in {"", host}, found


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_each_id_once_and_a_label_for_each_field(visitor, path):
    page = visitor.page(path)
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    labelled = {label.get("for") for label in page.findall(".//label")}
    wrapped = {id(field) for label in page.findall(".//label") for field in label.iter()}

    assert len(ids) == len(set(ids))
    for kind in ("input", "select", "textarea"):
        for field in page.findall(f".//{kind}"):
            if field.get("type") != "hidden":
                assert field.get("id") in labelled or id(field) in wrapped, field.attrib


def test_security_headers_allow_the_own_origin_alone(visitor):
    headers = visitor.get("/").headers

    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"


def test_every_link_in_the_navigation_leads_somewhere(visitor):
    page = visitor.page("/")
    links = {a.get("href") for nav in page.findall(".//nav") for a in nav.findall(".//a")}

    assert len(links) > 10
    for link in links:
        assert visitor.get(link).status_code == 200, link


def test_the_next_page_of_a_collection_goes_on_where_the_first_ended_and_back(visitor):
    first = visitor.page("/collections/women")
    following = first.find(".//a[@rel='next']").get("href")
    second = visitor.page(following)
    back = visitor.page(second.find(".//a[@rel='prev']").get("href"))

    titles = [[text(a) for a in page.findall(".//h2/a")] for page in (first, second, back)]
    assert titles[0] == titles[2]
    assert not set(titles[0]) & set(titles[1])


def test_filters_narrow_a_collection_and_stay_in_the_address(visitor):
    everything = visitor.page("/collections/jeans")
    narrowed = visitor.page("/collections/jeans?option.Color=Ecru")

    titles = {text(a) for a in everything.findall(".//h2/a")}
    fewer = {text(a) for a in narrowed.findall(".//h2/a")}
    assert fewer
    assert fewer < titles
    box = narrowed.find(".//input[@name='option.color'][@value='Ecru']")
    assert "checked" in box.attrib


def test_a_price_that_is_no_price_is_answered_next_to_its_field(visitor):
    page = visitor.page("/collections/jeans?price.min=cheap")

    field = page.find(".//input[@name='price.min']")
    assert field.get("aria-invalid") == "true"
    assert field.get("value") == "cheap"
    assert text(page.find(".//*[@id='price-problem']")) == "Enter a price such as 49 or 49.50."
    assert page.findall(".//h2/a")


def test_an_order_sorts_by_the_price_that_is_shown(visitor):
    page = visitor.page("/collections/shirts?sort=price-up")
    shown = [text(p) for p in page.findall(".//p[@class='card__line']/span[1]")]

    assert len(shown) > 3
    prices = [
        float(row.removeprefix("from ").removeprefix("Now ").split()[0].replace(",", ".")) for row in shown
    ]
    assert prices == sorted(prices)


def test_search_finds_products_and_counts_them(visitor):
    page = visitor.page("/search?q=jeans")

    count = text(page.find(".//p[@class='listing__count']"))
    assert count.endswith("pieces for “jeans”")
    assert any("Jeans" in text(a) for a in page.findall(".//h2/a"))


def test_suggestions_are_a_piece_of_a_page(visitor):
    response = visitor.get("/search/suggest", params={"q": "trench"})

    assert response.status_code == 200
    assert "<html" not in response.text
    assert "/products/averse-trench-coat" in response.text


def test_one_letter_suggests_nothing(visitor):
    assert visitor.get("/search/suggest", params={"q": "t"}).text.strip() == ""


def test_a_product_links_each_store_with_its_stock(visitor):
    page = visitor.page("/products/averse-trench-coat")
    data = visitor.ask(
        """query { product(handle: "averse-trench-coat") { selectedOrFirstAvailableVariant {
        storeAvailability(first: 20) { nodes { available location { name } } } } } }"""
    )
    stores = data["product"]["selectedOrFirstAvailableVariant"]["storeAvailability"]["nodes"]

    shown = [text(row) for row in page.findall(".//li[@class='store']")]
    assert len(shown) == len(stores)
    for row, store in zip(shown, stores, strict=True):
        assert row.startswith(store["location"]["name"])
        assert ("In stock" in row) is store["available"]


def test_the_sitemap_names_every_product(visitor):
    index = visitor.get("/sitemap.xml")
    products = visitor.get("/sitemap/products-1.xml")

    assert index.headers["content-type"].startswith("application/xml")
    assert "/sitemap/products-1.xml" in index.text
    handles = [
        row["handle"]
        for row in visitor.ask("{ products(first: 250) { nodes { handle } } }")["products"]["nodes"]
    ]
    assert handles
    for handle in handles:
        assert f"/products/{handle}</loc>" in products.text


def test_every_address_in_the_sitemaps_answers(visitor, address):
    for kind in ("collections", "pages", "blogs", "articles"):
        body = visitor.get(f"/sitemap/{kind}-1.xml")
        assert body.status_code == 200, kind
        for entry in body.text.split("<loc>")[1:]:
            url = entry.partition("</loc>")[0]
            assert url.startswith(address)
            assert visitor.get(url.removeprefix(address)).status_code == 200, url


def test_robots_keep_out_of_bags_and_name_the_sitemap(visitor, address):
    text_ = visitor.get("/robots.txt").text

    assert "Disallow: /cart\n" in text_
    assert text_.endswith(f"Sitemap: {address}/sitemap.xml\n")


def test_static_files_are_kept_for_good_under_an_address_that_names_their_content(visitor):
    page = visitor.page("/")
    sheet = page.find(".//link[@rel='stylesheet']").get("href")

    assert visitor.get(sheet).headers["cache-control"] == "public, max-age=31536000, immutable"
    assert visitor.get(sheet.partition("?")[0]).headers["cache-control"] == "no-cache"


def test_the_theme_carries_the_tokens_of_the_brand(visitor, demo_shop):
    css = visitor.get("/theme.css").text

    assert f"--color-ink: {demo_shop.storefront.theme['color-ink']};" in css


def test_head_answers_as_get_does(visitor):
    response = visitor.head("/products/averse-trench-coat")

    assert response.status_code == 200
    assert response.text == ""


def test_fragments_are_well_formed(visitor):
    body = visitor.get("/products/averse-trench-coat", headers={"x-fragment": "1"}).text

    assert body.lstrip().startswith('<div class="buy__head"')
    parse(f"<!doctype html><html lang=en><head><title>x</title></head><body>{body}</body></html>")


def test_a_title_names_the_shop_once(visitor):
    title = text(visitor.page("/collections/jeans?country=GB&language=EN").find(".//title"))

    assert title == "Jeans | Atelier Rive"
