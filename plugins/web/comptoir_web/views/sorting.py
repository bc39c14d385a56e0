"""Orders of product lists: the names in addresses, and the dialect's sort keys behind them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

SortKey = tuple[str, bool]
"""A sort key of the dialect, and whether it is reversed."""

COLLECTION: Mapping[str, SortKey] = {
    "featured": ("COLLECTION_DEFAULT", False),
    "best-selling": ("BEST_SELLING", False),
    "newest": ("CREATED", True),
    "price-up": ("PRICE", False),
    "price-down": ("PRICE", True),
    "title": ("TITLE", False),
}
EVERYTHING: Mapping[str, SortKey] = {
    "newest": ("CREATED_AT", True),
    "best-selling": ("BEST_SELLING", False),
    "price-up": ("PRICE", False),
    "price-down": ("PRICE", True),
    "title": ("TITLE", False),
}
SEARCH: Mapping[str, SortKey] = {
    "relevance": ("RELEVANCE", False),
    "price-up": ("PRICE", False),
    "price-down": ("PRICE", True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An order to choose."""

    name: str
    label: str
    chosen: bool


def pick(orders: Mapping[str, SortKey], asked: str | None) -> str:
    """Return the order that an address asks for, or the first."""
    return asked if asked is not None and asked in orders else next(iter(orders))


def choices(orders: Mapping[str, SortKey], current: str, *, _: Callable[[str], str]) -> list[Choice]:
    """Return the orders with their labels."""
    labels = {
        "featured": _("Featured"),
        "relevance": _("Relevance"),
        "best-selling": _("Best sellers"),
        "newest": _("Newest"),
        "price-up": _("Price, low to high"),
        "price-down": _("Price, high to low"),
        "title": _("Name, A to Z"),
    }
    return [Choice(name=name, label=labels[name], chosen=name == current) for name in orders]
