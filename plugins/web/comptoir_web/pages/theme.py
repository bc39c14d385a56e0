"""The brand's design tokens as a style sheet."""

from comptoir.api import theme_css
from starlette.responses import Response

from comptoir_web.visit import Visit


async def style_sheet(visit: Visit) -> Response:
    """Return the active storefront's tokens; they override those of the channel's own sheet."""
    storefront = visit.site.shop.storefront
    text = theme_css(storefront.theme if storefront else {})
    headers = {"cache-control": "public, max-age=300"}
    return Response(text, media_type="text/css", headers=headers)
