"""Who acts, for audit rows and permissions, and what things are held for."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, and through which channel; the channel is for attribution and divergences, never for prices."""

    kind: Literal["system", "visitor", "customer", "staff", "device"]
    ident: str = ""
    channel: str | None = None


SYSTEM = Actor(kind="system")
VISITOR = Actor(kind="visitor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """What a hold, an allocation or a payment is for: a checkout, an order, a reservation.

    Opaque to whoever keeps it: contexts below the owner compare it and never read it.
    """

    kind: str
    ident: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.ident}"
