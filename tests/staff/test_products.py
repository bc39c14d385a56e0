"""Products through the staff schema: added, changed, shown, taken back, removed, and told to the audit log."""

import json

import pytest

CREATE = """mutation ($input: ProductInput!) { productCreate(input: $input) {
  product { id handle title status publishedAt options { name values { name swatch } } variants { id choices sku } }
  userErrors { code field message } } }"""
UPDATE = """mutation ($id: ID!, $input: ProductInput!, $reason: String) {
  productUpdate(id: $id, input: $input, reason: $reason) { product { title vendor tags variants { id sku } }
    userErrors { code field } } }"""
READ = "query ($id: ID!) { product(id: $id) { title vendor tags status variants { id sku choices } } }"
SHIRT = {
    "title": "Linen shirt",
    "vendor": "Atelier",
    "tags": ["linen"],
    "options": [{"name": "Size", "values": [{"name": "S"}, {"name": "M", "swatch": "#aabbcc"}]}],
    "variants": [{"choices": ["S"], "sku": "LS-S"}, {"choices": ["M"], "sku": "LS-M"}],
    "translations": [{"language": "fr", "field": "title", "value": "Chemise en lin"}],
}


def add(office, **changes):
    payload = office.ask(CREATE, {"input": SHIRT | changes}, role="merchandiser")["productCreate"]
    assert payload["userErrors"] == []
    return payload["product"]


def shown(office, handle):
    query = "query ($handle: String!) { product(handle: $handle) { title } }"
    return office.ask(query, {"handle": handle}, role=None, path="/graphql")["product"]


def test_a_new_product_is_a_draft_that_shoppers_do_not_see(office):
    product = add(office)
    assert product["handle"] == "linen-shirt"
    assert (product["status"], product["publishedAt"]) == ("draft", None)
    assert product["options"] == [
        {"name": "Size", "values": [{"name": "S", "swatch": None}, {"name": "M", "swatch": "#aabbcc"}]}
    ]
    assert [(each["choices"], each["sku"]) for each in product["variants"]] == [
        (["S"], "LS-S"),
        (["M"], "LS-M"),
    ]
    assert shown(office, "linen-shirt") is None


def test_publishing_shows_a_product_and_unpublishing_takes_it_back(office):
    product = add(office)
    prices = [{"variantId": each["id"], "amount": "39.00"} for each in product["variants"]]
    lists = office.ask("{ priceLists { handle currency } }")["priceLists"]
    set_prices = """mutation ($list: String!, $prices: [PriceInput!]!) {
      pricesSet(priceList: $list, prices: $prices) { changed userErrors { code message } } }"""
    for each in lists:
        assert office.ask(set_prices, {"list": each["handle"], "prices": prices})["pricesSet"]["changed"] == 2
    publish = "mutation ($id: ID!) { productPublish(id: $id) { product { status publishedAt } userErrors { code } } }"
    assert office.ask(publish, product)["productPublish"]["product"] == {
        "status": "active",
        "publishedAt": "2026-03-02T12:00:00Z",
    }
    assert shown(office, "linen-shirt") == {"title": "Linen shirt"}
    back = "mutation ($id: ID!) { productUnpublish(id: $id) { product { status } userErrors { code } } }"
    assert office.ask(back, product)["productUnpublish"]["product"] == {"status": "draft"}
    assert shown(office, "linen-shirt") is None


def test_an_update_leaves_what_it_does_not_name(office):
    product = add(office)
    changed = office.ask(UPDATE, {"id": product["id"], "input": {"title": "Shirt", "vendor": None}})
    assert changed["productUpdate"] == {
        "product": {
            "title": "Shirt",
            "vendor": "",
            "tags": ["linen"],
            "variants": [{"id": each["id"], "sku": each["sku"]} for each in product["variants"]],
        },
        "userErrors": [],
    }


def test_the_log_tells_what_differs_and_why(office):
    product = add(office)
    office.ask(
        UPDATE,
        {"id": product["id"], "input": {"title": "Shirt"}, "reason": "shorter"},
        role="merchandiser",
    )
    query = """query ($subject: String!) { audit(subject: $subject) { nodes {
      actorKind actorName action before after reason } } }"""
    newest, first = office.ask(query, {"subject": product["id"]}, role="auditor")["audit"]["nodes"]
    before, after = json.loads(newest.pop("before")), json.loads(newest.pop("after"))
    assert newest == {
        "actorKind": "staff",
        "actorName": "Merchandiser",
        "action": "product.changed",
        "reason": "shorter",
    }
    assert (before["title"], after["title"]) == ("Linen shirt", "Shirt")
    assert set(before) == set(after) <= {"title", "updated_at"}
    assert (first["action"], first["before"]) == ("product.added", None)


