"""Products that fit a query, ranked by where its words were found."""

from collections.abc import Callable
from typing import Any

from comptoir.catalog.records import CatalogView, ProductRecord
from comptoir.catalog.search.attributes import TAG, TYPE, VENDOR, Group
from comptoir.catalog.search.bits import full, ordinals_of, pack
from comptoir.catalog.search.fields import PRODUCT_FIELDS, compare_moment, compare_number, price_range
from comptoir.catalog.search.index import SearchIndex
from comptoir.catalog.search.syntax import And, Field, Node, Not, Or, Phrase, Word, parse
from comptoir.catalog.search.terms import FIELDS, TEXT, TIERS, TITLE, TermIndex
from comptoir.catalog.search.text import cached_words, fold, words
from comptoir.catalog.search.typos import neighbours
from comptoir.graphql.context import RequestContext

Levels = tuple[int, int, int, int, int, int]
"""Products that fit, more leniently from level to level, each holding the one before: whole words of the
title; beginnings of title words; other fields; the description; with one typing error in the title; with one
anywhere."""

_MAX_CHECKED = 5_000
"""Products whose texts are read to see whether a phrase stands in them as it is."""
_MIN_PLURAL = 4
_NONE: Levels = (0, 0, 0, 0, 0, 0)

AxisMatch = Callable[[str, Any], int | None]
"""Asks the axis of a name which products fit a value; none when no context owns such an axis."""


def find_products(
    context: RequestContext, view: CatalogView, text: str, *, prefix_last: bool = True
) -> Levels:
    """Return the products that fit a query, level by level; a blank query fits all, one without words none."""
    node = parse(text, fields=PRODUCT_FIELDS, prefix_last=prefix_last)

    def ask(name: str, value: Any) -> int | None:
        for axis in context.shop.axes:
            if axis.name == name and axis.matches is not None:
                return axis.matches(context, value)
        return None

    found = _Finder(view, ask).levels(node)
    if found is not None:
        return found
    return _NONE if text.strip() else _everywhere(full(len(view.ordered)))


def _everywhere(bits: int) -> Levels:
    return (bits, bits, bits, bits, bits, bits)


