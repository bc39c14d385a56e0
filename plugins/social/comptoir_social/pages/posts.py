"""The wall of posts, and the page of each."""

from collections.abc import Mapping, Sequence
from typing import Any

from comptoir.api import NotFoundError, Visit, article_jsonld
from starlette.responses import Response

from comptoir_social.pages.product import product_facts
from comptoir_social.views.links import post_path
from comptoir_social.views.posts import BLOG, Post, pieces_query, read_post, shown_pieces

_ON_WALL = 24
_LONGEST_CURSOR = 400
_NEARBY = 6


async def wall(visit: Visit) -> Response:
    """Show all posts, the newest first, with the lookbooks above them."""
    after = visit.request.query_params.get("after", "")
    cursor = after if after and len(after) <= _LONGEST_CURSOR else None
    blog = (await visit.ask("wall", blog=BLOG, first=_ON_WALL, after=cursor))["blog"]
    found = [read_post(article) for article in blog["articles"]["nodes"]] if blog else []
    info = blog["articles"]["pageInfo"] if blog else {"hasNextPage": False}
    return await visit.page(
        "wall.html",
        title=blog["title"] if blog else "",
        lookbooks=[post for post in found if post.is_lookbook],
        posts=[post for post in found if not post.is_lookbook],
        more=info["endCursor"] if info["hasNextPage"] else None,
    )


async def show(visit: Visit) -> Response:
    """Show a post with what is for sale in it."""
    handle = visit.request.path_params["handle"]
    article = await find_article(visit, handle)
    post = read_post(article)
    if post.is_lookbook:
        return visit.redirect(post_path(post), status=301)
    products, shop = await find_products(visit, [post])
    pieces = shown_pieces(post, products)
    facts = [product_facts(visit, piece.product, shop) for piece in pieces]
    base = visit.site.base_url(visit.request)
    about = article_jsonld(article, url=base + post_path(post), publisher=shop["name"])
    before, after, others = await _around(visit, handle)
    return await visit.page(
        "post.html",
        post=post,
        pieces=pieces,
        gone=len(post.pieces) - len(pieces),
        before=before,
        after=after,
        others=others,
        facts=[about, *facts],
    )


async def _around(visit: Visit, handle: str) -> tuple[Post | None, Post | None, list[Post]]:
    """Return the posts before and after one on the wall, and some others to leaf on to."""
    blog = (await visit.ask("wall", blog=BLOG, first=_ON_WALL, after=None))["blog"]
    found = [post for post in map(read_post, blog["articles"]["nodes"]) if not post.is_lookbook]
    handles = [post.handle for post in found]
    if handle not in handles:
        return None, None, found[:_NEARBY]
    at = handles.index(handle)
    others = [*found[at + 1 :], *found[:at]][:_NEARBY]
    before = found[at - 1] if at else None
    return before, found[at + 1] if at + 1 < len(found) else None, others


async def find_article(visit: Visit, handle: str) -> Mapping[str, Any]:
    """Return the article of a post; raises `NotFoundError`."""
    blog = (await visit.ask("post", blog=BLOG, handle=handle))["blog"]
    article: Mapping[str, Any] | None = blog["articleByHandle"] if blog else None
    if article is None:
        raise NotFoundError
    return article


async def find_products(
    visit: Visit, posts: Sequence[Post]
) -> tuple[dict[str, Mapping[str, Any]], Mapping[str, Any]]:
    """Return the products of posts by handle, as this visitor may buy them, and the shop's name and policy."""
    query = pieces_query(posts)
    # A search that can find nothing, for posts that name nothing.
    data = await visit.ask("pieces", query=query or 'handle:""')
    wanted = {piece.handle for post in posts for piece in post.pieces}
    found = {row["handle"]: row for row in data["products"]["nodes"] if row["handle"] in wanted}
    return found, data["shop"]
