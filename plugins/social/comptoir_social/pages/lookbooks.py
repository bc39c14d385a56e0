"""Lookbooks: posts in an order, one look to a page."""

import asyncio

from comptoir.api import NotFoundError, Visit
from starlette.responses import Response

from comptoir_social.pages.posts import find_article, find_products
from comptoir_social.pages.product import product_facts
from comptoir_social.views.links import post_path
from comptoir_social.views.posts import BLOG, Post, read_post, shown_pieces


async def show(visit: Visit) -> Response:
    """Show a lookbook with what is for sale in each look; looks that are no more are left out."""
    lookbook = read_post(await find_article(visit, visit.request.path_params["handle"]))
    if not lookbook.is_lookbook:
        return visit.redirect(post_path(lookbook), status=301)
    found = await asyncio.gather(*(find_look(visit, handle) for handle in lookbook.looks))
    looks = [post for post in found if post is not None]
    if not looks:
        raise NotFoundError
    products, shop = await find_products(visit, looks)
    return await visit.page(
        "lookbook.html",
        lookbook=lookbook,
        looks=[(post, shown_pieces(post, products)) for post in looks],
        facts=[product_facts(visit, product, shop) for product in products.values()],
    )


async def find_look(visit: Visit, handle: str) -> Post | None:
    """Return a post that a lookbook names, or none when there is no such post any more."""
    blog = (await visit.ask("post", blog=BLOG, handle=handle))["blog"]
    article = blog["articleByHandle"] if blog else None
    return read_post(article) if article else None
