"""The `query` of short lists: words that must all be found, and `field:value` conditions."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from comptoir.catalog.search.text import fold, words

T = TypeVar("T")
Texts = Callable[[Any], Sequence[str]]
Fields = Mapping[str, Texts]

_TERM = re.compile(r"""(?P<minus>-)?(?:(?P<field>[A-Za-z_]+):)?(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]+))""")
_JOINTS = frozenset({"AND"})


def matching(items: Sequence[T], query: str | None, *, words_of: Texts, fields: Fields) -> Sequence[T]:
    """Return the items that fit a query; all of them for an empty one.

    A bare word fits where some word of `words_of` starts with it, a condition where the field's text has the
    value: whole, or from its start with `*` at the end. `-` before a term turns it round, and an unknown
    field is left out, for shoppers type whatever they like. Case and accents do not matter.
    """
    tests = [_test(match, words_of=words_of, fields=fields) for match in _TERM.finditer(query or "")]
    asked = [test for test in tests if test is not None]
    return [item for item in items if all(test(item) for test in asked)] if asked else items


def _test(match: re.Match[str], *, words_of: Texts, fields: Fields) -> Callable[[Any], bool] | None:
    value = match["quoted"] if match["quoted"] is not None else match["bare"]
    field, negated = match["field"], match["minus"] is not None
    if field is None:
        wanted = () if value in _JOINTS else tuple(words(value))
        return _turned(lambda item: _has_words(words_of(item), wanted), negated) if wanted else None
    texts = fields.get(field.lower())
    if texts is None:
        return None
    return _turned(lambda item: _has_value(texts(item), fold(value)), negated)


def _turned(test: Callable[[Any], bool], negated: bool) -> Callable[[Any], bool]:
    return (lambda item: not test(item)) if negated else test


def _has_words(texts: Sequence[str], wanted: Sequence[str]) -> bool:
    held = [word for text in texts for word in words(text)]
    return all(any(word.startswith(want) for word in held) for want in wanted)


def _has_value(texts: Sequence[str], wanted: str) -> bool:
    folded = [fold(text) for text in texts]
    if wanted.endswith("*"):
        return any(text.startswith(wanted[:-1]) for text in folded)
    return wanted in folded
