"""What search engines read: the sitemap, by way of the dialect's sitemap queries, and robots.txt."""

from urllib.parse import quote
from xml.sax.saxutils import escape

from comptoir.api import NotFoundError, Visit
from starlette.responses import PlainTextResponse, Response

_PATHS = {
    "products": ("PRODUCT", "/products/"),
    "collections": ("COLLECTION", "/collections/"),
    "pages": ("PAGE", "/pages/"),
    "blogs": ("BLOG", "/blogs/"),
}
_LAST_PAGE = 1_000_000
_MOST_ARTICLE_PAGES = 40
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


async def index(visit: Visit) -> Response:
    """Return the list of sitemaps."""
    base = visit.site.base_url(visit.request)
    counts = await visit.ask("sitemap_index")
    entries = []
    for kind, (name, _) in _PATHS.items():
        count = counts[name.lower()]["pagesCount"]
        pages = count["count"] if count else 0
        entries += [
            f"<sitemap><loc>{escape(base)}/sitemap/{kind}-{number}.xml</loc></sitemap>"
            for number in range(1, pages + 1)
        ]
    if counts["article"]["pagesCount"] and counts["article"]["pagesCount"]["count"]:
        entries.append(f"<sitemap><loc>{escape(base)}/sitemap/articles-1.xml</loc></sitemap>")
    return _xml(f"{_HEAD}<sitemapindex {_SPACE}>{''.join(entries)}</sitemapindex>")


async def part(visit: Visit) -> Response:
    """Return one sitemap."""
    names = visit.request.path_params
    kind = names["kind"]
    if kind == "articles" and names["page"] == 1:
        return _urls(visit, await _articles(visit))
    if kind not in _PATHS or not 1 <= names["page"] <= _LAST_PAGE:
        raise NotFoundError
    name, prefix = _PATHS[kind]
    resources = (await visit.ask("sitemap", type=name, page=names["page"]))["sitemap"]["resources"]
    if not resources or not resources["items"]:
        raise NotFoundError
    found = [(prefix + quote(row["handle"]), row["updatedAt"]) for row in resources["items"]]
    return _urls(visit, found)


async def _articles(visit: Visit) -> list[tuple[str, str]]:
    """Return the articles by way of their list: the sitemap's own resources do not tell their blogs."""
    found: list[tuple[str, str]] = []
    after = None
    for _ in range(_MOST_ARTICLE_PAGES):
        articles = (await visit.ask("articles", after=after))["articles"]
        found += [
            (f"/blogs/{quote(row['blog']['handle'])}/{quote(row['handle'])}", row["publishedAt"])
            for row in articles["nodes"]
        ]
        if not articles["pageInfo"]["hasNextPage"]:
            break
        after = articles["pageInfo"]["endCursor"]
    return found


def _urls(visit: Visit, found: list[tuple[str, str]]) -> Response:
    base = visit.site.base_url(visit.request)
    entries = "".join(
        f"<url><loc>{escape(base + path)}</loc><lastmod>{escape(moment)}</lastmod></url>"
        for path, moment in found
    )
    return _xml(f"{_HEAD}<urlset {_SPACE}>{entries}</urlset>")


async def robots(visit: Visit) -> Response:
    """Return robots.txt: everything may be read but bags, searches and filtered lists."""
    base = visit.site.base_url(visit.request)
    lines = [
        "User-agent: *",
        "Disallow: /cart",
        "Disallow: /handoff",
        "Disallow: /search",
        "Disallow: /localization",
        "Disallow: /*?*sort=",
        "Disallow: /*?*option.",
        "",
        f"Sitemap: {base}/sitemap.xml",
    ]
    return PlainTextResponse("\n".join(lines) + "\n")


def _xml(text: str) -> Response:
    return Response(text, media_type="application/xml")
