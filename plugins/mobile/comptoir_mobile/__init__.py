"""The mobile channel: a shop for one hand at `/mobile`, installable as an app, by way of GraphQL alone."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from comptoir.api import Channel, hookimpl

if TYPE_CHECKING:
    from comptoir.api import Shop


@hookimpl
def register_channels(shop: "Shop") -> Sequence[Channel]:
    """Return the mobile channel."""
    from comptoir_mobile.channel import mobile_channel

    return [mobile_channel(shop)]
