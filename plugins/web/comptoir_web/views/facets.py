"""Facets: filters of the dialect as readable query parameters, and back.

`option.Color=Blue`, `type=Jeans`, `vendor=…`, `tag=…`, `available=1`, `price.min=10`, `price.max=99.50`.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from comptoir_web.views.links import with_query

_PRICE = re.compile(r"[0-9]{1,7}(?:[.,][0-9]{1,2})?")
_PLAIN = {"type": "productType", "vendor": "productVendor", "tag": "tag"}
_UNSHOWN = frozenset({"filter.p.tag"})
"""Tags are the merchant's own words for sorting; an address may filter by them, but no one reads a list of them."""
_MOST = 60
_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A box to tick: `name=value` is its query parameter."""

    name: str
    value: str
    label: str
    count: int
    chosen: bool
    color: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A group of boxes, or a price range with its bounds as texts."""

    id: str
    label: str
    values: tuple[Value, ...] = ()
    is_price: bool = False
    lowest: str = ""
    highest: str = ""

    @property
    def opened(self) -> bool:
        """Whether a choice was made here."""
        return any(value.chosen for value in self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A filter in force, with the address of the list without it."""

    label: str
    without: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an address asks for: the dialect's filters, and which prices could not be read."""

    filters: list[dict[str, Any]]
    unreadable: dict[str, str] = field(default_factory=dict)


def read_filters(pairs: Sequence[tuple[str, str]]) -> Asked:
    """Read filters from query parameters; parameters of other kinds are left alone."""
    filters: list[dict[str, Any]] = []
    price: dict[str, float] = {}
    unreadable: dict[str, str] = {}
    for name, value in pairs[:_MOST]:
        if not value or len(value) > _LONGEST or len(name) > _LONGEST:
            continue
        if name in {"price.min", "price.max"}:
            if _PRICE.fullmatch(value.strip()):
                # The dialect's filter takes a number; it bounds a list, and is no amount of money.
                price[name.removeprefix("price.")] = float(value.strip().replace(",", "."))
            else:
                unreadable[name] = value
        elif found := _filter(name, value):
            filters.append(found)
    if price:
        filters.append({"price": price})
    return Asked(filters=filters, unreadable=unreadable)


def _filter(name: str, value: str) -> dict[str, Any] | None:
    if name in _PLAIN:
        return {_PLAIN[name]: value}
    if name == "available" and value in {"0", "1"}:
        return {"available": value == "1"}
    if name.startswith("option.") and len(name) > len("option."):
        return {"variantOption": {"name": name.removeprefix("option."), "value": value}}
    return None


def parameter(given: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the query parameter of a filter, or none for a kind that addresses do not carry."""
    for name, key in _PLAIN.items():
        if key in given:
            return name, given[key]
    if "available" in given:
        return "available", "1" if given["available"] else "0"
    if "variantOption" in given:
        return f"option.{given['variantOption']['name']}", given["variantOption"]["value"]
    return None


def facets(filters: Sequence[Mapping[str, Any]], pairs: Sequence[tuple[str, str]]) -> list[Facet]:
    """Return the facets to show beside a list: those that leave a choice, or in which one was made."""
    chosen = {_folded(pair) for pair in pairs}
    found = [_facet(row, chosen) for row in filters if row["id"] not in _UNSHOWN]
    return [facet for facet in found if len(facet.values) > 1 or facet.opened or facet.is_price]


def _folded(pair: tuple[str, str]) -> tuple[str, str]:
    """Return a parameter as filters compare it: whatever the case of its letters."""
    return pair[0].casefold(), pair[1].casefold()


def _facet(row: Mapping[str, Any], chosen: set[tuple[str, str]]) -> Facet:
    if row["type"] == "PRICE_RANGE":
        given = _input(row["values"][0]) if row["values"] else {}
        bounds = given.get("price", {})
        return Facet(
            id=row["id"],
            label=row["label"],
            is_price=True,
            lowest=f"{bounds.get('min', ''):.0f}" if bounds.get("min") is not None else "",
            highest=f"{bounds.get('max', ''):.0f}" if bounds.get("max") is not None else "",
        )
    values = []
    for value in row["values"]:
        pair = parameter(_input(value))
        if pair and (value["count"] or _folded(pair) in chosen):
            swatch = value.get("swatch") or {}
            values.append(
                Value(
                    name=pair[0],
                    value=pair[1],
                    label=value["label"],
                    count=value["count"],
                    chosen=_folded(pair) in chosen,
                    color=swatch.get("color"),
                )
            )
    return Facet(id=row["id"], label=row["label"], values=tuple(values))


def _input(value: Mapping[str, Any]) -> Mapping[str, Any]:
    given = value["input"]
    parsed = json.loads(given) if isinstance(given, str) else given
    return parsed if isinstance(parsed, Mapping) else {}


def chips(path: str, pairs: Sequence[tuple[str, str]], shown: Sequence[Facet]) -> list[Chip]:
    """Return the filters in force, each with the address that drops it."""
    labels = {_folded((value.name, value.value)): value.label for facet in shown for value in facet.values}
    found = []
    for pair in dict.fromkeys(pairs):
        if pair[0] in {"price.min", "price.max"} and _PRICE.fullmatch(pair[1].strip()):
            label = ("≥ " if pair[0].endswith("min") else "≤ ") + pair[1]
        elif _filter(*pair) and pair[1]:
            label = labels.get(_folded(pair), pair[1])
        else:
            continue
        rest = [other for other in pairs if other != pair and other[0] not in {"after", "before"}]
        found.append(Chip(label=label, without=with_query(path, rest)))
    return found
