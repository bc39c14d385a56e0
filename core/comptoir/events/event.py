"""Events: facts in the past tense that a command records and subscribers learn after the commit."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of all events: a frozen dataclass of plain JSON values with a `name` such as `cart.created`."""

    name: ClassVar[str] = ""
