"""Product pages as storefronts ask for them."""

from tests.graphql_catalog.shops import BASE, PICTURES

VARIANT = """
fragment ProductVariant on ProductVariant {
  availableForSale
  compareAtPrice { amount currencyCode }
  id
  image { __typename id url altText width height }
  price { amount currencyCode }
  product { title handle }
  selectedOptions { name value }
  sku
  title
  unitPrice { amount currencyCode }
}
"""
PAGE = (
    """
query Product($country: CountryCode, $handle: String!, $language: LanguageCode,
              $selectedOptions: [SelectedOptionInput!]!) @inContext(country: $country, language: $language) {
  product(handle: $handle) { ...Product }
}
fragment Product on Product {
  id title vendor handle descriptionHtml description encodedVariantExistence encodedVariantAvailability
  options {
    name
    optionValues {
      name
      firstSelectableVariant { ...ProductVariant }
      swatch { color image { previewImage { url } } }
    }
  }
  selectedOrFirstAvailableVariant(selectedOptions: $selectedOptions, ignoreUnknownOptions: true,
                                  caseInsensitiveMatch: true) { ...ProductVariant }
  adjacentVariants(selectedOptions: $selectedOptions) { ...ProductVariant }
  seo { description title }
}
"""
    + VARIANT
)
NEXT = """
query getProduct($handle: String!) { product(handle: $handle) { ...product } }
fragment product on Product {
  id handle availableForSale title description descriptionHtml
  options { id name values }
  priceRange { maxVariantPrice { amount currencyCode } minVariantPrice { amount currencyCode } }
  variants(first: 250) {
    edges { node { id title availableForSale selectedOptions { name value } price { amount currencyCode } } }
  }
  featuredImage { url altText width height }
  images(first: 20) { edges { node { url altText width height } } }
  seo { title description }
  tags updatedAt
}
"""


def test_a_product_page_offers_every_choice(shop):
    product = shop.data(PAGE, handle="oxford-shirt", selectedOptions=[{"name": "Color", "value": "blue"}])[
        "product"
    ]
    assert product["encodedVariantExistence"] == "v1_0:0-2,1:0-1,"
    assert product["encodedVariantAvailability"] == "v1_0:1-2,1:0-1,"
    values = {
        (option["name"], value["name"]): value["firstSelectableVariant"]["sku"]
        for option in product["options"]
        for value in option["optionValues"]
    }
    assert values == {
        ("Color", "Red"): "OX-R-S",
        ("Color", "Blue"): "OX-B-S",
        ("Size", "S"): "OX-R-S",
        ("Size", "M"): "OX-R-M",
        ("Size", "L"): "OX-R-L",
    }
    assert product["options"][0]["optionValues"][0]["swatch"] == {"color": "#cc0000", "image": None}
    assert product["options"][1]["optionValues"][0]["swatch"] is None
    assert product["selectedOrFirstAvailableVariant"]["sku"] == "OX-B-S"


def test_a_product_without_options_has_the_default_title(shop):
    product = shop.data(
        '{product(handle: "soap") {options {name values} variants(first: 5) {nodes {title selectedOptions'
        " {name value}}} variantsCount {count precision} encodedVariantExistence}}"
    )["product"]
    assert product == {
        "options": [{"name": "Title", "values": ["Default Title"]}],
        "variants": {
            "nodes": [
                {
                    "title": "Default Title",
                    "selectedOptions": [{"name": "Title", "value": "Default Title"}],
                }
            ]
        },
        "variantsCount": {"count": 1, "precision": "EXACT"},
        "encodedVariantExistence": "v1_0",
    }


def test_a_next_js_page_reads_deprecated_values_and_edges(shop):
    product = shop.data(NEXT, handle="oxford-shirt")["product"]
    assert [(option["name"], option["values"]) for option in product["options"]] == [
        ("Color", ["Red", "Blue"]),
        ("Size", ["S", "M", "L"]),
    ]
    titles = [edge["node"]["title"] for edge in product["variants"]["edges"]]
    assert titles == ["Red / S", "Red / M", "Red / L", "Blue / S", "Blue / M"]
    assert product["seo"] == {"title": "Oxford shirt in two colours", "description": None}
    assert product["tags"] == ["cotton", "new"]
    assert product["featuredImage"]["url"] == f"{PICTURES}/red.jpg"
    assert product["updatedAt"] == "2026-03-02T12:00:00Z"


