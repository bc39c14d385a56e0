"""The choice of a variant as buttons that each lead to the page of another one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comptoir_kiosk.views.links import product_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value to choose; `path` is empty where nothing is made in it with what else is chosen."""

    name: str
    color: str | None
    path: str
    chosen: bool
    available: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An option with its values."""

    name: str
    chosen: str | None
    choices: tuple[Choice, ...]


def picker(product: Mapping[str, Any], selected: Mapping[str, Any] | None) -> list[Option]:
    """Return the options to choose from; none for a product with a single, unnamed variant."""
    options = product["options"]
    if len(options) == 1 and options[0]["name"] == "Title" and len(options[0]["optionValues"]) == 1:
        return []
    chosen = _values(selected["selectedOptions"]) if selected else {}
    variants = {_key(_values(row["selectedOptions"])): row for row in product["variants"]["nodes"]}
    return [_option(product["handle"], option, chosen, variants) for option in options]


def _option(
    handle: str,
    option: Mapping[str, Any],
    chosen: Mapping[str, str],
    variants: Mapping[frozenset[tuple[str, str]], Mapping[str, Any]],
) -> Option:
    name = option["name"]
    choices = []
    for value in option["optionValues"]:
        variant = variants.get(_key({**chosen, name: value["name"]}))
        choices.append(
            Choice(
                name=value["name"],
                color=(value.get("swatch") or {}).get("color"),
                path=product_path(handle, variant) if variant else "",
                chosen=chosen.get(name) == value["name"],
                available=variant is not None and variant["availableForSale"],
            )
        )
    return Option(name=name, chosen=chosen.get(name), choices=tuple(choices))


def _values(selected: Sequence[Mapping[str, str]]) -> dict[str, str]:
    return {row["name"]: row["value"] for row in selected}


def _key(values: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset(values.items())
