"""The web channel: a server-rendered storefront for browsers, by way of GraphQL alone."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from comptoir.api import Channel, hookimpl

if TYPE_CHECKING:
    from comptoir.api import Shop


@hookimpl
def register_channels(shop: "Shop") -> Sequence[Channel]:
    """Return the web channel, mounted at the root of the site."""
    from comptoir_web.channel import web_channel

    return [web_channel(shop)]
