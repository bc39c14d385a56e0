"""The requests that are measured."""

import json

from tests.benchmarks.wrk import Load

_PRODUCT_LIST = """
query List($first: Int!) {
  products(first: $first) {
    nodes {
      id handle title availableForSale
      featuredImage { url altText width height }
      priceRange { minVariantPrice { amount currencyCode } maxVariantPrice { amount currencyCode } }
    }
  }
}
"""
_PRODUCT_PAGE = """
query Page($handle: String!) {
  product(handle: $handle) {
    id title descriptionHtml vendor availableForSale
    options { name optionValues { name } }
    images(first: 5) { nodes { url altText width height } }
    collections(first: 5) { nodes { id handle title } }
    returnPolicy { summary windowDays finalSale resolutions }
    variants(first: 10) {
      nodes {
        id title sku availableForSale
        price { amount currencyCode } compareAtPrice { amount currencyCode }
        selectedOptions { name value }
      }
    }
  }
}
"""
_SEARCH = """
query Search($query: String!) {
  search(query: $query, first: 24, types: [PRODUCT]) {
    totalCount
    nodes {
      ... on Product { id handle title priceRange { minVariantPrice { amount currencyCode } } }
    }
  }
}
"""
CART_CREATE = "mutation Create { cartCreate { cart { id } userErrors { message } } }"
_CART_ADD = """
mutation Add($cart: ID!, $lines: [CartLineInput!]!) {
  cartLinesAdd(cartId: $cart, lines: $lines) { cart { id totalQuantity } userErrors { code message } }
}
"""


def body(query: str, /, **variables: object) -> str:
    """Return a request's body."""
    return json.dumps({"query": query, "variables": variables})


def reads(count: int) -> list[Load]:
    """Return the reads, over a catalogue of that many products."""
    handles = [f"p{number}" for number in range(0, count, max(1, count // 50))]
    words = ["linen shirt", "wool coat", "quiet denim", "north silk dress", "leath"]
    return [
        Load("product list", "/graphql", [body(_PRODUCT_LIST, first=24)], "priceRange"),
        Load("product page", "/graphql", [body(_PRODUCT_PAGE, handle=h) for h in handles], "returnPolicy"),
        Load("search", "/graphql", [body(_SEARCH, query=words_) for words_ in words], "totalCount"),
    ]


def adds(carts: list[str], variants: list[str]) -> Load:
    """Return additions of one line to each of several carts in turn."""
    bodies = [
        body(_CART_ADD, cart=cart, lines=[{"merchandiseId": variant, "quantity": 1}])
        for cart, variant in zip(carts, variants, strict=True)
    ]
    return Load("cartLinesAdd", "/graphql", bodies, '"userErrors":[]')
