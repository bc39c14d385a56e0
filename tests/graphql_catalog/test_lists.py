"""Lists of products and collections as storefronts ask for them."""

import json

from tests.graphql_catalog.shops import BASE

COLLECTION = """
query Collection($handle: String!, $filters: [ProductFilter!], $sortKey: ProductCollectionSortKeys,
                 $reverse: Boolean, $first: Int, $last: Int, $before: String, $after: String) {
  collection(handle: $handle) {
    id handle title description seo {title description} image {url} updatedAt trackingParameters onlineStoreUrl
    products(first: $first, last: $last, before: $before, after: $after, filters: $filters,
             sortKey: $sortKey, reverse: $reverse) {
      nodes {id handle title featuredImage {id altText url width height}
             priceRange {minVariantPrice {amount currencyCode}}}
      edges {cursor node {handle}}
      filters {id label type values {id label count input}}
      pageInfo {hasPreviousPage hasNextPage startCursor endCursor}
    }
  }
}
"""


def handles(connection):
    return [node["handle"] for node in connection["nodes"]]


def test_a_collection_in_its_own_order_and_what_narrows_it(shop):
    collection = shop.data(COLLECTION, handle="everything", first=10)["collection"]
    assert handles(collection["products"]) == ["soap", "jeans", "oxford-shirt"]
    assert collection["onlineStoreUrl"] == f"{BASE}/collections/everything"
    assert collection["trackingParameters"] is None
    filters = {one["label"]: one for one in collection["products"]["filters"]}
    sizes = {value["label"]: value["count"] for value in filters["Size"]["values"]}
    assert sizes == {"S": 1, "M": 1, "L": 1, "28": 1, "30": 1, "32": 1}
    assert filters["Size"]["type"] == "LIST"
    assert filters["Price"]["type"] == "PRICE_RANGE"


def test_the_input_of_a_filter_value_is_text_that_is_sent_back_as_it_is(shop):
    offered = shop.data(COLLECTION, handle="everything", first=10)["collection"]["products"]["filters"]
    for one in offered:
        for value in one["values"]:
            found = shop.data(
                COLLECTION, handle="everything", first=10, filters=[json.loads(value["input"])]
            )["collection"]["products"]
            assert len(found["nodes"]) == value["count"], value
            assert value["id"].startswith(one["id"])


def test_filters_of_one_kind_widen_and_kinds_narrow(shop):
    def found(*filters):
        data = shop.data(COLLECTION, handle="everything", first=10, filters=list(filters))
        return handles(data["collection"]["products"])

    red = {"variantOption": {"name": "Color", "value": "Red"}}
    assert found(red) == ["oxford-shirt"]
    assert found({"productVendor": "Atelier"}, {"productVendor": "Denim Works"}) == [
        "soap",
        "jeans",
        "oxford-shirt",
    ]
    assert found(red, {"productVendor": "Denim Works"}) == []
    assert found({"available": True}) == ["soap", "oxford-shirt"]
    assert found({"available": False}) == ["jeans"]
    assert found({"price": {"min": 20, "max": 80}}) == ["oxford-shirt"]
    assert found({"price": {"max": 20}}) == ["soap"]
    assert found({"tag": "denim", "price": None}) == ["jeans"]
    clothing = "gid://shopify/TaxonomyCategory/apparel-accessories-clothing"
    assert found({"category": {"id": clothing}}) == ["oxford-shirt"]
    assert found({"category": {"id": f"{clothing}-shirts"}}) == ["oxford-shirt"]
    assert found({"category": {"id": f"{clothing}-hats"}}) == []
    assert found(
        {"productMetafield": {"namespace": "custom", "key": "subtitle", "value": "Made to last"}}
    ) == ["oxford-shirt"]


def test_a_collection_is_sorted_as_asked(shop):
    def found(**arguments):
        return handles(
            shop.data(COLLECTION, handle="everything", first=10, **arguments)["collection"]["products"]
        )

    assert found(sortKey="PRICE") == ["soap", "oxford-shirt", "jeans"]
    assert found(sortKey="PRICE", reverse=True) == ["jeans", "oxford-shirt", "soap"]
    assert found(sortKey="TITLE") == ["jeans", "oxford-shirt", "soap"]
    assert found(sortKey="COLLECTION_DEFAULT", reverse=True) == ["oxford-shirt", "jeans", "soap"]
    assert found(sortKey=None, reverse=None) == ["soap", "jeans", "oxford-shirt"]


