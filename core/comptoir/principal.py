"""Who acts: the principal of a command, for audit rows and permissions."""

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
