"""Which products have which vendor, type, tag, category, option value or metafield: what filters ask for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from comptoir.catalog.records import MetafieldRecord, ProductRecord
from comptoir.catalog.search.bits import Posting, bits_of, posting_of, with_ordinal, without_ordinal
from comptoir.catalog.search.text import fold

Group = tuple[str, ...]
"""What a value belongs to: `("vendor",)`, `("option", "color")`, `("product", "<namespace>", "<key>")`."""

VENDOR: Group = ("vendor",)
TYPE: Group = ("type",)
TAG: Group = ("tag",)
CATEGORY: Group = ("category",)
MAX_METAFIELD = 128
"""Longer metafield values cannot be filtered by."""


def option_group(name: str) -> Group:
    """Return the group of an option's values; names are compared without case and accents."""
    return ("option", fold(name))


def metafield_group(owner: str, namespace: str, key: str) -> Group:
    """Return the group of a metafield's values; `owner` is product or variant."""
    return (owner, namespace, key)


def attributes_of(product: ProductRecord) -> Iterator[tuple[Group, str]]:
    """Yield each group and folded value of a product; some more than once."""
    if product.vendor:
        yield VENDOR, fold(product.vendor)
    if product.product_type:
        yield TYPE, fold(product.product_type)
    if product.category:
        yield CATEGORY, product.category
    for tag in product.tags:
        yield TAG, fold(tag)
    for option in product.options:
        group = option_group(option.name)
        for value in option.option_values:
            yield group, fold(value.name)
    yield from _metafields("product", product.metafields)
    for variant in product.variants:
        if variant.metafields:
            yield from _metafields("variant", variant.metafields)


def _metafields(owner: str, metafields: Iterable[MetafieldRecord]) -> Iterator[tuple[Group, str]]:
    for metafield in metafields:
        if len(metafield.value) <= MAX_METAFIELD:
            yield metafield_group(owner, metafield.namespace, metafield.key), metafield.value


@dataclass(frozen=True, slots=True, eq=False)
class AttributeIndex:
    """Postings by group and folded value; never changed, `patched` gives another that shares the rest."""

    size: int
    groups: Mapping[Group, Mapping[str, Posting]]

    def bits(self, group: Group, value: str) -> int:
        """Return the products that have a value, compared as it is stored (folded, or exact for metafields)."""
        values = self.groups.get(group)
        return bits_of(values.get(value), self.size) if values else 0

    def patched(
        self, size: int, gone: Sequence[ProductRecord], come: Sequence[ProductRecord]
    ) -> "AttributeIndex":
        """Return the index after some products left and others came; a changed product is in both."""
        groups = dict(self.groups)
        copied: dict[Group, dict[str, Posting]] = {}

        def own(group: Group) -> dict[str, Posting]:
            if group not in copied:
                groups[group] = copied[group] = dict(groups.get(group, {}))
            return copied[group]

        before = {product.ordinal: set(attributes_of(product)) for product in gone}
        now = {product.ordinal: set(attributes_of(product)) for product in come}
        for ordinal in before.keys() | now.keys():
            was, shall = before.get(ordinal, set()), now.get(ordinal, set())
            for group, value in was - shall:
                values = own(group)
                rest = without_ordinal(values[value], ordinal)
                if rest is None:
                    del values[value]
                else:
                    values[value] = rest
            for group, value in shall - was:
                values = own(group)
                values[value] = with_ordinal(values.get(value), ordinal)
        for group, values in copied.items():
            if not values:
                del groups[group]
        return AttributeIndex(size, groups)


def index_attributes(products: Iterable[ProductRecord], size: int) -> AttributeIndex:
    """Build the index over products in ascending order of ordinals."""
    lists: dict[Group, dict[str, list[int]]] = {}
    for product in products:
        ordinal = product.ordinal
        for group, value in attributes_of(product):
            values = lists.get(group)
            if values is None:
                values = lists[group] = {}
            held = values.get(value)
            if held is None:
                values[value] = [ordinal]
            elif held[-1] != ordinal:
                held.append(ordinal)
    groups = {
        group: {value: posting_of(held, size) for value, held in values.items()}
        for group, values in lists.items()
    }
    return AttributeIndex(size, groups)
