"""The social shop: posts and lookbooks that sell what they show, at `/social`, by way of GraphQL alone."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from comptoir.api import Channel, hookimpl

if TYPE_CHECKING:
    from comptoir.api import Shop


@hookimpl
def register_channels(shop: "Shop") -> Sequence[Channel]:
    """Return the social channel."""
    from comptoir_social.channel import social_channel

    return [social_channel(shop)]