def test_pages_lead_forth_and_back(shop):
    first = shop.data(COLLECTION, handle="everything", first=2)["collection"]["products"]
    info = first["pageInfo"]
    assert (info["hasPreviousPage"], info["hasNextPage"]) == (False, True)
    second = shop.data(COLLECTION, handle="everything", first=2, after=info["endCursor"])
    second = second["collection"]["products"]
    assert handles(second) == ["oxford-shirt"]
    assert (second["pageInfo"]["hasPreviousPage"], second["pageInfo"]["hasNextPage"]) == (True, False)
    back = shop.data(COLLECTION, handle="everything", last=2, before=second["pageInfo"]["startCursor"])
    assert handles(back["collection"]["products"]) == handles(first)
    assert first["edges"][0]["cursor"] == info["startCursor"]


def test_an_empty_collection_and_one_with_hidden_products(shop):
    nothing = shop.data(COLLECTION, handle="nothing", first=5)["collection"]["products"]
    assert nothing["nodes"] == []
    assert nothing["pageInfo"]["startCursor"] is None
    tops = shop.data(COLLECTION, handle="tops", first=5)["collection"]["products"]
    assert handles(tops) == ["oxford-shirt"]
    assert shop.data(COLLECTION, handle="gone", first=5) == {"collection": None}


def test_products_are_searched_with_what_a_shopper_typed(shop):
    query = """query ($query: String, $sortKey: ProductSortKeys, $reverse: Boolean) {
      products(first: 100, query: $query, sortKey: $sortKey, reverse: $reverse) {
        edges {node {handle}} nodes {handle} pageInfo {hasNextPage}}}"""

    def found(text, **arguments):
        return handles(shop.data(query, query=text, **arguments)["products"])

    assert found("oxford") == ["oxford-shirt"]
    assert found("shi") == ["oxford-shirt"]
    assert found("tag:denim") == ["jeans"]
    assert found("vendor:Atelier AND -soap") == ["oxford-shirt"]
    assert found('((( nothing:like "this') == []
    assert found(None, sortKey="TITLE", reverse=True) == ["soap", "oxford-shirt", "jeans"]
    assert found("", sortKey="PRICE") == ["soap", "oxford-shirt", "jeans"]
    for key in ("BEST_SELLING", "CREATED_AT", "ID", "PRODUCT_TYPE", "RELEVANCE", "UPDATED_AT", "VENDOR"):
        assert sorted(found(None, sortKey=key)) == ["jeans", "oxford-shirt", "soap"]


def test_collections_are_listed_counted_and_searched(shop):
    query = """query ($query: String, $sortKey: CollectionSortKeys) {
      collections(first: 10, query: $query, sortKey: $sortKey) {totalCount nodes {handle} edges {cursor}}}"""
    listed = shop.data(query)["collections"]
    assert handles(listed) == ["tops", "everything", "nothing"]
    assert listed["totalCount"] == "3"
    assert handles(shop.data(query, sortKey="TITLE")["collections"]) == ["everything", "nothing", "tops"]
    assert handles(shop.data(query, query="title:Tops")["collections"]) == ["tops"]
    assert handles(shop.data(query, query="collection_type:smart ev")["collections"]) == ["everything"]


def test_tags_and_types_are_those_of_products_to_see(shop):
    assert shop.data(
        "{productTags(first: 10) {nodes} productTypes(first: 2) {edges {node} pageInfo {hasNextPage}}}"
    ) == {
        "productTags": {"nodes": ["cotton", "denim", "new"]},
        "productTypes": {
            "edges": [{"node": "Care"}, {"node": "Shirts"}],
            "pageInfo": {"hasNextPage": True},
        },
    }


def test_a_page_too_far_or_a_foreign_cursor_is_refused_with_a_code(shop):
    query = "query ($after: String) {products(first: 1, after: $after) {nodes {handle}}}"
    for cursor in ("x", "bm90IGpzb24", "W10", "é"):
        assert shop.refusal(query, after=cursor) == "BAD_USER_INPUT"
