"""Where a screen stands: at the location of its device, or at one chosen for a demonstration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

CHANNEL = "kiosk"
"""Devices of other channels are not taken for kiosks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a screen stands; `unknown` is a device that the shop does not know, or no longer.

    `elsewhere` is one whose token another screen signed in with after this one.
    """

    kind: Literal["device", "demonstration", "unknown", "elsewhere"]
    device: str = ""
    location: Mapping[str, Any] | None = None
    """None where the device's location was closed, or the shop has no location."""
    locations: Sequence[Mapping[str, Any]] = ()
    """The locations to choose from in a demonstration."""
    reader: Mapping[str, str] | None = None
    """The card reader that staff said stands beside the device: provider and token."""

    @property
    def location_id(self) -> str | None:
        """Id of the location."""
        return self.location["id"] if self.location else None

    @property
    def country(self) -> str | None:
        """Country of the location, as a code in upper case."""
        return self.location["address"]["countryCode"] if self.location else None


def read_place(data: Mapping[str, Any], *, chosen: str | None, has_token: bool) -> Place:
    """Return the place that an answer to the frame's document tells of."""
    if not has_token:
        rows = data["locations"]["nodes"]
        first = rows[0] if rows else None
        location = next((row for row in rows if row["id"] == chosen), first)
        return Place(kind="demonstration", location=location, locations=rows)
    device = data["device"]
    if device is None or device["channel"] != CHANNEL:
        return Place(kind="unknown")
    if device["signedInElsewhere"]:
        return Place(kind="elsewhere", device=device["name"])
    return Place(kind="device", device=device["name"], location=device["location"], reader=device["reader"])
