"""What search engines read: the sitemap, by way of the dialect's sitemap queries, and robots.txt."""

from urllib.parse import quote
from xml.sax.saxutils import escape

from starlette.responses import PlainTextResponse, Response

from comptoir_web.visit import NotFoundError, Visit

_PATHS = {
    "products": ("PRODUCT", "/products/"),
    "collections": ("COLLECTION", "/collections/"),
    "pages": ("PAGE", "/pages/"),
    "blogs": ("BLOG", "/blogs/"),
    "articles": ("ARTICLE", "/blogs/"),
}
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
    return _xml(f"{_HEAD}<sitemapindex {_SPACE}>{''.join(entries)}</sitemapindex>")


async def part(visit: Visit) -> Response:
    """Return one sitemap."""
    names = visit.request.path_params
    if names["kind"] not in _PATHS or not 1 <= names["page"] <= 1_000_000:  # noqa: PLR2004
        raise NotFoundError
    kind, prefix = _PATHS[names["kind"]]
    resources = (await visit.ask("sitemap", type=kind, page=names["page"]))["sitemap"]["resources"]
    if not resources or not resources["items"]:
        raise NotFoundError
    base = visit.site.base_url(visit.request)
    entries = "".join(
        f"<url><loc>{escape(base + prefix + quote(row['handle']))}</loc>"
        f"<lastmod>{escape(row['updatedAt'])}</lastmod></url>"
        for row in resources["items"]
    )
    return _xml(f"{_HEAD}<urlset {_SPACE}>{entries}</urlset>")


async def robots(visit: Visit) -> Response:
    """Return robots.txt: everything may be read but bags, searches and filtered lists."""
    base = visit.site.base_url(visit.request)
    lines = [
        "User-agent: *",
        "Disallow: /cart",
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
