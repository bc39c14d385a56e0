"""The choice of a variant: for each value of each option, which variant it would give and whether it can be bought."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_MOST_OPTIONS = 10
_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionValue:
    """A value to choose; `variant` is what choosing it, all else kept, would give, or none."""

    name: str
    color: str | None
    chosen: bool
    variant: Mapping[str, Any] | None

    @property
    def exists(self) -> bool:
        """Whether there is such a variant."""
        return self.variant is not None

    @property
    def available(self) -> bool:
        """Whether that variant can be bought."""
        return self.variant is not None and bool(self.variant["availableForSale"])


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionChoice:
    """An option with its values, and the name of the chosen one."""

    name: str
    chosen: str | None
    values: tuple[OptionValue, ...]

    @property
    def swatches(self) -> bool:
        """Whether every value has a colour to show."""
        return all(value.color for value in self.values)


def option_choices(product: Mapping[str, Any], selected: Mapping[str, Any] | None) -> list[OptionChoice]:
    """Return the options to choose from; none for a product with a single, unnamed variant.

    Of the product it reads `options { name optionValues { name swatch { color } } }` and `variants { nodes {
    availableForSale selectedOptions { name value } } }`, of the selected variant its `selectedOptions`.
    """
    options = product["options"]
    if len(options) == 1 and options[0]["name"] == "Title" and len(options[0]["optionValues"]) == 1:
        return []
    chosen = _values(selected["selectedOptions"]) if selected else {}
    variants = {_key(_values(row["selectedOptions"])): row for row in product["variants"]["nodes"]}
    return [_choice(option, chosen, variants) for option in options]


def _choice(
    option: Mapping[str, Any],
    chosen: Mapping[str, str],
    variants: Mapping[frozenset[tuple[str, str]], Mapping[str, Any]],
) -> OptionChoice:
    name = option["name"]
    values = tuple(
        OptionValue(
            name=value["name"],
            color=(value.get("swatch") or {}).get("color"),
            chosen=chosen.get(name) == value["name"],
            variant=variants.get(_key({**chosen, name: value["name"]})),
        )
        for value in option["optionValues"]
    )
    return OptionChoice(name=name, chosen=chosen.get(name), values=values)


def _values(selected: Sequence[Mapping[str, str]]) -> dict[str, str]:
    return {row["name"]: row["value"] for row in selected}


def _key(values: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset(values.items())


def asked_options(pairs: Sequence[tuple[str, str]], *, prefix: str = "") -> list[dict[str, str]]:
    """Return the choices in a query or form as `SelectedOptionInput`s; at most ten, each name once."""
    found: dict[str, str] = {}
    for name, value in pairs:
        if name.startswith(prefix) and value and len(name) < _LONGEST and len(value) < _LONGEST:
            found.setdefault(name.removeprefix(prefix), value)
    return [{"name": name, "value": value} for name, value in list(found.items())[:_MOST_OPTIONS]]