def test_texts_come_in_the_language_asked_for(shop):
    query = 'query ($l: LanguageCode) @inContext(language: $l) {product(handle: "oxford-shirt") {title}}'
    assert shop.data(query, l="FR") == {"product": {"title": "Chemise Oxford"}}
    assert shop.data(query, l="EN") == {"product": {"title": "Oxford Shirt"}}
    assert shop.data(query, l=None) == {"product": {"title": "Oxford Shirt"}}


def test_what_does_not_exist_is_null_without_errors(shop):
    assert shop.data(
        '{a: product(handle: "gone") {id} b: product(id: "gid://shopify/Product/999999") {id}'
        ' c: productByHandle(handle: "gone") {id} d: product(handle: "sample") {id}}'
    ) == {"a": None, "b": None, "c": None, "d": None}


def test_a_malformed_id_is_refused_with_a_code(shop):
    query = "query ($id: ID) {product(id: $id) {id}}"
    for ident in ("14", "gid://shopify/Collection/1", "gid://shopify/Product/x", "gid://shopify/Product/0"):
        assert shop.refusal(query, id=ident) == "BAD_USER_INPUT"
    assert shop.refusal("{product {id}}") == "BAD_USER_INPUT"


def test_one_variant_is_found_by_all_its_values(shop):
    query = """query ($picks: [SelectedOptionInput!]!, $fold: Boolean, $ignore: Boolean) {
      product(handle: "oxford-shirt") {
        variantBySelectedOptions(selectedOptions: $picks, caseInsensitiveMatch: $fold,
                                 ignoreUnknownOptions: $ignore) {sku}}}"""

    def sku(picks, **arguments):
        picks = [{"name": name, "value": value} for name, value in picks.items()]
        variant = shop.data(query, picks=picks, **arguments)["product"]["variantBySelectedOptions"]
        return variant and variant["sku"]

    assert sku({"Color": "Red", "Size": "M"}) == "OX-R-M"
    assert sku({"color": "red", "size": "m"}) is None
    assert sku({"color": "red", "size": "m"}, fold=True) == "OX-R-M"
    assert sku({"Color": "Red", "Size": "M", "utm_source": "x"}) is None
    assert sku({"Color": "Red", "Size": "M", "utm_source": "x"}, ignore=True) == "OX-R-M"
    assert sku({"Color": "Red", "Size": "M"}, fold=None, ignore=None) == "OX-R-M"
    assert sku({"Color": "Red"}) is None
    assert sku({"Color": "Blue", "Size": "L"}) is None


def test_adjacent_variants_differ_in_one_value(shop):
    query = """query ($picks: [SelectedOptionInput!]) {
      product(handle: "oxford-shirt") {adjacentVariants(selectedOptions: $picks) {sku}}}"""

    def skus(**picks):
        picks = [{"name": name, "value": value} for name, value in picks.items()]
        found = shop.data(query, picks=picks)["product"]["adjacentVariants"]
        return [variant["sku"] for variant in found]

    assert skus(Color="Red", Size="M") == ["OX-R-S", "OX-R-L", "OX-B-M"]
    assert skus(Color="Blue") == ["OX-R-S", "OX-B-M"]
    assert skus(Color="Blue", Size="L") == ["OX-R-L", "OX-B-S", "OX-B-M"]
    # Without picks, those of the first that can be bought: red in S is sold out.
    assert skus() == ["OX-R-S", "OX-R-L", "OX-B-M"]
    assert skus(utm_source="x") == ["OX-R-S", "OX-R-L", "OX-B-M"]


def test_measures_and_rules_of_a_variant(shop):
    fields = """weight weightUnit requiresShipping taxable barcode
      quantityRule {minimum maximum increment}
      unitPriceMeasurement {measuredType quantityUnit quantityValue referenceUnit referenceValue}"""
    variants = shop.data(
        f'{{a: product(handle: "oxford-shirt") {{variants(first: 1) {{nodes {{{fields}}}}}}}'
        f' b: product(handle: "soap") {{variants(first: 1) {{nodes {{{fields}}}}}}}}}'
    )
    assert variants["a"]["variants"]["nodes"] == [
        {
            "weight": 0.25,
            "weightUnit": "KILOGRAMS",
            "requiresShipping": True,
            "taxable": True,
            "barcode": None,
            "quantityRule": {"minimum": 1, "maximum": None, "increment": 1},
            "unitPriceMeasurement": None,
        }
    ]
    soap = variants["b"]["variants"]["nodes"][0]
    assert soap["weight"] is None
    assert soap["unitPriceMeasurement"] == {
        "measuredType": "WEIGHT",
        "quantityUnit": "G",
        "quantityValue": 250.0,
        "referenceUnit": "KG",
        "referenceValue": 1,
    }


