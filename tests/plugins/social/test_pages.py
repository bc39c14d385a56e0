"""Posts, lookbooks, products and share cards of the demonstration shop."""

import json
from io import BytesIO

import pytest
from comptoir_social.views.posts import read_post, shown_pieces
from PIL import Image

from tests.plugins.social.conftest import text

FACTS = """query($handle: String!, $country: CountryCode) @inContext(country: $country, language: EN) {
  product(handle: $handle) { title returnPolicy { summary version }
    variants(first: 250) { nodes { id price { amount currencyCode } } } } }"""


def facts(page):
    return [
        json.loads(script.text)
        for script in page.iter("script")
        if script.get("type") == "application/ld+json"
    ]


def test_the_wall_has_every_post_and_lookbook(visitor):
    page = visitor.page("/social/")
    links = {a.get("href") for a in page.iter("a")}

    assert {"/social/p/monday-on-the-quay", "/social/p/silk-on-a-tuesday"} <= links
    assert {"/social/lookbooks/along-the-quays", "/social/lookbooks/after-six"} <= links
    assert len([link for link in links if link and link.startswith("/social/p/")]) == 8


@pytest.mark.parametrize("path", ["/social/p/monday-on-the-quay", "/social/lookbooks/after-six"])
@pytest.mark.parametrize("country", ["FR", "GB", "US"])
def test_pages_with_pieces_tell_machines_the_prices_of_graphql(visitor, path, country):
    page = visitor.page(f"{path}?country={country}&language=EN")
    products = [fact for fact in facts(page) if fact["@type"] in {"Product", "ProductGroup"}]

    assert len(products) >= 3
    for product in products:
        told = visitor.ask(FACTS, {"handle": product["url"].rpartition("/")[2], "country": country})[
            "product"
        ]
        offers = [each["offers"] for each in product.get("hasVariant", [product])]
        prices = [variant["price"] for variant in told["variants"]["nodes"]]
        assert [(o["price"], o["priceCurrency"]) for o in offers] == [
            (p["amount"], p["currencyCode"]) for p in prices
        ]
        assert {o["hasMerchantReturnPolicy"]["description"] for o in offers} == {
            told["returnPolicy"]["summary"]
        }


@pytest.mark.parametrize(("country", "sign"), [("GB", "£"), ("US", "$")])
def test_a_product_shows_price_and_policy_of_its_market(visitor, country, sign):
    page = visitor.page(f"/social/products/rive-straight-jeans?country={country}&language=EN")
    told = visitor.ask(FACTS, {"handle": "rive-straight-jeans", "country": country})["product"]

    price = told["variants"]["nodes"][0]["price"]["amount"].removesuffix(".00")
    assert text(page.find(".//*[@data-price]")) == f"{sign}{price}"
    policy = page.find(".//*[@data-policy]")
    assert text(policy) == told["returnPolicy"]["summary"]
    assert policy.get("data-version") == str(told["returnPolicy"]["version"])


def test_the_quick_view_has_its_facts_and_the_post(visitor):
    answer = visitor.get(
        "/social/products/rive-straight-jeans?view=quick&post=monday-on-the-quay", headers={"x-fragment": "1"}
    )

    assert "<html" not in answer.text
    assert 'type="application/ld+json"' in answer.text
    assert 'name="post" value="monday-on-the-quay"' in answer.text


@pytest.mark.parametrize(
    "path",
    ["/social/p/nope", "/social/lookbooks/nope", "/social/products/nope", "/social/nope", "/social/card/nope.png",
     "/social/card/products/nope.png", "/social/go/nope", "/social/?after=nonsense"],
)  # fmt: skip
def test_what_is_not_there_is_a_page_that_leads_on(visitor, path):
    page = visitor.page(path, status=404)

    assert page.find(".//a[@class='button']").get("href") == "/social/"


@pytest.mark.parametrize("path", ["/social/", "/social/p/stripes-ahead", "/social/bag", "/social/feeds"])
def test_pages_speak_french(visitor, path):
    assert visitor.page(f"{path}?language=FR").get("lang") == "fr"


@pytest.mark.parametrize("name", ["monday-on-the-quay", "after-six", "products/rive-straight-jeans"])
def test_a_share_card_is_a_picture_of_the_size_that_networks_ask_for(visitor, name):
    answer = visitor.get(f"/social/card/{name}.png?language=FR")

    assert answer.headers["content-type"] == "image/png"
    assert Image.open(BytesIO(answer.content)).size == (1200, 630)
    assert "set-cookie" not in answer.headers
    again = visitor.get(
        f"/social/card/{name}.png?language=FR", headers={"if-none-match": answer.headers["etag"]}
    )
    assert again.status_code == 304


def test_pages_name_their_card_and_keep_to_themselves(visitor):
    answer = visitor.get("/social/p/monday-on-the-quay")

    assert "/social/card/monday-on-the-quay.png?language=EN" in answer.text
    assert 'name="twitter:card" content="summary_large_image"' in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_piece_opens_in_the_colour_of_the_picture(visitor):
    page = visitor.page("/social/p/monday-on-the-quay?country=GB&language=EN")
    asked = visitor.ask(
        '{ product(handle: "pave-leather-sneakers-men") { variants(first: 50) { nodes { id sku image { url } } } } }'
    )["product"]["variants"]["nodes"]
    cognac = next(variant for variant in asked if variant["sku"].startswith("AR-PSM-COG"))
    number = cognac["id"].rpartition("/")[2]
    link = f"/social/products/pave-leather-sneakers-men?variant={number}&post=monday-on-the-quay"
    ways = [a for a in page.iter("a") if a.get("href") == link]

    assert [a.get("class") for a in ways] == ["spot at-x35 at-y75", "piece__link"]
    assert cognac["image"]["url"].rpartition("/")[2] in ways[1].find(".//img").get("src")


def variants(*told):
    return [
        {"id": f"gid://shopify/ProductVariant/{i}", "sku": sku, "availableForSale": sold, "image": image}
        for i, (sku, sold, image) in enumerate(told)
    ]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("product:shirt/S-RED@10,20", "S-RED"),
        ("product:shirt/S-BLUE", "M-BLUE"),
        ("product:shirt/S-BLACK", "S-BLACK"),
        ("product:shirt/S-PINK", None),
        ("product:shirt@10,20", None),
    ],
    ids=["sold", "sold out, another size", "sold out in every size", "no longer sold", "none named"],
)
def test_a_piece_names_the_variant_that_looks_as_in_the_picture(tag, expected):
    article = {
        "handle": "post",
        "title": "Post",
        "excerpt": "",
        "author": {"name": "Ana"},
        "publishedAt": "2026-01-01T00:00:00Z",
        "image": None,
        "tags": [tag],
    }
    sold = variants(
        ("S-RED", True, "red"),
        ("S-BLUE", False, "blue"),
        ("M-BLUE", True, "blue"),
        ("S-BLACK", False, "black"),
    )
    product = {"handle": "shirt", "variants": {"nodes": sold}}
    (shown,) = shown_pieces(read_post(article), {"shirt": product})

    assert (shown.variant and shown.variant["sku"]) == expected
    assert shown.piece.place == ((10, 20) if "@" in tag else None)
