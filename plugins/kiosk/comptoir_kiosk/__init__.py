"""The kiosk channel: a touch screen in the store at `/kiosk`, by way of GraphQL alone."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from comptoir.api import Channel, hookimpl

if TYPE_CHECKING:
    from comptoir.api import Shop


@hookimpl
def register_channels(shop: "Shop") -> Sequence[Channel]:
    """Return the kiosk channel."""
    from comptoir_kiosk.channel import kiosk_channel

    return [kiosk_channel(shop)]
