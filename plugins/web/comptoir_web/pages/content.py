"""Content: pages, the shop's policies, blogs and their articles."""

from comptoir.api import NotFoundError, Visit, article_jsonld
from starlette.responses import Response

from comptoir_web.pages.collections import trail_jsonld
from comptoir_web.views.paging import pager, window

_ARTICLES = 9


async def page(visit: Visit) -> Response:
    """Show a content page."""
    found = (await visit.ask("page", handle=visit.request.path_params["handle"]))["page"]
    if found is None:
        raise NotFoundError
    trail = [(found["title"], visit.path)]
    return await visit.page(
        "page.html",
        title=found["title"],
        body=found["body"],
        seo=found["seo"],
        summary=found["bodySummary"],
        others=[],
        facts=[trail_jsonld(visit, trail)],
    )


async def policy(visit: Visit) -> Response:
    """Show one of the shop's policies."""
    shop = (await visit.ask("policies"))["shop"]
    policies = [row for row in shop.values() if row]
    handle = visit.request.path_params["handle"]
    found = next((row for row in policies if row["handle"] == handle), None)
    if found is None:
        raise NotFoundError
    return await visit.page(
        "page.html",
        title=found["title"],
        body=found["body"],
        seo=None,
        summary="",
        others=[row for row in policies if row is not found],
        facts=[trail_jsonld(visit, [(found["title"], visit.path)])],
    )


async def blog(visit: Visit) -> Response:
    """Show a blog, newest articles first."""
    request = visit.request
    variables = window(request.query_params, size=_ARTICLES)
    found = (await visit.ask("blog", handle=request.path_params["blog"], **variables))["blog"]
    if found is None:
        raise NotFoundError
    return await visit.page(
        "blog.html",
        blog=found,
        articles=found["articles"]["nodes"],
        pager=pager(visit.path, request.query_params.multi_items(), found["articles"]["pageInfo"]),
        facts=[trail_jsonld(visit, [(found["title"], visit.path)])],
    )


async def article(visit: Visit) -> Response:
    """Show an article."""
    names = visit.request.path_params
    found = (await visit.ask("article", blog=names["blog"], handle=names["handle"]))["blog"]
    if found is None or found["articleByHandle"] is None:
        raise NotFoundError
    entry = found["articleByHandle"]
    base = visit.site.base_url(visit.request)
    path = visit.path
    trail = [(found["title"], f"/blogs/{found['handle']}"), (entry["title"], path)]
    return await visit.page(
        "article.html",
        blog=found,
        article=entry,
        trail=trail,
        facts=[article_jsonld(entry, url=base + path, publisher=found["title"]), trail_jsonld(visit, trail)],
    )
