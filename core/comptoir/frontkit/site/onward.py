"""Where a bag goes on from a channel that does not take payments itself."""

import asyncio

from comptoir.frontkit.site.site import WAIT_SECONDS
from comptoir.frontkit.site.visit import Visit

_CHANNELS = "query Channels { channels { name capabilities { name supported } } }"
_PAYING = "web"


async def may_check_out(visit: Visit) -> bool:
    """Tell whether `Cart.checkoutUrl` leads to a checkout in this shop: to that of its website."""
    async with asyncio.timeout(WAIT_SECONDS):
        rows = (await visit.client.execute(_CHANNELS, {}))["channels"]
    return any(
        row["name"] == _PAYING
        and any(each["name"] == "checkout" and each["supported"] for each in row["capabilities"])
        for row in rows
    )
