"""Devices as values."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from comptoir.ids import gid


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderRecord:
    """A card reader as a payment names it: who drives it, and its token there."""

    provider: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRecord:
    """A screen of the shop's own that stands at a location."""

    number: int
    name: str
    channel: str
    location_number: int
    location_name: str
    enrolled_at: datetime
    revoked_at: datetime | None
    session_at: datetime | None = None
    """When the screen signed in that has the session; none before the first has."""
    signed_in_elsewhere: bool = False
    """Whether another screen has the session than the one that asks."""
    reader: ReaderRecord | None = None
    """The card reader that stands beside it."""

    @property
    def id(self) -> str:
        """The global id."""
        return gid("Device", self.number)

    @property
    def location_id(self) -> str:
        """The global id of the location where it stands."""
        return gid("Location", self.location_number)


def token_digest(token: str) -> str:
    """Return what is kept of a token; tokens are long and random, so that a plain digest gives none away."""
    return hashlib.sha256(token.encode()).hexdigest()
