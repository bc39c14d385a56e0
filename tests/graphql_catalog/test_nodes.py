"""Things by their global ids alone."""

NODES = """query ($ids: [ID!]!) {nodes(ids: $ids) {
  __typename id
  ... on Product {handle} ... on ProductVariant {sku} ... on Collection {handle} ... on Page {title}
  ... on Blog {title} ... on Article {title} ... on Menu {handle} ... on MediaImage {alt}
  ... on ProductOption {name} ... on ProductOptionValue {name} ... on Metafield {key}
  ... on UrlRedirect {path} ... on MenuItem {title} ... on ExternalVideo {host} ... on ShopPolicy {title}}}"""
COLLECT = """{
  product(handle: "oxford-shirt") {id media(first: 5) {nodes {id}} options {id optionValues {id}}
    variants(first: 2) {nodes {id}} metafield(key: "subtitle") {id}}
  collection(handle: "tops") {id} page(handle: "about") {id} menu(handle: "main-menu") {id items {id}}
  blog(handle: "journal") {id articles(first: 1) {nodes {id}}} urlRedirects(first: 1) {nodes {id}}
  shop {privacyPolicy {id} refundPolicy {id}}
}"""


def ids_in(value):
    if isinstance(value, list):
        return [ident for item in value for ident in ids_in(item)]
    if isinstance(value, dict):
        own = [value["id"]] if "id" in value else []
        return own + [ident for key, item in value.items() if key != "id" for ident in ids_in(item)]
    return []


def test_every_id_that_was_answered_leads_back(shop):
    ids = ids_in(shop.data(COLLECT))
    assert len(ids) == len(set(ids)) == 28
    nodes = shop.data(NODES, ids=ids)["nodes"]
    assert [node and node["id"] for node in nodes] == ids
    assert all(node["__typename"] == node["id"].split("/")[3] for node in nodes)


def test_ids_of_nothing_are_null_and_malformed_ones_are_refused(shop):
    gone = [
        f"gid://shopify/{kind}/999999" for kind in ("Product", "Page", "MediaImage", "Metafield", "Nothing")
    ]
    assert shop.data(NODES, ids=gone) == {"nodes": [None] * len(gone)}
    assert shop.refusal('{node(id: "gone") {id}}') == "BAD_USER_INPUT"


def test_a_hidden_product_is_hidden_under_its_id_and_those_of_its_parts(shop):
    number = shop.numbers["sample"]
    hidden = f"gid://shopify/ProductVariant/{number}"
    assert shop.data(NODES, ids=[hidden]) == {"nodes": [None]}