def test_media_tell_what_they_are(shop):
    nodes = shop.data(
        """{product(handle: "oxford-shirt") {media(first: 10) {nodes {
          __typename id mediaContentType alt previewImage {url} presentation {id}
          ... on MediaImage {image {id url width height}}
          ... on ExternalVideo {embedUrl host originUrl}
          ... on Video {sources {mimeType url}}
          ... on Model3d {sources {mimeType url}}}}}}"""
    )["product"]["media"]["nodes"]
    assert [(node["__typename"], node["mediaContentType"], node["alt"]) for node in nodes] == [
        ("MediaImage", "IMAGE", "Red shirt"),
        ("MediaImage", "IMAGE", "Blue shirt"),
        ("ExternalVideo", "EXTERNAL_VIDEO", None),
    ]
    assert nodes[2]["host"] == "YOUTUBE"
    assert nodes[0]["presentation"] is None


def test_metafields_come_in_the_order_asked_for(shop):
    product = shop.data(
        """{product(handle: "oxford-shirt") {
          metafield(namespace: "custom", key: "subtitle") {
            key namespace type value description reference {__typename} references(first: 1) {nodes {__typename}}
            parentResource {... on Product {handle}}}
          metafields(identifiers: [{key: "none"}, {key: "subtitle"}, {namespace: "other", key: "subtitle"}]) {
            value}}}"""
    )["product"]
    assert product["metafield"] == {
        "key": "subtitle",
        "namespace": "custom",
        "type": "single_line_text_field",
        "value": "Made to last",
        "description": None,
        "reference": None,
        "references": None,
        "parentResource": {"handle": "oxford-shirt"},
    }
    assert product["metafields"] == [None, {"value": "Made to last"}, None]


def test_small_facts_of_a_product(shop):
    product = shop.data(
        """{product(handle: "oxford-shirt") {
          onlineStoreUrl trackingParameters isGiftCard requiresSellingPlan productType
          category {id name ancestors {name}}
          sellingPlanGroups(first: 1) {nodes {name} pageInfo {hasNextPage}}
          collections(first: 5) {nodes {handle}}
          description(truncateAt: 10)
          sizeChart {title unit columns rows note}}}"""
    )["product"]
    assert product == {
        "onlineStoreUrl": f"{BASE}/products/oxford-shirt",
        "trackingParameters": None,
        "isGiftCard": False,
        "requiresSellingPlan": False,
        "productType": "Shirts",
        "category": {
            "id": "gid://shopify/TaxonomyCategory/apparel-accessories-clothing-shirts",
            "name": "Shirts",
            "ancestors": [{"name": "Clothing"}, {"name": "Apparel & Accessories"}],
        },
        "sellingPlanGroups": {"nodes": [], "pageInfo": {"hasNextPage": False}},
        "collections": {"nodes": [{"handle": "tops"}, {"handle": "everything"}]},
        "description": "A shirt...",
        "sizeChart": {
            "title": "Shirts",
            "unit": "cm",
            "columns": ["Size", "Chest"],
            "rows": [["S", "96"], ["M", "102"]],
            "note": "Measured flat.",
        },
    }


def test_a_variant_of_another_page_is_reached_by_its_cursor(shop):
    query = """query ($after: String) {product(handle: "oxford-shirt") {
      variants(first: 2, after: $after) {nodes {sku} pageInfo {hasNextPage hasPreviousPage endCursor}}}}"""
    first = shop.data(query)["product"]["variants"]
    second = shop.data(query, after=first["pageInfo"]["endCursor"])["product"]["variants"]
    assert [node["sku"] for node in first["nodes"]] == ["OX-R-S", "OX-R-M"]
    assert [node["sku"] for node in second["nodes"]] == ["OX-R-L", "OX-B-S"]
    assert second["pageInfo"]["hasPreviousPage"] is True
    assert shop.refusal(query, after="%%%") == "BAD_USER_INPUT"


def test_a_list_needs_a_length(shop):
    assert shop.refusal('{product(handle: "soap") {variants {nodes {id}}}}') == "BAD_USER_INPUT"
    assert shop.refusal("{products(first: 251) {nodes {id}}}") == "BAD_USER_INPUT"
    assert shop.refusal('{product(handle: "soap") {options(first: -1) {id}}}') == "BAD_USER_INPUT"
    assert shop.refusal("{products(first: -1) {nodes {id}}}") == "BAD_USER_INPUT"
