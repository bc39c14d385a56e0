"""What is wrong with a draft: all of it, each with its code and place."""

from dataclasses import dataclass

from comptoir.errors import DomainError

BLANK = "BLANK"
DUPLICATE = "DUPLICATE"
INVALID = "INVALID"
NOT_FOUND = "NOT_FOUND"
OUT_OF_RANGE = "OUT_OF_RANGE"
TOO_LONG = "TOO_LONG"
TOO_MANY = "TOO_MANY"


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of a draft; `field` is the path to it: `("variants", "2", "sku")`."""

    code: str
    message: str
    field: tuple[str, ...]


class Problems:
    """Collects the faults of one draft."""

    __slots__ = ("found",)

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, code: str, message: str, *field: str) -> None:
        """Note a fault."""
        self.found.append(Problem(code, message, field))

    def raise_first(self, subject: str) -> None:
        """Raise `DomainError` for the first fault, if any; its message begins with the subject."""
        if self.found:
            first = self.found[0]
            raise DomainError(first.code, f"{subject}: {first.message}", field=first.field)
