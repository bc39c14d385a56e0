"""Collections and content through the staff schema: what staff save is what shoppers see."""

import pytest

COLLECTION = """mutation ($input: CollectionInput!) { collectionCreate(input: $input) {
  collection { id handle title products rules { column relation condition } published sortOrder
    translations { language field value } }
  userErrors { code field } } }"""
CHANGE = """mutation ($id: ID!, $input: CollectionInput!) { collectionUpdate(id: $id, input: $input) {
  collection { handle title products published translations { value } } userErrors { code field } } }"""
PAGE = """mutation ($input: PageInput!) { pageSave(input: $input) {
  page { id handle title body published seoTitle } userErrors { code field } } }"""
MENU = """mutation ($input: MenuInput!) { menuSave(input: $input) {
  menu { handle title items { title target items { title } translations { language value } } }
  userErrors { code field } } }"""
BLOG = """mutation ($input: BlogInput!) { blogSave(input: $input) {
  blog { handle title articles { handle title author publishedAt tags } translations { value } }
  userErrors { code field } } }"""
CHART = """mutation ($input: SizeChartInput!) { sizeChartSave(input: $input) {
  sizeChart { handle unit columns rows note } userErrors { code field } } }"""
ARTICLE = {
    "title": "Opening",
    "contentHtml": "<p>Soon</p>",
    "author": "Ana",
    "publishedAt": "2026-03-01T00:00:00Z",
    "tags": ["news"],
}


def shopper(office, query, **variables):
    return office.ask(query, variables, role=None, path="/graphql")


def test_a_collection_is_added_changed_and_removed_and_its_products_stay(office):
    given = {
        "title": "Linen",
        "products": ["shirt", "card"],
        "translations": [{"language": "fr", "field": "title", "value": "Lin"}],
    }
    added = office.ask(COLLECTION, {"input": given}, role="merchandiser")["collectionCreate"]["collection"]
    ident = added.pop("id")
    assert added == {
        "handle": "linen",
        "title": "Linen",
        "products": ["shirt", "card"],
        "rules": [],
        "published": True,
        "sortOrder": "MANUAL",
        "translations": [{"language": "fr", "field": "title", "value": "Lin"}],
    }
    seen = '{ collection(handle: "linen") { title products(first: 9) { nodes { handle } } } }'
    assert shopper(office, seen)["collection"] == {
        "title": "Linen",
        "products": {"nodes": [{"handle": "shirt"}, {"handle": "card"}]},
    }
    changed = office.ask(CHANGE, {"id": ident, "input": {"products": ["card"]}})["collectionUpdate"]
    assert changed == {
        "collection": {
            "handle": "linen",
            "title": "Linen",
            "products": ["card"],
            "published": True,
            "translations": [{"value": "Lin"}],
        },
        "userErrors": [],
    }
    last = office.audit()[-1]
    assert (last.action, last.before["products"], last.after["products"]) == (
        "collection.changed",
        ["shirt", "card"],
        ["card"],
    )
    remove = "mutation ($id: ID!) { collectionDelete(id: $id) { deletedCollectionId userErrors { code } } }"
    assert office.ask(remove, {"id": ident})["collectionDelete"]["deletedCollectionId"] == ident
    assert shopper(office, seen)["collection"] is None
    assert shopper(office, '{ product(handle: "card") { title } }')["product"] == {"title": "Card"}


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"title": None}, "BLANK", ["title"]),
        ({"products": ["nothing"]}, "NOT_FOUND", ["products", "0"]),
        ({"handle": "all"}, "TAKEN", ["handle"]),
        ({"sortOrder": "BY_MOOD"}, "INVALID", ["sortOrder"]),
        (
            {"rules": [{"column": "MOOD", "relation": "EQUALS", "condition": "x"}]},
            "INVALID",
            ["rules", "0", "column"],
        ),
    ],
)
def test_a_collection_with_a_fault_is_refused_and_nothing_is_changed(small_office, changes, code, field):
    before = small_office.audit()
    payload = small_office.ask(COLLECTION, {"input": {"title": "Linen"} | changes})["collectionCreate"]
    assert payload == {"collection": None, "userErrors": [{"code": code, "field": field}]}
    assert small_office.audit() == before


def test_a_page_is_saved_by_its_handle_and_removed(office):
    saved = office.ask(PAGE, {"input": {"title": "About us", "body": "<p>Hello</p>"}})["pageSave"]["page"]
    assert (saved["handle"], saved["published"]) == ("about-us", True)
    again = office.ask(PAGE, {"input": {"handle": "about-us", "seoTitle": "Us"}})["pageSave"]["page"]
    assert again == saved | {"seoTitle": "Us"}
    seen = '{ page(handle: "about-us") { title body } }'
    assert shopper(office, seen)["page"] == {"title": "About us", "body": "<p>Hello</p>"}
    remove = (
        'mutation { pageDelete(handle: "about-us", reason: "old") { deletedId userErrors { code field } } }'
    )
    assert office.ask(remove)["pageDelete"] == {"deletedId": saved["id"], "userErrors": []}
    assert shopper(office, seen)["page"] is None
    assert office.ask(remove)["pageDelete"]["userErrors"] == [{"code": "NOT_FOUND", "field": ["handle"]}]
    assert [entry.action for entry in office.audit()[-3:]] == ["page.added", "page.changed", "page.removed"]


