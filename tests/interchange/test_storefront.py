"""Imported products as storefronts see them: over GraphQL, with prices and availability."""

import asyncio

import pytest
from comptoir.graphql.execute import GraphQLRequest
from comptoir.principal import VISITOR
from comptoir.startup import start_shop

from tests.interchange.files import write_csv
from tests.interchange.test_importing import REAL

HEADER = (
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,"
    "Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,"
    "Variant Compare At Price,Image Src,Image Position,Variant Image"
)
QUERY = """
query Bracelet {
  product(handle: "chain-bracelet") {
    title vendor productType tags availableForSale
    priceRange { minVariantPrice { amount currencyCode } }
    variants(first: 5) {
      nodes {
        title availableForSale price { amount currencyCode } compareAtPrice { amount } image { url }
        selectedOptions { name value }
      }
    }
    images(first: 5) { nodes { url } }
  }
}
"""
BLUE = "https://burst.shopifycdn.com/photos/7-chakra-bracelet_925x.jpg"
BLACK = "https://burst.shopifycdn.com/photos/navy-blue-chakra-bracelet_925x.jpg"


def bracelets(tmp_path):
    """Return the real file, or where it is not at hand one with the same first product."""
    path = REAL / "jewelery.csv"
    if path.exists():
        return path
    usual = {"Handle": "chain-bracelet", "Variant Grams": "0", "Variant Inventory Policy": "deny",
             "Variant Price": "42.99", "Variant Compare At Price": "44.99"}  # fmt: skip
    head = {"Title": "7 Shakra Bracelet", "Vendor": "Company 123", "Type": "Bracelet", "Tags": "Beads",
            "Published": "true", "Option1 Name": "Color"}  # fmt: skip
    rows = [
        {**usual, **head, "Option1 Value": "Blue", "Variant Inventory Qty": "1", "Image Src": BLUE,
         "Image Position": "1", "Variant Image": BLACK},
        {**usual, "Option1 Value": "Black", "Variant Inventory Qty": "0", "Image Src": BLACK,
         "Image Position": "2", "Variant Image": BLUE},
    ]  # fmt: skip
    return write_csv(tmp_path / "jewelery.csv", rows, header=HEADER.split(","))


@pytest.fixture
def ask(settings):
    """Start a shop on the database and return a function that runs a query."""
    shops = []

    def run(query):
        shop = start_shop(settings)
        shops.append(shop)

        async def answer():
            context = await shop.context(base_url="http://shop.test", actor=VISITOR)
            return (await shop.execute(GraphQLRequest(query=query, variables={}), context)).body()

        return asyncio.run(answer())

    yield run
    for shop in shops:
        shop.db.close_now()


def test_a_real_file_can_be_shopped_after_its_import(counter, ask, tmp_path):
    counter.load(bracelets(tmp_path))
    answer = ask(QUERY)
    variant = {
        "availableForSale": True,
        "price": {"amount": "42.99", "currencyCode": "EUR"},
        "compareAtPrice": {"amount": "44.99"},
    }
    assert answer == {
        "data": {
            "product": {
                "title": "7 Shakra Bracelet",
                "vendor": "Company 123",
                "productType": "Bracelet",
                "tags": ["Beads"],
                "availableForSale": True,
                "priceRange": {"minVariantPrice": {"amount": "42.99", "currencyCode": "EUR"}},
                "variants": {
                    "nodes": [
                        {
                            **variant,
                            "title": "Blue",
                            "image": {"url": BLACK},
                            "selectedOptions": [{"name": "Color", "value": "Blue"}],
                        },
                        {
                            **variant,
                            "title": "Black",
                            "image": {"url": BLUE},
                            "selectedOptions": [{"name": "Color", "value": "Black"}],
                        },
                    ]
                },
                "images": {"nodes": [{"url": BLUE}, {"url": BLACK}]},
            }
        }
    }
