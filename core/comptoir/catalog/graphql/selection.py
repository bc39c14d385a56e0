"""Variants by the values that a shopper picked."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from comptoir.catalog.records import OptionRecord, ProductRecord, VariantRecord

Choices = tuple[int | None, ...]
"""For each option of a product the index of the picked value, or none where nothing was picked."""


class Pick(Protocol):
    """A picked value: the dialect's `SelectedOptionInput`."""

    name: str
    value: str


def choices_of(
    product: ProductRecord,
    *,
    picks: Iterable[Pick],
    ignore_unknown_options: bool,
    case_insensitive_match: bool,
) -> Choices | None:
    """Return what was picked as indexes; none when a value or a counting option is not the product's."""
    fold = str.casefold if case_insensitive_match else str
    places = {fold(option.name): place for place, option in enumerate(product.options)}
    chosen: list[int | None] = [None] * len(product.options)
    for pick in picks:
        place = places.get(fold(pick.name))
        if place is None:
            if ignore_unknown_options:
                continue
            return None
        index = _value_index(product.options[place], fold(pick.value), case_insensitive_match)
        if index is None:
            return None
        chosen[place] = index
    return tuple(chosen)


def _value_index(option: OptionRecord, wanted: str, fold: bool) -> int | None:
    for index, value in enumerate(option.option_values):
        if (value.name.casefold() if fold else value.name) == wanted:
            return index
    return None


def exact_variant(variants: Iterable[VariantRecord], choices: Choices | None) -> VariantRecord | None:
    """Return the variant that has exactly these values, one picked for every option."""
    return next((variant for variant in variants if variant.choices == choices), None)


def first_variant(variants: Iterable[VariantRecord], choices: Choices) -> VariantRecord | None:
    """Return the first variant, in the order given, that has the values picked."""
    return next((variant for variant in variants if _fits(variant.choices, choices)), None)


def _fits(variant: Sequence[int], choices: Choices) -> bool:
    return all(want is None or want == has for want, has in zip(choices, variant, strict=True))


def adjacent_variants(
    variants: Sequence[VariantRecord], choices: Choices | None, *, anchor: VariantRecord | None
) -> list[VariantRecord]:
    """Return the variants that differ in one value from what was picked, by position.

    Options without a pick take the value of `anchor` where it has all values picked, else of the first
    variant that has them. Picks that do not belong to the product count as none.
    """
    if anchor is None:
        return []
    picked = choices or (None,) * len(anchor.choices)
    base = anchor if _fits(anchor.choices, picked) else first_variant(variants, picked) or anchor
    centre = tuple(has if want is None else want for want, has in zip(picked, base.choices, strict=True))
    return [variant for variant in variants if _distance(variant.choices, centre) == 1]


def _distance(left: Sequence[int], right: Sequence[int]) -> int:
    return sum(1 for one, other in zip(left, right, strict=True) if one != other)


def selectable_variant(variants: Sequence[VariantRecord], *, option: int, value: int) -> VariantRecord | None:
    """Return the variant with this value and the lowest values of all other options."""
    having = [variant for variant in variants if variant.choices[option] == value]
    return min(having, key=lambda variant: variant.choices, default=None)
