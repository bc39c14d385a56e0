"""The `query` of short lists, in the same language as that of products."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from comptoir.catalog.search.fields import compare_moment
from comptoir.catalog.search.syntax import And, Field, Node, Not, Or, Phrase, Word, parse
from comptoir.catalog.search.text import fold, words

T = TypeVar("T")
Texts = Callable[[Any], Sequence[str]]
Fields = Mapping[str, Texts | None]
"""The texts of each field; none for one that is known but says nothing here."""
Test = Callable[[Any], bool]

_MOMENTS = frozenset({"created_at", "published_at", "updated_at"})


def matching(items: Sequence[T], query: str | None, *, words_of: Texts, fields: Fields) -> Sequence[T]:
    """Return the items that fit a query, all of them for one that asks nothing; never raises.

    A bare word fits where some word of `words_of` starts with it, a condition where a text of the field has
    the value: whole, or from its start with `*` at the end. Case and accents do not matter. Of moments, those
    that the items have can be compared.
    """
    test = _Reader(words_of, fields).test(parse(query or "", fields=fields.keys() | _MOMENTS))
    return items if test is None else [item for item in items if test(item)]


class _Reader:
    """Makes tests of items from the parts of a query; none from a part that asks nothing."""

    def __init__(self, words_of: Texts, fields: Fields) -> None:
        self.words_of = words_of
        self.fields = fields

    def test(self, node: Node) -> Test | None:
        if isinstance(node, Word):
            return self.starting(words(node.text))
        if isinstance(node, Phrase):
            return self.saying(words(node.text))
        if isinstance(node, Field):
            return self.having(node)
        if isinstance(node, Not):
            inner = self.test(node.node)
            return None if inner is None else lambda item: not inner(item)
        return self.joined(node)

    def joined(self, node: And | Or) -> Test | None:
        tests = [test for part in node.nodes if (test := self.test(part)) is not None]
        if not tests:
            return None
        join = all if isinstance(node, And) else any
        return lambda item: join(test(item) for test in tests)

    def starting(self, wanted: Sequence[str]) -> Test | None:
        def test(item: Any) -> bool:
            held = [word for text in self.words_of(item) for word in words(text)]
            return all(any(word.startswith(want) for word in held) for want in wanted)

        return test if wanted else None

    def saying(self, wanted: Sequence[str]) -> Test | None:
        phrase = f" {' '.join(wanted)} "

        def test(item: Any) -> bool:
            return any(phrase in f" {' '.join(words(text))} " for text in self.words_of(item))

        return test if wanted else None

    def having(self, node: Field) -> Test | None:
        if node.name in _MOMENTS:
            fits = compare_moment(node)
            return (
                None
                if fits is None
                else lambda item: hasattr(item, node.name) and fits(getattr(item, node.name))
            )
        texts, wanted = self.fields.get(node.name), fold(node.value)
        if texts is None:
            return None
        if node.prefix:
            return lambda item: any(fold(text).startswith(wanted) for text in texts(item))
        return lambda item: any(fold(text) == wanted for text in texts(item))
