"""The filters that would help to narrow a list of products, with how many products each choice leaves."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from comptoir.catalog.listing.filters import Selection, narrow
from comptoir.catalog.records import CatalogView, OptionValueRecord, ProductRecord
from comptoir.catalog.search.attributes import TAG, TYPE, VENDOR, AttributeIndex, Group, attributes_of
from comptoir.catalog.search.bits import Posting, bits_of, first_ordinal, ordinals_of
from comptoir.catalog.search.text import fold, slug, sort_text
from comptoir.graphql.context import RequestContext
from comptoir.hooks.contributions import Facet, FacetValue

MAX_VALUES = 100
"""Choices in a facet: the most frequent ones of the catalogue."""
MAX_OPTIONS = 20
"""Options, such as Color, that become facets."""
_MAX_PREPARED = 512
"""Values of a group that a view keeps ready."""
_FEW_PRODUCTS = 100
"""Lists up to this length offer every value of their products, however rare elsewhere."""
_LABELS: Mapping[str, tuple[str, str, str]] = {
    "de": ("Marke", "Produkttyp", "Tag"),
    "en": ("Brand", "Product type", "Tag"),
    "es": ("Marca", "Tipo de producto", "Etiqueta"),
    "fr": ("Marque", "Type de produit", "Étiquette"),
    "it": ("Marca", "Tipo di prodotto", "Etichetta"),
    "nl": ("Merk", "Producttype", "Label"),
    "pt": ("Marca", "Tipo de produto", "Etiqueta"),
}
_SIZES = {
    size: rank
    for rank, size in enumerate(
        ("xxxs", "xxs", "xs", "s", "m", "l", "xl", "xxl", "2xl", "xxxl", "3xl", "xxxxl", "4xl", "5xl")
    )
}
_LEADING_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def facets_of(
    context: RequestContext, view: CatalogView, *, unfiltered: int, selection: Selection
) -> Iterator[Facet]:
    """Yield the facets of a list: those of contexts above first, then options, brand, type and tags."""
    for axis in context.shop.axes:
        if axis.facet is not None:
            facet = axis.facet(context, narrow(view, unfiltered, selection, without=("axis", axis.name)))
            if facet is not None:
                yield facet
    narrowed = narrow(view, unfiltered, selection)
    offered = _offered(view, unfiltered)
    options = sorted((group for group in offered if group[0] == "option"), key=lambda group: group[1])
    for group in [*options[:MAX_OPTIONS], VENDOR, TYPE, TAG]:
        if group in offered:
            bits = narrowed
            if group in selection.kinds:
                bits = narrow(view, unfiltered, selection, without=group)
            facet = _facet(view, group, offered[group], bits=bits, selection=selection)
            if facet is not None:
                yield facet


def _offered(view: CatalogView, bits: int) -> Mapping[Group, Sequence[str]]:
    """Return the values worth counting by group: those of the products when few, else the most frequent."""
    if bits.bit_count() > _FEW_PRODUCTS:
        frequent: dict[Group, Sequence[str]] = view.extra.get("frequent values", {})
        if not frequent:
            frequent = {
                group: _most_frequent(values)
                for group, values in view.search.attributes.groups.items()
                if _shown(group)
            }
            view.extra["frequent values"] = frequent
        return frequent
    found: dict[Group, dict[str, None]] = {}
    for ordinal in ordinals_of(bits):
        for group, value in attributes_of(view.ordered[ordinal]):
            if _shown(group):
                found.setdefault(group, {})[value] = None
    return {group: list(values)[: MAX_VALUES * 2] for group, values in found.items()}


def _shown(group: Group) -> bool:
    return group[0] == "option" or group in {VENDOR, TYPE, TAG}


def _most_frequent(values: Mapping[str, Posting]) -> list[str]:
    def size(item: tuple[str, Posting]) -> tuple[int, str]:
        value, posting = item
        return (-posting.bit_count() if isinstance(posting, int) else -len(posting), value)

    return [value for value, _ in sorted(values.items(), key=size)[:MAX_VALUES]]


def _facet(
    view: CatalogView, group: Group, values: Sequence[str], *, bits: int, selection: Selection
) -> Facet | None:
    attributes: AttributeIndex = view.search.attributes
    postings = attributes.groups[group]
    prepared: dict[str, FacetValue] = view.extra.setdefault("facet values", {}).setdefault(group, {})
    if len(prepared) > _MAX_PREPARED:
        prepared.clear()
    facet_id, size = _facet_id(group), len(view.ordered)
    found: list[FacetValue] = []
    for value in values:
        known = prepared.get(value)
        if known is None:
            posting = postings.get(value)
            if posting is None:
                continue
            known = prepared[value] = _prepared(view, group, value, bits=bits_of(posting, size))
        count = (bits & known.bits).bit_count()
        if count or (group, value) in selection.chosen:
            found.append(
                FacetValue(key=known.key, label=known.label, input=known.input, bits=known.bits, count=count)
            )
    if not found or (group == ("option", "title") and len(found) == 1):
        return None
    found.sort(key=lambda value: _rank(value.label))
    return Facet(id=facet_id, label=_label(view, group, found), kind="LIST", values=found[:MAX_VALUES])


def _facet_id(group: Group) -> str:
    if group[0] == "option":
        return f"filter.v.option.{slug(group[1]) or 'option'}"
    return {VENDOR: "filter.p.vendor", TYPE: "filter.p.product_type", TAG: "filter.p.tag"}[group]


def _prepared(view: CatalogView, group: Group, value: str, *, bits: int) -> FacetValue:
    """Return a value without its count: what a view keeps, since only counts differ from list to list."""
    product = view.ordered[first_ordinal(bits)]
    label = _spelled(product, group, value)
    return FacetValue(
        key=slug(value) or "value",
        label=label,
        input=_filter(group, label),
        bits=bits,
    )


def _filter(group: Group, label: str) -> Mapping[str, Any]:
    if group[0] == "option":
        return {"variantOption": {"name": group[1], "value": label}}
    return {{VENDOR: "productVendor", TYPE: "productType", TAG: "tag"}[group]: label}


def _spelled(product: ProductRecord, group: Group, value: str) -> str:
    """Return a folded value as the product spells it."""
    if group == VENDOR:
        return product.vendor
    if group == TYPE:
        return product.product_type
    if group == TAG:
        return next((tag for tag in product.tags if fold(tag) == value), value)
    found = option_value_of(product, group[1], value)
    return value if found is None else found.name


def option_value_of(product: ProductRecord, name: str, value: str) -> OptionValueRecord | None:
    """Return a product's option value by folded names, such as the one whose swatch a facet shows."""
    for option in product.options:
        if fold(option.name) == name:
            for held in option.option_values:
                if fold(held.name) == value:
                    return held
    return None


def _label(view: CatalogView, group: Group, values: Sequence[FacetValue]) -> str:
    if group[0] == "option":
        product = view.ordered[first_ordinal(values[0].bits)]
        return next((o.name for o in product.options if fold(o.name) == group[1]), group[1])
    labels = _LABELS.get(view.language.partition("-")[0], _LABELS["en"])
    return labels[(VENDOR, TYPE, TAG).index(group)]


@lru_cache(maxsize=4_096)
def _rank(label: str) -> tuple[int, float, str]:
    """Order sizes by size, numbers by number, all else by its letters."""
    text = sort_text(label)
    if text in _SIZES:
        return 1, _SIZES[text], text
    number = _LEADING_NUMBER.match(label)
    if number is not None:
        return 0, float(number[0].replace(",", ".")), text
    return 2, 0, text