class _Finder:
    """Evaluates one query over one view."""

    def __init__(self, view: CatalogView, ask: AxisMatch) -> None:
        index: SearchIndex = view.search
        self.view = view
        self.index = index
        self.ask = ask
        self.full = full(len(view.ordered))

    def levels(self, node: Node) -> Levels | None:
        """Return the products that fit; none for a node without a word, which says nothing."""
        if isinstance(node, Word):
            return self.word(node)
        if isinstance(node, Phrase):
            return self.phrase(node)
        if isinstance(node, Field):
            bits = self.field(node)
            return self.levels(node.as_words()) if bits is None else _everywhere(bits)
        if isinstance(node, Not):
            inner = self.levels(_strict(node.node))
            return None if inner is None else _everywhere(self.full & ~inner[TEXT + 1])
        parts = [levels for levels in map(self.levels, node.nodes) if levels is not None]
        if not parts:
            return None
        combined = list(parts[0])
        for levels in parts[1:]:
            for place in range(len(combined)):
                if isinstance(node, And):
                    combined[place] &= levels[place]
                else:
                    combined[place] |= levels[place]
        return (combined[0], combined[1], combined[2], combined[3], combined[4], combined[5])

    def word(self, node: Word) -> Levels | None:
        tokens = words(node.text)
        if not tokens:
            return None
        last = len(tokens) - 1
        found = [
            self.token(token, prefix=node.prefix and place == last) for place, token in enumerate(tokens)
        ]
        combined = [self.full] * len(_NONE)
        for levels in found:
            combined = [held & more for held, more in zip(combined, levels, strict=True)]
        codes = self.codes(node.text, prefix=node.prefix)
        return (
            combined[0] | codes,
            combined[1] | codes,
            combined[2] | codes,
            combined[3] | codes,
            combined[4] | codes,
            combined[5] | codes,
        )

    def token(self, token: str, *, prefix: bool) -> Levels:
        terms = self.index.terms
        exact = [terms.exact(tier, token) for tier in TIERS]
        loose = list(exact)
        for tier in TIERS:
            if prefix:
                loose[tier] |= terms.prefixed(tier, token)
            for form in _number_forms(token):
                loose[tier] |= terms.exact(tier, form)
        title, fields, text = (
            loose[TITLE],
            loose[TITLE] | loose[FIELDS],
            loose[TITLE] | loose[FIELDS] | loose[TEXT],
        )
        if text:
            return (exact[TITLE], title, fields, text, text, text)
        titled, anywhere = self.guess(terms, token)
        return (0, 0, 0, 0, titled, anywhere)

    @staticmethod
    def guess(terms: TermIndex, token: str) -> tuple[int, int]:
        """Return the products with a word one typing error away: in the title, and anywhere.

        Asked for words that no product has.
        """
        titled = anywhere = 0
        for near in neighbours(token, terms, terms.alphabet):
            titled |= terms.exact(TITLE, near)
            for tier in TIERS:
                anywhere |= terms.exact(tier, near)
        return titled, anywhere

    def codes(self, text: str, *, prefix: bool) -> int:
        size = self.index.size
        long_enough = prefix and len(text) >= _MIN_PLURAL
        return self.index.skus.bits(text, size=size, prefix=long_enough) | self.index.barcodes.bits(
            text, size=size
        )

    def phrase(self, node: Phrase) -> Levels | None:
        tokens = words(node.text)
        if not tokens:
            return None
        terms = self.index.terms
        anywhere = self.full
        for token in tokens:
            anywhere &= terms.exact(TITLE, token) | terms.exact(FIELDS, token) | terms.exact(TEXT, token)
        if len(tokens) > 1 and anywhere.bit_count() <= _MAX_CHECKED:
            wanted = f" {' '.join(tokens)} "
            ordered = self.view.ordered
            held = [ordinal for ordinal in ordinals_of(anywhere) if _says(ordered[ordinal], wanted)]
            anywhere = pack(held, len(ordered))
        titled = anywhere
        for token in tokens:
            titled &= terms.exact(TITLE, token)
        codes = self.codes(node.text, prefix=False)
        anywhere |= codes
        return (titled | codes, titled | codes, anywhere, anywhere, anywhere, anywhere)

    def field(self, node: Field) -> int | None:
        """Return the products that a condition fits; none when its value makes no sense for the field."""
        if node.name in _ATTRIBUTES:
            return self.attribute(_ATTRIBUTES[node.name], node)
        answers: dict[str, Callable[[], int | None]] = {
            "tag_not": lambda: self.full & ~self.attribute(TAG, node),
            "title": lambda: self.title(node),
            "sku": lambda: self.index.skus.bits(node.value, size=self.index.size, prefix=node.prefix),
            "barcode": lambda: self.index.barcodes.bits(node.value, size=self.index.size, prefix=node.prefix),
            "available_for_sale": lambda: self.axis("available", _TRUTHS.get(node.value.lower())),
            "price": lambda: self.axis("price", price_range(node)),
            "variants.price": lambda: self.axis("price", price_range(node)),
            "handle": lambda: self.handle(node),
        }
        return answers.get(node.name, lambda: self.scan(node))()

    def axis(self, name: str, value: Any) -> int | None:
        return None if value is None else self.ask(name, value)

    def attribute(self, group: Group, node: Field) -> int:
        values = self.index.attributes.groups.get(group, {})
        wanted = fold(node.value)
        if not node.prefix:
            return self.index.attributes.bits(group, wanted)
        bits = 0
        for value in values:
            if value.startswith(wanted):
                bits |= self.index.attributes.bits(group, value)
        return bits

    def title(self, node: Field) -> int | None:
        tokens = words(node.value)
        if not tokens:
            return None
        bits = self.full
        for place, token in enumerate(tokens):
            last = node.prefix and place == len(tokens) - 1
            terms = self.index.terms
            bits &= terms.prefixed(TITLE, token) if last else terms.exact(TITLE, token)
        return bits

    def handle(self, node: Field) -> int:
        if not node.prefix:
            product = self.view.by_handle.get(node.value)
            return 0 if product is None else 1 << product.ordinal
        fitting = (p.ordinal for h, p in self.view.by_handle.items() if h.startswith(node.value))
        return pack(fitting, len(self.view.ordered))

    def scan(self, node: Field) -> int | None:
        """Answer a comparison of ids or times by reading every product: rare, and a few milliseconds."""
        fits: Callable[[ProductRecord], bool] | None
        if node.name == "id":
            number = compare_number(node)
            fits = None if number is None else (lambda product: number(product.number))
        else:
            moment = compare_moment(node)
            fits = None if moment is None else (lambda product: moment(getattr(product, node.name)))
        if fits is None:
            return None
        ordered = self.view.ordered
        return pack((product.ordinal for product in ordered if fits(product)), len(ordered))


_TRUTHS = {"true": True, "false": False}
_ATTRIBUTES: dict[str, Group] = {"vendor": VENDOR, "product_type": TYPE, "tag": TAG}


def _strict(node: Node) -> Node:
    """Return a node whose words stand for themselves alone: what is excluded is meant as written."""
    if isinstance(node, Word):
        return Word(node.text)
    if isinstance(node, Not):
        return Not(_strict(node.node))
    if isinstance(node, And | Or):
        return type(node)(tuple(_strict(inner) for inner in node.nodes))
    return node


def _number_forms(token: str) -> tuple[str, ...]:
    """Return the other grammatical number of a word as English, French and Spanish mostly spell it."""
    if len(token) < _MIN_PLURAL or not token.isalpha():
        return ()
    return (token[:-1],) if token.endswith("s") else (token + "s",)


def _says(product: ProductRecord, wanted: str) -> bool:
    texts = [product.title, product.vendor, product.product_type, *product.tags]
    if any(wanted in f" {' '.join(cached_words(text))} " for text in texts[1:]):
        return True
    return any(wanted in f" {' '.join(words(text))} " for text in (product.title, product.description))
