"""Is my size here? What each choice of a product is like, seen from one place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from comptoir_qr.views.links import number_of

Stock = Literal["here", "elsewhere", "gone", "absent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value of an option, all others kept: the variant it leads to and where that is."""

    name: str
    color: str | None
    chosen: bool
    variant: Mapping[str, Any] | None
    stock: Stock


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An option with its values."""

    name: str
    chosen: str
    values: tuple[Choice, ...]

    @property
    def swatches(self) -> bool:
        """Whether every value has a colour to show."""
        return all(value.color for value in self.values)


def shelf(variant: Mapping[str, Any], at: int | None) -> Mapping[str, Any] | None:
    """Return what one location has of a variant; none for a place that is no store."""
    rows = variant["storeAvailability"]["nodes"]
    return next((row for row in rows if number_of(row["location"]["id"]) == at), None)


def stock_of(variant: Mapping[str, Any] | None, at: int | None) -> Stock:
    """Return where a variant is; without a place, in any store counts as elsewhere."""
    if variant is None:
        return "absent"
    here = shelf(variant, at)
    if here is not None and here["available"]:
        return "here"
    return "elsewhere" if variant["availableForSale"] or elsewhere(variant, at) else "gone"


def elsewhere(variant: Mapping[str, Any], at: int | None) -> list[Mapping[str, Any]]:
    """Return the other stores that have a variant."""
    rows = variant["storeAvailability"]["nodes"]
    return [row for row in rows if row["available"] and number_of(row["location"]["id"]) != at]


def choose(
    variants: Sequence[Mapping[str, Any]], *, number: int | None, at: int | None
) -> Mapping[str, Any] | None:
    """Return the variant asked for; else the first that is here, else that can be bought, else the first."""
    if number is not None:
        asked = next((row for row in variants if number_of(row["id"]) == number), None)
        if asked is not None:
            return asked
    here = (row for row in variants if stock_of(row, at) == "here")
    sold = (row for row in variants if row["availableForSale"])
    return next(here, None) or next(sold, None) or next(iter(variants), None)


def options_of(product: Mapping[str, Any], variant: Mapping[str, Any], at: int | None) -> list[Option]:
    """Return the options of a product with several variants; sizes come first, for they are what people ask."""
    if len(product["variants"]["nodes"]) == 1:
        return []
    chosen = {row["name"]: row["value"] for row in variant["selectedOptions"]}
    known = {_choice(row): row for row in product["variants"]["nodes"]}
    found = [_option(option, chosen, known, at) for option in product["options"]]
    return sorted(found, key=lambda option: option.swatches)


def _option(
    option: Mapping[str, Any],
    chosen: Mapping[str, str],
    known: Mapping[frozenset[tuple[str, str]], Mapping[str, Any]],
    at: int | None,
) -> Option:
    name = option["name"]
    values = []
    for value in option["optionValues"]:
        variant = known.get(frozenset({**chosen, name: value["name"]}.items()))
        values.append(
            Choice(
                name=value["name"],
                color=(value.get("swatch") or {}).get("color"),
                chosen=chosen.get(name) == value["name"],
                variant=variant,
                stock=stock_of(variant, at),
            )
        )
    return Option(name=name, chosen=chosen.get(name, ""), values=tuple(values))


def _choice(variant: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    return frozenset((row["name"], row["value"]) for row in variant["selectedOptions"])
