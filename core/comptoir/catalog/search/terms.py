"""The words of products by where they stand: in the title, in other fields, in the description."""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from comptoir.catalog.records import ProductRecord
from comptoir.catalog.search.bits import (
    Posting,
    bits_of,
    posting_of,
    union,
    with_ordinal,
    without_ordinal,
)
from comptoir.catalog.search.text import cached_words, words

TITLE, FIELDS, TEXT = 0, 1, 2
"""Tiers of words: those of a title weigh most."""
TIERS = (TITLE, FIELDS, TEXT)
MAX_TEXT = 4_000
"""Characters of a description that are searched."""
_MAX_PREFIXES = 1_024
_MAX_LETTERS = 64
_AFTER_ALL = chr(0x10FFFF)

TermMap = dict[str, Posting]


def terms_of(product: ProductRecord) -> tuple[set[str], set[str], set[str]]:
    """Return the distinct words of a product, tier by tier; a word may stand in several."""
    fields: set[str] = set()
    fields.update(cached_words(product.vendor))
    fields.update(cached_words(product.product_type))
    for tag in product.tags:
        fields.update(cached_words(tag))
    for option in product.options:
        for value in option.option_values:
            fields.update(cached_words(value.name))
    return set(words(product.title)), fields, set(words(product.description[:MAX_TEXT]))


@dataclass(frozen=True, slots=True, eq=False)
class TermIndex:
    """Postings by word for each tier; never changed, `patched` gives another that shares the rest."""

    size: int
    tiers: tuple[TermMap, TermMap, TermMap]
    sorted_terms: Sequence[str]
    """All words of all tiers in order, for prefixes."""
    alphabet: str
    """The letters that words are made of, for what a typing error may have replaced."""
    _prefixes: dict[tuple[int, str], int] = field(default_factory=dict)

    def __contains__(self, word: object) -> bool:
        return any(word in tier for tier in self.tiers)

    def exact(self, tier: int, word: str) -> int:
        """Return the products with a whole word in a tier."""
        return bits_of(self.tiers[tier].get(word), self.size)

    def starting(self, prefix: str) -> Iterator[str]:
        """Yield the words that start with a prefix, in order."""
        start = bisect_left(self.sorted_terms, prefix)
        end = bisect_left(self.sorted_terms, prefix + _AFTER_ALL, lo=start)
        for index in range(start, end):
            yield self.sorted_terms[index]

    def prefixed(self, tier: int, prefix: str) -> int:
        """Return the products with a word in a tier that starts with a prefix; kept, for typing repeats it."""
        found = self._prefixes.get((tier, prefix))
        if found is None:
            postings = self.tiers[tier]
            found = union((postings[word] for word in self.starting(prefix) if word in postings), self.size)
            if len(self._prefixes) >= _MAX_PREFIXES:
                self._prefixes.clear()
            self._prefixes[tier, prefix] = found
        return found

    def patched(self, size: int, gone: Sequence[ProductRecord], come: Sequence[ProductRecord]) -> "TermIndex":
        """Return the index after some products left and others came; a changed product is in both."""
        before = {product.ordinal: terms_of(product) for product in gone}
        now = {product.ordinal: terms_of(product) for product in come}
        if before == now and size == self.size:
            return self
        tiers = [dict.copy(tier) for tier in self.tiers]
        touched: set[str] = set()
        for ordinal in before.keys() | now.keys():
            for place, tier in enumerate(tiers):
                was = before[ordinal][place] if ordinal in before else set()
                shall = now[ordinal][place] if ordinal in now else set()
                touched |= was ^ shall
                for word in was - shall:
                    rest = without_ordinal(tier[word], ordinal)
                    if rest is None:
                        del tier[word]
                    else:
                        tier[word] = rest
                for word in shall - was:
                    tier[word] = with_ordinal(tier.get(word), ordinal)
        ordered = self._order_after(touched, tiers)
        letters = sorted({letter for word in touched for letter in word} - set(self.alphabet))
        alphabet = (self.alphabet + "".join(letters))[:_MAX_LETTERS]
        return TermIndex(size, (tiers[0], tiers[1], tiers[2]), ordered, alphabet)

    def _order_after(self, touched: set[str], tiers: Sequence[TermMap]) -> Sequence[str]:
        new = [word for word in touched if word not in self and any(word in tier for tier in tiers)]
        lost = {word for word in touched if word in self and not any(word in tier for tier in tiers)}
        if not new and not lost:
            return self.sorted_terms
        ordered = [word for word in self.sorted_terms if word not in lost] if lost else [*self.sorted_terms]
        for word in new:
            insort(ordered, word)
        return ordered


def index_terms(products: Iterable[ProductRecord], size: int) -> TermIndex:
    """Build the index over products in ascending order of ordinals."""
    lists: tuple[dict[str, list[int]], dict[str, list[int]], dict[str, list[int]]] = ({}, {}, {})
    for product in products:
        ordinal = product.ordinal
        for held, found in zip(lists, terms_of(product), strict=True):
            for word in found:
                posting = held.get(word)
                if posting is None:
                    held[word] = [ordinal]
                else:
                    posting.append(ordinal)
    title, fields, text = (
        {word: posting_of(posting, size) for word, posting in held.items()} for held in lists
    )
    ordered = sorted(title.keys() | fields.keys() | text.keys())
    return TermIndex(size, (title, fields, text), ordered, _alphabet(ordered))


def _alphabet(terms: Iterable[str]) -> str:
    letters: Counter[str] = Counter()
    for word in terms:
        letters.update(word)
    return "".join(letter for letter, _ in letters.most_common(_MAX_LETTERS))
