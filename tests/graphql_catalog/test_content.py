"""Content as storefronts ask for it: menus, pages, blogs, legal texts, redirects, the sitemap."""

from tests.graphql_catalog.shops import BASE

MENU = """
query Menu($handle: String!) {
  menu(handle: $handle) {
    id itemsCount
    items {
      id resourceId tags title type url
      resource {
        __typename
        ... on Collection {handle} ... on Page {title} ... on Blog {title} ... on ShopPolicy {handle id}
        ... on Product {handle} ... on Article {handle} ... on Metaobject {type}
      }
      items {title type url}
    }
  }
}
"""


def test_a_menu_leads_everywhere(shop):
    menu = shop.data(MENU, handle="main-menu")["menu"]
    items = {item["title"]: item for item in menu["items"]}
    assert [(title, item["type"], item["url"]) for title, item in items.items()] == [
        ("Tops", "COLLECTION", f"{BASE}/collections/tops"),
        ("About", "PAGE", f"{BASE}/pages/about"),
        ("Journal", "BLOG", f"{BASE}/blogs/journal"),
        ("Returns", "SHOP_POLICY", f"{BASE}/policies/refund-policy"),
        ("Search", "SEARCH", f"{BASE}/search"),
        ("Elsewhere", "HTTP", "https://elsewhere.example/x"),
    ]
    assert items["Tops"]["items"] == [
        {"title": "Oxford", "type": "PRODUCT", "url": f"{BASE}/products/oxford-shirt"}
    ]
    assert items["Tops"]["resource"] == {"__typename": "Collection", "handle": "tops"}
    assert items["About"]["resource"] == {"__typename": "Page", "title": "About us"}
    assert items["Journal"]["resource"] == {"__typename": "Blog", "title": "Journal"}
    assert items["Returns"]["resource"] == {
        "__typename": "ShopPolicy",
        "handle": "refund-policy",
        "id": items["Returns"]["resourceId"],
    }
    assert items["Search"]["resource"] is None
    assert menu["itemsCount"] == 7
    assert shop.data(MENU, handle="gone") == {"menu": None}


def test_the_layout_of_a_shop(shop):
    data = shop.data(
        """fragment Shop on Shop {id name description primaryDomain {url}
             brand {logo {image {url}} squareLogo {image {url}} coverImage {alt}}}
           query { shop {...Shop metafield(namespace: "social", key: "instagram") {value}
             metafields(identifiers: [{key: "a"}]) {value}} }"""
    )
    assert data["shop"]["brand"] == {
        "logo": {"image": {"url": f"{BASE}/media/x/logo.svg"}},
        "squareLogo": None,
        "coverImage": None,
    }
    assert data["shop"]["metafield"] is None
    assert data["shop"]["metafields"] == [None]


def test_legal_texts_of_the_shop(shop):
    data = shop.data(
        """fragment P on ShopPolicy {id handle title url}
           {shop {privacyPolicy {...P body} termsOfService {...P} shippingPolicy {...P} refundPolicy {...P}
             subscriptionPolicy {id handle title body url}}}"""
    )["shop"]
    assert data["privacyPolicy"]["body"] == "<p>None sold.</p>"
    assert data["privacyPolicy"]["url"] == f"{BASE}/policies/privacy-policy"
    assert data["refundPolicy"]["title"] == "Returns"
    assert data["termsOfService"] is data["shippingPolicy"] is data["subscriptionPolicy"] is None


def test_pages_alone_and_in_lists(shop):
    data = shop.data(
        """{page(handle: "about") {id title body bodySummary seo {title description} handle onlineStoreUrl}
            pageByHandle(handle: "contact") {title} gone: page(handle: "gone") {id}
            pages(first: 5, sortKey: TITLE, reverse: true) {edges {node {handle}} pageInfo {hasNextPage}}
            some: pages(first: 5, query: "about") {nodes {handle}}}"""
    )
    assert data["page"]["bodySummary"] == "We make shirts."
    assert data["page"]["onlineStoreUrl"] == f"{BASE}/pages/about"
    assert data["pageByHandle"] == {"title": "Contact"}
    assert data["gone"] is None
    assert [edge["node"]["handle"] for edge in data["pages"]["edges"]] == ["contact", "about"]
    assert data["some"]["nodes"] == [{"handle": "about"}]