def test_variants_are_added_changed_and_removed_one_at_a_time(office):
    product = add(office)
    small = product["variants"][0]["id"]
    adding = """mutation ($id: ID!, $input: ProductVariantInput!) {
      productVariantCreate(productId: $id, input: $input) {
        product { options { values { name } } variants { choices sku } } userErrors { code field } } }"""
    given = {"id": product["id"], "input": {"choices": ["XL"], "sku": "LS-XL"}}
    added = office.ask(adding, given)["productVariantCreate"]["product"]
    assert added["options"] == [{"values": [{"name": "S"}, {"name": "M"}, {"name": "XL"}]}]
    assert added["variants"][-1] == {"choices": ["XL"], "sku": "LS-XL"}
    changing = """mutation ($id: ID!) { productVariantUpdate(id: $id, input: {barcode: "4006381333931"}) {
      product { variants { id sku barcode } } userErrors { code } } }"""
    changed = office.ask(changing, {"id": small})["productVariantUpdate"]["product"]["variants"]
    assert changed[0] == {"id": small, "sku": "LS-S", "barcode": "4006381333931"}
    assert changed[1]["barcode"] is None
    removing = """mutation ($id: ID!) { productVariantDelete(id: $id) { product { variants { sku } }
      userErrors { code } } }"""
    left = office.ask(removing, {"id": small})["productVariantDelete"]["product"]
    assert left == {"variants": [{"sku": "LS-M"}, {"sku": "LS-XL"}]}


def test_a_removed_product_is_gone_and_the_log_remembers_it(office):
    product = add(office)
    removing = "mutation ($id: ID!) { productDelete(id: $id) { deletedProductId userErrors { code } } }"
    assert office.ask(removing, product)["productDelete"] == {
        "deletedProductId": product["id"],
        "userErrors": [],
    }
    assert office.ask(READ, product) == {"product": None}
    gone = office.ask(removing, product)["productDelete"]
    assert gone == {"deletedProductId": None, "userErrors": [{"code": "NOT_FOUND"}]}
    last = office.audit()[-1]
    assert (last.action, last.before["handle"], last.after) == ("product.removed", "linen-shirt", None)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"title": "", "handle": "x"}, "BLANK", ["title"]),
        ({"title": None}, "BLANK", ["title"]),
        ({"handle": "Not A Handle"}, "INVALID", ["handle"]),
        ({"status": "hidden"}, "INVALID", ["status"]),
        ({"sizeChart": "nowhere"}, "NOT_FOUND", ["sizeChart"]),
        ({"media": [{"token": "0" * 40}]}, "NOT_FOUND", ["media", "0", "token"]),
        ({"variants": []}, "BLANK", ["variants"]),
    ],
)
def test_a_fault_is_told_and_nothing_is_changed(small_office, changes, code, field):
    before = small_office.audit()
    payload = small_office.ask(CREATE, {"input": SHIRT | changes})["productCreate"]
    assert payload["product"] is None
    assert [(error["code"], error["field"]) for error in payload["userErrors"]] == [(code, field)]
    assert small_office.audit() == before


def test_a_handle_that_is_taken_overwrites_nothing(small_office):
    product = add(small_office)
    payload = small_office.ask(CREATE, {"input": SHIRT | {"vendor": "Else"}})["productCreate"]
    assert [error["code"] for error in payload["userErrors"]] == ["TAKEN"]
    assert small_office.ask(READ, product)["product"]["vendor"] == "Atelier"


def test_products_are_listed_newest_first_and_found_by_text_and_code(small_office):
    shirt = add(small_office)
    dress = add(small_office, title="Dress 50%", handle="dress", variants=[{"choices": ["S"], "sku": "D-1"}],
                options=[{"name": "Size", "values": [{"name": "S"}]}])  # fmt: skip
    listing = """query ($query: String, $first: Int, $after: String, $status: String) {
      products(query: $query, first: $first, after: $after, status: $status) {
        nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor } } }"""

    def found(**variables):
        return [each["id"] for each in small_office.ask(listing, variables)["products"]["nodes"]]

    assert found(first=2) == [dress["id"], shirt["id"]]
    page = small_office.ask(listing, {"first": 1})["products"]["pageInfo"]
    assert (page["hasNextPage"], page["hasPreviousPage"]) == (True, False)
    assert found(first=1, after=page["endCursor"]) == [shirt["id"]]
    assert found(query="LINEN") == [shirt["id"]]
    assert found(query="d-1") == []
    assert found(query="D-1") == [dress["id"]]
    assert found(query="50%") == [dress["id"]]
    assert found(query="%") == [dress["id"]]
    assert set(found(status="draft")) == {shirt["id"], dress["id"]}
    for bad in ({"status": "x"}, {"first": -1}, {"first": 251}, {"after": "!"}, {"after": "eA"}):
        assert small_office.code(listing, bad) == "BAD_USER_INPUT"
