"""The QR channel: codes that stand in a store and what opens behind them, at `/q`, by way of GraphQL alone."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from comptoir.api import Channel, Command, hookimpl

if TYPE_CHECKING:
    from comptoir.api import Shop


@hookimpl
def register_channels(shop: "Shop") -> Sequence[Channel]:
    """Return the QR channel."""
    from comptoir_qr.channel import qr_channel

    return [qr_channel(shop)]


@hookimpl
def register_commands() -> Sequence[Command]:
    """Return `comptoir qr`, which draws codes and sheets of them."""
    from comptoir_qr.cli.command import app

    return [Command(name="qr", app=app)]