def test_a_blog_with_its_articles(shop):
    blog = shop.data(
        """query Blog($handle: String!, $first: Int, $after: String) {
          blog(handle: $handle) {
            title handle seo {title description} authors {name} onlineStoreUrl
            articles(first: $first, after: $after, sortKey: PUBLISHED_AT, reverse: true) {
              nodes {title handle publishedAt author: authorV2 {name firstName lastName} contentHtml excerpt
                     excerptHtml image {url} blog {handle} tags trackingParameters onlineStoreUrl
                     comments(first: 3) {nodes {id}}}
              pageInfo {hasNextPage hasPreviousPage endCursor startCursor}}
            articleByHandle(handle: "cotton") {title content(truncateAt: 5) seo {title}}
            gone: articleByHandle(handle: "gone") {id}
            tagged: articles(first: 5, query: "tag:cotton") {nodes {handle}}}}""",
        handle="journal",
        first=1,
    )["blog"]
    (newest,) = blog["articles"]["nodes"]
    assert newest == {
        "title": "How shirts are cut",
        "handle": "shirts",
        "publishedAt": "2026-02-05T00:00:00Z",
        "author": {"name": "Ada Lovelace", "firstName": "Ada", "lastName": "Lovelace"},
        "contentHtml": "<p>With care.</p>",
        "excerpt": "Scissors.",
        "excerptHtml": "<p>Scissors.</p>",
        "image": None,
        "blog": {"handle": "journal"},
        "tags": [],
        "trackingParameters": None,
        "onlineStoreUrl": f"{BASE}/blogs/journal/shirts",
        "comments": {"nodes": []},
    }
    assert blog["articles"]["pageInfo"]["hasNextPage"] is True
    assert blog["authors"] == [{"name": "Ada Lovelace"}]
    assert blog["articleByHandle"]["content"] == "It..."
    assert blog["gone"] is None
    assert blog["tagged"]["nodes"] == [{"handle": "cotton"}]


def test_articles_of_all_blogs(shop):
    data = shop.data(
        """{articles(first: 5, query: "blog_title:Journal cut", sortKey: TITLE) {nodes {handle id}}
            blogs(first: 3) {nodes {handle articles(first: 1) {nodes {handle}}}}
            blogByHandle(handle: "gone") {id}}"""
    )
    (article,) = data["articles"]["nodes"]
    assert article["handle"] == "shirts"
    assert shop.data("query ($id: ID!) {article(id: $id) {handle}}", id=article["id"]) == {
        "article": {"handle": "shirts"}
    }
    assert [blog["handle"] for blog in data["blogs"]["nodes"]] == ["journal"]
    assert data["blogByHandle"] is None


def test_a_moved_path_is_found_exactly(shop):
    query = """query ($query: String) {urlRedirects(first: 1, query: $query) {
      edges {node {path target}} pageInfo {hasNextPage}}}"""
    found = shop.data(query, query="path:/old-shirt")["urlRedirects"]
    assert found["edges"] == [{"node": {"path": "/old-shirt", "target": "/products/oxford-shirt"}}]
    assert found["pageInfo"]["hasNextPage"] is False
    assert shop.data(query, query="path:/old")["urlRedirects"]["edges"] == []


def test_the_sitemap_lists_what_has_a_page(shop):
    query = """query ($type: SitemapType!, $page: Int!) {sitemap(type: $type) {
      pagesCount {count precision}
      resources(page: $page) {hasNextPage items {
        __typename handle updatedAt
        ... on SitemapResource {title image {filepath alt}}
        ... on SitemapResourceMetaobject {type onlineStoreUrlHandle}}}}}"""

    def handles(kind):
        resources = shop.data(query, type=kind, page=1)["sitemap"]["resources"]
        return [item["handle"] for item in resources["items"]]

    assert handles("PRODUCT") == ["oxford-shirt", "jeans", "soap"]
    assert handles("COLLECTION") == ["tops", "everything", "nothing"]
    assert handles("PAGE") == ["about", "contact"]
    assert handles("BLOG") == ["journal"]
    assert sorted(handles("ARTICLE")) == ["cotton", "shirts"]
    assert handles("METAOBJECT") == []
    products = shop.data(query, type="PRODUCT", page=1)["sitemap"]
    assert products["pagesCount"] == {"count": 1, "precision": "EXACT"}
    assert products["resources"]["items"][0]["__typename"] == "SitemapResource"
    assert shop.data(query, type="PRODUCT", page=2)["sitemap"]["resources"] is None
    assert shop.refusal(query, type="PRODUCT", page=0) == "BAD_USER_INPUT"


def test_metaobjects_are_asked_for_in_vain(shop):
    assert shop.data(
        """{metaobject(handle: {type: "hero", handle: "x"}) {id field(key: "a") {value}}
            metaobjects(first: 5, type: "lookbook_item") {nodes {id fields {key reference {... on MediaImage {
              image {url}}}}} edges {node {handle}}}}"""
    ) == {"metaobject": None, "metaobjects": {"nodes": [], "edges": []}}
