"""Lists of products: their orders, the one filter that fits a thumb, and the page that follows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comptoir_mobile.views.links import with_query

PAGE_SIZE = 24
_LONGEST_CURSOR = 400

SortKey = tuple[str, bool]
"""A sort key of the dialect, and whether it is reversed."""

COLLECTION: Mapping[str, SortKey] = {
    "featured": ("COLLECTION_DEFAULT", False),
    "newest": ("CREATED", True),
    "price-up": ("PRICE", False),
    "price-down": ("PRICE", True),
}
EVERYTHING: Mapping[str, SortKey] = {
    "newest": ("CREATED_AT", True),
    "best-selling": ("BEST_SELLING", False),
    "price-up": ("PRICE", False),
    "price-down": ("PRICE", True),
}
SEARCH: Mapping[str, SortKey] = {
    "relevance": ("RELEVANCE", False),
    "price-up": ("PRICE", False),
    "price-down": ("PRICE", True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What an address asks of a list."""

    order: str
    key: str
    reverse: bool
    in_stock: bool
    window: Mapping[str, Any]

    @property
    def filters(self) -> list[dict[str, Any]]:
        """The dialect's filters."""
        return [{"available": True}] if self.in_stock else []


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A chip above a list: where it leads, and whether it is in force."""

    label: str
    path: str
    chosen: bool


def read_listing(orders: Mapping[str, SortKey], query: Mapping[str, str]) -> Listing:
    """Read an address's query; what it does not know is as if it were not there."""
    asked = query.get("sort", "")
    order = asked if asked in orders else next(iter(orders))
    after = query.get("after", "")
    window = {"first": PAGE_SIZE} | ({"after": after} if 0 < len(after) <= _LONGEST_CURSOR else {})
    key, reverse = orders[order]
    return Listing(
        order=order, key=key, reverse=reverse, in_stock=query.get("available") == "1", window=window
    )


def choices(
    orders: Mapping[str, SortKey],
    listing: Listing,
    path: str,
    *,
    _: Callable[[str], str],
    kept: Sequence[tuple[str, str]] = (),
) -> list[Choice]:
    """Return the chips of a list: in stock or not, then each order; `kept` stays in their addresses."""
    labels = {
        "featured": _("Featured"),
        "relevance": _("Best match"),
        "best-selling": _("Best sellers"),
        "newest": _("Newest"),
        "price-up": _("Price up"),
        "price-down": _("Price down"),
    }
    stock = ("available", "" if listing.in_stock else "1")
    found = [
        Choice(
            label=_("In stock"),
            path=with_query(path, [*kept, ("sort", listing.order), stock]),
            chosen=listing.in_stock,
        )
    ]
    there = ("available", "1" if listing.in_stock else "")
    return found + [
        Choice(
            label=labels[name],
            path=with_query(path, [*kept, ("sort", name), there]),
            chosen=name == listing.order,
        )
        for name in orders
    ]


def following(
    path: str, listing: Listing, info: Mapping[str, Any], *, kept: Sequence[tuple[str, str]] = ()
) -> str | None:
    """Return the address of the next page, if there is one."""
    if not info["hasNextPage"]:
        return None
    there = ("available", "1" if listing.in_stock else "")
    return with_query(path, [*kept, ("sort", listing.order), there, ("after", info["endCursor"] or "")])
