"""The rules of automatic collections."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comptoir.catalog.records import ProductRecord
from comptoir.catalog.search.attributes import TAG, TYPE, VENDOR, AttributeIndex, Group
from comptoir.catalog.search.bits import ordinals_of, pack, union
from comptoir.catalog.search.text import fold

_RELATIONS: Mapping[str, Callable[[str, str], bool]] = {
    "EQUALS": lambda text, wanted: text == wanted,
    "NOT_EQUALS": lambda text, wanted: text != wanted,
    "CONTAINS": lambda text, wanted: wanted in text,
    "NOT_CONTAINS": lambda text, wanted: wanted not in text,
    "STARTS_WITH": lambda text, wanted: text.startswith(wanted),
    "ENDS_WITH": lambda text, wanted: text.endswith(wanted),
}
_NEGATIVE = {"NOT_EQUALS", "NOT_CONTAINS"}
_WEIGHTS: Mapping[str, Callable[[int, int], bool]] = {
    "EQUALS": lambda grams, wanted: grams == wanted,
    "NOT_EQUALS": lambda grams, wanted: grams != wanted,
    "GREATER_THAN": lambda grams, wanted: grams > wanted,
    "LESS_THAN": lambda grams, wanted: grams < wanted,
}
_TEXTS: Mapping[str, Callable[[ProductRecord], Iterable[str]]] = {
    "TITLE": lambda product: (product.title,),
    "TYPE": lambda product: (product.product_type,),
    "VENDOR": lambda product: (product.vendor,),
    "TAG": lambda product: product.tags,
    "VARIANT_TITLE": lambda product: (variant.title for variant in product.variants),
}

_GROUPS: Mapping[str, Group] = {"TAG": TAG, "TYPE": TYPE, "VENDOR": VENDOR}


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules of a collection; a product joins when all fit, or with `any_rule` when one does."""

    rules: Sequence[Mapping[str, Any]]
    any_rule: bool

    def bits(self, index: AttributeIndex, ordered: Sequence[ProductRecord], present: int) -> int:
        """Return the products that belong to the collection, of those present.

        Rules on tags, types and vendors are compared with each distinct value instead of each product.
        """
        found = 0 if self.any_rule else present
        for rule in self.rules:
            group = _GROUPS.get(rule["column"])
            if group is None:
                fitting = (one for one in ordinals_of(present) if _fits(rule, ordered[one]))
                bits = pack(fitting, len(ordered))
            else:
                bits = _by_value(rule, index, group, present)
            found = found | bits if self.any_rule else found & bits
        return found & present

    def fits(self, product: ProductRecord) -> bool:
        """Whether a product belongs to the collection; texts are compared without case and accents."""
        results = (_fits(rule, product) for rule in self.rules)
        return any(results) if self.any_rule else all(results)


def _by_value(rule: Mapping[str, Any], index: AttributeIndex, group: Group, present: int) -> int:
    relation = rule["relation"]
    compare = _RELATIONS.get(relation)
    if compare is None:
        return 0
    wanted = fold(str(rule["condition"]).strip())
    values = index.groups.get(group, {})
    negative = relation in _NEGATIVE
    counted = [posting for value, posting in values.items() if compare(value, wanted) != negative]
    bits = union(counted, index.size)
    # A product without type or vendor has an empty one; a product without tags has no tag at all.
    if group != TAG and compare("", wanted) != negative:
        bits |= present & ~union(values.values(), index.size)
    return present & ~bits if negative else bits


def _fits(rule: Mapping[str, Any], product: ProductRecord) -> bool:
    column, relation, condition = rule["column"], rule["relation"], str(rule["condition"])
    if column == "VARIANT_WEIGHT":
        return _fits_weight(relation, condition, product)
    compare = _RELATIONS.get(relation)
    if compare is None:
        return False
    wanted = fold(condition.strip())
    results = (compare(fold(text), wanted) for text in _TEXTS[column](product))
    # A product without the tag must have none that fits; a positive rule asks for one that does.
    return all(results) if relation in _NEGATIVE else any(results)


def _fits_weight(relation: str, condition: str, product: ProductRecord) -> bool:
    """Compare weights in whole grams, as conditions write them."""
    compare = _WEIGHTS.get(relation)
    if compare is None or not condition.strip().isdecimal():
        return False
    wanted = int(condition)
    return any(
        variant.weight_grams is not None and compare(variant.weight_grams, wanted)
        for variant in product.variants
    )
