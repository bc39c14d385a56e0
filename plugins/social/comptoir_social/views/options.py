"""The variant picker: for each value of each option, whether that choice can be bought."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value to choose. `exists` and `available` say what choosing it, all else kept, would give."""

    name: str
    color: str | None
    chosen: bool
    exists: bool
    available: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An option with its values; `swatches` when colours can be shown."""

    name: str
    chosen: str | None
    values: tuple[Value, ...]

    @property
    def swatches(self) -> bool:
        """Whether every value has a colour to show."""
        return all(value.color for value in self.values)


def picker(product: Mapping[str, Any], selected: Mapping[str, Any] | None) -> list[Option]:
    """Return the options to choose from; none for a product with a single, unnamed variant."""
    options = product["options"]
    if len(options) == 1 and options[0]["name"] == "Title" and len(options[0]["optionValues"]) == 1:
        return []
    chosen = {row["name"]: row["value"] for row in selected["selectedOptions"]} if selected else {}
    by_choice = {_choice(variant["selectedOptions"]): variant for variant in product["variants"]["nodes"]}
    return [_option(option, chosen, by_choice) for option in options]


def _option(
    option: Mapping[str, Any],
    chosen: Mapping[str, str],
    by_choice: Mapping[frozenset[tuple[str, str]], Mapping[str, Any]],
) -> Option:
    name = option["name"]
    values = []
    for value in option["optionValues"]:
        variant = by_choice.get(frozenset({**chosen, name: value["name"]}.items()))
        values.append(
            Value(
                name=value["name"],
                color=(value.get("swatch") or {}).get("color"),
                chosen=chosen.get(name) == value["name"],
                exists=variant is not None,
                available=variant is not None and variant["availableForSale"],
            )
        )
    return Option(name=name, chosen=chosen.get(name), values=tuple(values))


def _choice(selected: Sequence[Mapping[str, str]]) -> frozenset[tuple[str, str]]:
    return frozenset((row["name"], row["value"]) for row in selected)


def asked_options(pairs: Sequence[tuple[str, str]], *, prefix: str = "") -> list[dict[str, str]]:
    """Return the choices in a query or form as `SelectedOptionInput`s; at most ten, each name once."""
    found: dict[str, str] = {}
    for name, value in pairs:
        if name.startswith(prefix) and value and len(name) < 200 and len(value) < 200:  # noqa: PLR2004
            found.setdefault(name.removeprefix(prefix), value)
    return [{"name": name, "value": value} for name, value in list(found.items())[:10]]