def test_a_legal_text_is_apart_from_a_page_of_the_same_handle(small_office):
    legal = """mutation ($input: PageInput!) { legalTextSave(input: $input) {
      page { id handle } userErrors { code } } }"""
    given = {"handle": "terms-of-service", "title": "Terms", "body": "<p>Be kind</p>"}
    text = small_office.ask(legal, {"input": given})["legalTextSave"]["page"]
    assert small_office.ask("{ legalTexts { handle body } }")["legalTexts"] == [
        {"handle": "terms-of-service", "body": "<p>Be kind</p>"}
    ]
    page = small_office.ask(PAGE, {"input": given | {"title": "A page"}})["pageSave"]["page"]
    assert page["id"] != text["id"]
    assert small_office.ask("{ pages { title } }")["pages"] == [{"title": "A page"}]


def test_a_menu_keeps_its_tree_and_its_translations(office):
    items = [
        {
            "title": "Shirts",
            "target": "product:shirt",
            "translations": [{"language": "fr", "field": "title", "value": "Chemises"}],
            "items": [{"title": "All", "target": "collection:all"}],
        }
    ]
    saved = office.ask(MENU, {"input": {"handle": "main-menu", "title": "Main", "items": items}})["menuSave"]
    assert saved["menu"]["items"] == [
        {
            "title": "Shirts",
            "target": "product:shirt",
            "items": [{"title": "All"}],
            "translations": [{"language": "fr", "value": "Chemises"}],
        }
    ]
    renamed = office.ask(MENU, {"input": {"handle": "main-menu", "title": "Top"}})["menuSave"]["menu"]
    assert renamed == saved["menu"] | {"title": "Top"}
    seen = '{ menu(handle: "main-menu") { title items { title items { title } } } }'
    assert shopper(office, seen)["menu"] == {
        "title": "Top",
        "items": [{"title": "Shirts", "items": [{"title": "All"}]}],
    }
    office.ask('mutation { menuDelete(handle: "main-menu") { deletedId } }')
    assert shopper(office, seen)["menu"] is None


def test_a_blog_is_saved_with_its_articles_and_removed_with_them(office):
    given = {"title": "News", "articles": [ARTICLE], "translations": []}
    saved = office.ask(BLOG, {"input": given})["blogSave"]
    article = {
        "handle": "opening",
        "title": "Opening",
        "author": "Ana",
        "publishedAt": "2026-03-01T00:00:00Z",
        "tags": ["news"],
    }
    expected = {"handle": "news", "title": "News", "articles": [article], "translations": []}
    assert saved == {"blog": expected, "userErrors": []}
    kept = office.ask(BLOG, {"input": {"handle": "news", "title": "Journal"}})["blogSave"]["blog"]
    assert kept == expected | {"title": "Journal"}
    assert office.ask("{ blogs { title articles { title } } }")["blogs"] == [
        {"title": "Journal", "articles": [{"title": "Opening"}]}
    ]
    office.ask('mutation { blogDelete(handle: "news") { deletedId } }')
    assert office.ask("{ blogs { id } }") == {"blogs": []}
    assert shopper(office, '{ blog(handle: "news") { title } }')["blog"] is None


def test_a_size_chart_is_saved_and_named_by_a_product(small_office):
    chart = {
        "handle": "tops",
        "title": "Tops",
        "unit": "cm",
        "columns": ["Size", "Chest"],
        "rows": [["S", "90"]],
    }
    saved = small_office.ask(CHART, {"input": chart})["sizeChartSave"]
    assert saved["sizeChart"] == {key: chart[key] for key in ("handle", "unit", "columns", "rows")} | {
        "note": None
    }
    product = small_office.ask('{ product(handle: "shirt") { id } }')["product"]
    update = """mutation ($id: ID!) { productUpdate(id: $id, input: {sizeChart: "tops"}) {
      product { sizeChart } userErrors { code } } }"""
    assert small_office.ask(update, product)["productUpdate"]["product"] == {"sizeChart": "tops"}
    assert small_office.ask('mutation { sizeChartDelete(handle: "tops") { userErrors { code } } }') == {
        "sizeChartDelete": {"userErrors": []}
    }
    assert small_office.ask('{ product(handle: "shirt") { sizeChart } }')["product"] == {"sizeChart": None}
    wrong = chart | {"rows": [["S"]]}
    assert small_office.ask(CHART, {"input": wrong})["sizeChartSave"]["userErrors"] == [
        {"code": "INVALID", "field": ["rows", "0"]}
    ]


def test_a_redirect_leads_on_until_it_is_removed(office):
    save = """mutation { redirectSave(path: "/old", target: "/products/shirt") {
      redirect { path target } userErrors { code field } } }"""
    assert office.ask(save)["redirectSave"] == {
        "redirect": {"path": "/old", "target": "/products/shirt"},
        "userErrors": [],
    }
    seen = '{ urlRedirects(first: 5, query: "path:/old") { nodes { target } } }'
    assert shopper(office, seen)["urlRedirects"]["nodes"] == [{"target": "/products/shirt"}]
    assert office.ask("{ redirects { path } }")["redirects"] == [{"path": "/old"}]
    office.ask('mutation { redirectDelete(path: "/old") { deletedId } }')
    assert shopper(office, seen)["urlRedirects"]["nodes"] == []
    loop = 'mutation { redirectSave(path: "/a", target: "no path") { userErrors { code field } } }'
    assert office.ask(loop)["redirectSave"]["userErrors"] == [{"code": "INVALID", "field": ["target"]}]
