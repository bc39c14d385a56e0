"""Search, suggestions and recommendations."""

SEARCH = """
query Search($query: String!, $types: [SearchType!], $first: Int, $last: Int, $after: String, $before: String,
             $sortKey: SearchSortKeys, $unavailable: SearchUnavailableProductsType, $reverse: Boolean,
             $filters: [ProductFilter!], $prefix: SearchPrefixQueryType) {
  search(query: $query, types: $types, first: $first, last: $last, after: $after, before: $before,
         sortKey: $sortKey, unavailableProducts: $unavailable, reverse: $reverse, productFilters: $filters,
         prefix: $prefix) {
    totalCount
    nodes {
      __typename
      ... on Product {handle trackingParameters}
      ... on Article {handle blog {handle}}
      ... on Page {handle}
    }
    productFilters {id label}
    pageInfo {hasNextPage hasPreviousPage startCursor endCursor}
  }
}
"""
SUGGEST = """
query Predictive($query: String!, $limit: Int, $limitScope: PredictiveSearchLimitScope,
                 $types: [PredictiveSearchType!], $fields: [SearchableField!]) {
  predictiveSearch(query: $query, limit: $limit, limitScope: $limitScope, types: $types,
                   searchableFields: $fields) {
    articles {__typename handle blog {handle} image {url}}
    collections {__typename handle trackingParameters}
    pages {__typename handle}
    products {__typename handle selectedOrFirstAvailableVariant {price {amount}}}
    queries {__typename text styledText trackingParameters}
  }
}
"""


def found(shop, query, **arguments):
    result = shop.data(SEARCH, query=query, first=arguments.pop("first", 10), **arguments)["search"]
    return [(node["__typename"], node["handle"]) for node in result["nodes"]]


def test_all_kinds_are_found_products_first(shop):
    assert found(shop, "shirt") == [("Product", "oxford-shirt"), ("Article", "shirts"), ("Page", "about")]
    assert found(shop, "shirt", types=["PRODUCT"]) == [("Product", "oxford-shirt")]
    assert found(shop, "shirt", types=["ARTICLE", "PAGE"]) == [("Article", "shirts"), ("Page", "about")]
    assert found(shop, "zzz") == []


def test_results_are_counted_and_paged(shop):
    first = shop.data(SEARCH, query="shirt", first=2)["search"]
    assert first["totalCount"] == 3
    assert first["pageInfo"]["hasNextPage"] is True
    rest = found(shop, "shirt", after=first["pageInfo"]["endCursor"])
    assert rest == [("Page", "about")]


def test_what_is_sold_out_comes_last_or_not_at_all(shop):
    def handles(**arguments):
        return [handle for _, handle in found(shop, "", types=["PRODUCT"], **arguments)]

    by_price = {"sortKey": "PRICE", "reverse": True}
    assert handles(**by_price, unavailable="SHOW") == ["jeans", "oxford-shirt", "soap"]
    assert handles(**by_price) == ["oxford-shirt", "soap", "jeans"]
    assert handles(sortKey="PRICE") == ["soap", "oxford-shirt", "jeans"]
    assert handles(**by_price, unavailable="HIDE") == ["oxford-shirt", "soap"]


def test_pages_lead_on_into_what_is_sold_out_and_back(shop):
    arguments = {"query": "", "types": ["PRODUCT"], "sortKey": "PRICE", "reverse": True}
    cursor, seen = None, []
    for _ in range(3):
        page = shop.data(SEARCH, first=1, after=cursor, **arguments)["search"]
        seen += [node["handle"] for node in page["nodes"]]
        cursor = page["pageInfo"]["endCursor"]
    assert seen == ["oxford-shirt", "soap", "jeans"]
    assert page["pageInfo"]["hasNextPage"] is False
    back = shop.data(SEARCH, last=2, before=cursor, **arguments)["search"]
    assert [node["handle"] for node in back["nodes"]] == ["oxford-shirt", "soap"]


