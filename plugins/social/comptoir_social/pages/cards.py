"""Pictures that stand next to a link where it is shared."""

import asyncio
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from comptoir.api import NotFoundError, Visit
from starlette.responses import Response

from comptoir_social.pages.lookbooks import find_look
from comptoir_social.pages.posts import find_article, find_products
from comptoir_social.social_site import SocialSite
from comptoir_social.views.posts import read_post, shown_pieces
from comptoir_social.views.share_card import Card, draw_card

_DAY = {"cache-control": "public, max-age=86400"}
_NOT_MODIFIED = 304
_MOST_LOOKS = 4


async def post_card(visit: Visit) -> Response:
    """Draw the card of a post or a lookbook."""
    post = read_post(await find_article(visit, visit.request.path_params["handle"]))
    looks = await asyncio.gather(*(find_look(visit, handle) for handle in post.looks[:_MOST_LOOKS]))
    posts = [post, *(look for look in looks if look)]
    products, shop = await find_products(visit, posts)
    shown = [piece.product for each in posts for piece in shown_pieces(each, products)]
    return await _answer(visit, shop, title=post.title, line=post.excerpt, swatches=map(_first_swatch, shown))


async def product_card(visit: Visit) -> Response:
    """Draw the card of a product: without its price, which may change while cards are kept elsewhere."""
    data = await visit.ask("product", handle=visit.request.path_params["handle"], selected=[])
    product = data["product"]
    if product is None:
        raise NotFoundError
    line = product["productType"] or ""
    return await _answer(visit, data["shop"], title=product["title"], line=line, swatches=_swatches(product))


async def _answer(
    visit: Visit, shop: Mapping[str, Any], *, title: str, line: str, swatches: Iterable[str | None]
) -> Response:
    site = visit.site
    assert isinstance(site, SocialSite)
    card = Card(
        brand=shop["name"],
        title=title,
        line=line,
        paper=site.colour("color-paper", "#faf7f1"),
        ink=site.colour("color-ink", "#1f2328"),
        muted=site.colour("color-muted", "#5f5b54"),
        accent=site.colour("color-accent", "#8a3d22"),
        cloths=tuple(dict.fromkeys(swatch for swatch in swatches if swatch)),
    )
    tag = f'"{hashlib.blake2b(repr(card).encode(), digest_size=12).hexdigest()}"'
    headers = {**_DAY, "etag": tag}
    if visit.request.headers.get("if-none-match") == tag:
        return Response(status_code=_NOT_MODIFIED, headers=headers)
    png = await asyncio.to_thread(draw_card, card)
    return Response(png, media_type="image/png", headers=headers)


def _swatches(product: Mapping[str, Any]) -> list[str]:
    return [
        value["swatch"]["color"]
        for option in product["options"]
        for value in option["optionValues"]
        if value["swatch"] and value["swatch"]["color"]
    ]


def _first_swatch(product: Mapping[str, Any]) -> str | None:
    return next(iter(_swatches(product)), None)
