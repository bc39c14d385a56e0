"""The filters of product lists: choices of one kind widen each other, kinds narrow each other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comptoir.catalog.records import CatalogView, ProductRecord
from comptoir.catalog.search.attributes import (
    CATEGORY,
    TAG,
    TYPE,
    VENDOR,
    AttributeIndex,
    Group,
    metafield_group,
    option_group,
)
from comptoir.catalog.search.bits import full, ordinals_of, pack
from comptoir.catalog.search.text import fold
from comptoir.errors import BadUserInputError
from comptoir.graphql.context import RequestContext

MAX_FILTERS = 100
"""Filters in one request."""
_TEXT_FILTERS: dict[str, Group] = {"productType": TYPE, "productVendor": VENDOR, "tag": TAG}
_METAFIELD_OWNERS = {"productMetafield": "product", "variantMetafield": "variant"}
_NAMES = {
    "product_type": "productType",
    "product_vendor": "productVendor",
    "variant_option": "variantOption",
    "product_metafield": "productMetafield",
    "variant_metafield": "variantMetafield",
    "taxonomy_metafield": "taxonomyMetafield",
}

Choices = dict[Group, int]
"""The products that each kind of filter leaves, by kind: a group of attributes, or `("axis", name)`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What the filters of a request choose."""

    kinds: Choices
    options: Mapping[str, frozenset[str]]
    """Folded values by folded option name."""
    chosen: frozenset[tuple[Group, str]]
    """Attribute values that are picked, folded."""


def select(context: RequestContext, view: CatalogView, filters: Sequence[Mapping[str, Any]]) -> Selection:
    """Read filters as the dialect's `ProductFilter` writes them (camel case, or python names).

    Raises `BadUserInputError` for too many, for unknown kinds and for values of the wrong shape.
    """
    if len(filters) > MAX_FILTERS:
        raise BadUserInputError(f"{len(filters)} filters are given; {MAX_FILTERS} are allowed")
    attributes: AttributeIndex = view.search.attributes
    kinds: Choices = {}
    chosen: set[tuple[Group, str]] = set()
    for name, value in _given(filters):
        picked = _attribute(name, value)
        kind: Group
        if picked is None:
            kind, bits = ("axis", name), _ask(context, name, value)
        else:
            kind = picked[0]
            bits = _below(attributes, picked[1]) if kind == CATEGORY else attributes.bits(*picked)
            chosen.add(picked)
        kinds[kind] = kinds.get(kind, 0) | bits
    options: dict[str, frozenset[str]] = {}
    for group, text in chosen:
        if group[0] == "option":
            options[group[1]] = options.get(group[1], frozenset()) | {text}
    return Selection(kinds=kinds, options=options, chosen=frozenset(chosen))


def _below(attributes: AttributeIndex, category: str) -> int:
    """Return the products of a category and of all below it: `aa-1-2` lies below `aa-1`."""
    prefix = "gid://shopify/TaxonomyCategory/"
    wanted = category.removeprefix(prefix)
    bits = 0
    for held in attributes.groups.get(CATEGORY, {}):
        bare = held.removeprefix(prefix)
        if bare == wanted or bare.startswith(wanted + "-"):
            bits |= attributes.bits(CATEGORY, held)
    return bits


def _given(filters: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, Any]]:
    for one in filters:
        if not isinstance(one, Mapping):
            raise BadUserInputError("a filter is an object")
        for name, value in one.items():
            if value is not None:
                yield _NAMES.get(name, name), value


def _attribute(name: str, value: Any) -> tuple[Group, str] | None:
    """Return the attribute value that a filter picks; none when a context above may answer it."""
    if name in _TEXT_FILTERS:
        return _TEXT_FILTERS[name], fold(_text(name, value))
    if name == "variantOption":
        return option_group(_part(name, value, "name")), fold(_part(name, value, "value"))
    if name in _METAFIELD_OWNERS:
        namespace, key = _part(name, value, "namespace"), _part(name, value, "key")
        return metafield_group(_METAFIELD_OWNERS[name], namespace, key), _part(name, value, "value")
    if name == "taxonomyMetafield":
        namespace, key = _part(name, value, "namespace"), _part(name, value, "key")
        return metafield_group("product", namespace, key), _part(name, value, "value")
    if name == "category":
        return CATEGORY, _part(name, value, "id")
    return None


def _ask(context: RequestContext, name: str, value: Any) -> int:
    for axis in context.shop.axes:
        if axis.name == name and axis.matches is not None:
            return axis.matches(context, value)
    raise BadUserInputError(f"products cannot be filtered by '{name[:40]}'")


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise BadUserInputError(f"the filter '{name}' takes a text")
    return value


def _part(name: str, value: Any, part: str) -> str:
    if not isinstance(value, Mapping) or not isinstance(value.get(part), str):
        raise BadUserInputError(f"the filter '{name}' needs the text '{part}'")
    found: str = value[part]
    return found


def narrow(view: CatalogView, bits: int, selection: Selection, *, without: Group | None = None) -> int:
    """Return the products of `bits` that all kinds of filters leave, `without` taken aside.

    Several options must meet in one variant: red and M means a red M, not some red and some M.
    """
    for kind, kept in selection.kinds.items():
        if kind != without:
            bits &= kept
    options = {name: values for name, values in selection.options.items() if without != ("option", name)}
    if len(options) < 2 or not bits:  # noqa: PLR2004 (one option cannot disagree with itself)
        return bits
    return bits & _meeting(view, options)


def _meeting(view: CatalogView, options: Mapping[str, frozenset[str]]) -> int:
    """Return the products with a variant that has one of the values of each option; kept by the view."""
    known: dict[Any, int] = view.extra.setdefault("meeting options", {})
    key = frozenset(options.items())
    found = known.get(key)
    if found is None:
        attributes: AttributeIndex = view.search.attributes
        candidates = full(len(view.ordered))
        for name, values in options.items():
            any_value = 0
            for value in values:
                any_value |= attributes.bits(("option", name), value)
            candidates &= any_value
        ordered = view.ordered
        fitting = (o for o in ordinals_of(candidates) if _meets(ordered[o], options))
        found = pack(fitting, len(ordered))
        if len(known) >= MAX_FILTERS:
            known.clear()
        known[key] = found
    return found


def _meets(product: ProductRecord, options: Mapping[str, frozenset[str]]) -> bool:
    wanted: list[tuple[int, set[int]]] = []
    for place, option in enumerate(product.options):
        values = options.get(fold(option.name))
        if values is not None:
            fitting = {
                index for index, value in enumerate(option.option_values) if fold(value.name) in values
            }
            wanted.append((place, fitting))
    return any(
        all(variant.choices[place] in fitting for place, fitting in wanted) for variant in product.variants
    )