def test_products_found_are_narrowed_by_filters(shop):
    result = shop.data(SEARCH, query="", types=["PRODUCT"], first=9, filters=[{"tag": "denim"}])["search"]
    assert [node["handle"] for node in result["nodes"]] == ["jeans"]
    assert {one["label"] for one in result["productFilters"]} >= {"Brand", "Size"}


def test_the_last_word_may_be_unfinished_unless_told_otherwise(shop):
    assert found(shop, "oxf", types=["PRODUCT"]) == [("Product", "oxford-shirt")]
    assert found(shop, "oxf", types=["PRODUCT"], prefix="LAST") == [("Product", "oxford-shirt")]
    assert found(shop, "oxf", types=["PRODUCT"], prefix="NONE") == []


def test_suggestions_of_every_kind(shop):
    result = shop.data(SUGGEST, query="oxf", limit=10, limitScope="EACH")["predictiveSearch"]
    assert [product["handle"] for product in result["products"]] == ["oxford-shirt"]
    assert result["queries"] == [
        {
            "__typename": "SearchQuerySuggestion",
            "text": "oxford",
            "styledText": "<mark>oxf</mark><span>ord</span>",
            "trackingParameters": None,
        }
    ]
    shirt = shop.data(SUGGEST, query="shirts", types=["ARTICLE", "PAGE"])["predictiveSearch"]
    assert [one["handle"] for one in shirt["articles"]] == ["shirts"]
    assert shirt["products"] == shirt["queries"] == shirt["pages"] == []
    about = shop.data(SUGGEST, query="abo", types=["PAGE"])["predictiveSearch"]
    assert [one["handle"] for one in about["pages"]] == ["about"]
    tops = shop.data(SUGGEST, query="to", types=["COLLECTION"])["predictiveSearch"]
    assert [one["handle"] for one in tops["collections"]] == ["tops"]


def test_a_limit_for_all_is_shared_in_turn(shop):
    result = shop.data(SUGGEST, query="o", limit=2, limitScope="ALL")["predictiveSearch"]
    assert sum(len(items) for items in result.values()) == 2
    for limit in (0, 11, -1):
        assert shop.refusal(SUGGEST, query="o", limit=limit) == "BAD_USER_INPUT"


def test_only_the_fields_asked_for_are_looked_at(shop):
    def handles(*fields):
        result = shop.data(SUGGEST, query="atelier", fields=list(fields), types=["PRODUCT"])
        return [product["handle"] for product in result["predictiveSearch"]["products"]]

    assert handles("TITLE") == []
    assert sorted(handles("VENDOR", "TITLE")) == ["oxford-shirt", "soap"]


def test_nothing_typed_suggests_nothing(shop):
    nothing = {"articles": [], "collections": [], "pages": [], "products": [], "queries": []}
    assert shop.data(SUGGEST, query="  ?! ")["predictiveSearch"] == nothing


def test_markup_in_a_suggestion_is_escaped(shop):
    result = shop.data(SUGGEST, query="<b>oxf", types=["QUERY"])["predictiveSearch"]
    assert all("<b>" not in one["styledText"] for one in result["queries"])


def test_recommendations_share_most_with_the_product(shop):
    query = """query ($id: ID, $handle: String, $intent: ProductRecommendationIntent) {
      productRecommendations(productId: $id, productHandle: $handle, intent: $intent) {handle}}"""
    related = shop.data(query, handle="soap")["productRecommendations"]
    assert [product["handle"] for product in related] == ["oxford-shirt", "jeans"]
    assert shop.data(query, handle="soap", intent="COMPLEMENTARY") == {"productRecommendations": []}
    assert shop.data(query, handle="sample") == {"productRecommendations": None}
    assert shop.data(query, id="gid://shopify/Product/999999") == {"productRecommendations": None}
    assert shop.refusal(query) == "BAD_USER_INPUT"
