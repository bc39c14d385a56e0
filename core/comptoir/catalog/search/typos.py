"""Words one typing error away: a letter too many, missing, wrong, or two letters swapped."""

from collections.abc import Container, Iterator

MIN_LENGTH = 4
"""Shorter words have too many neighbours to guess."""
MAX_LENGTH = 24
"""Longer words are not typed by hand."""


def _edits(word: str, alphabet: str) -> Iterator[str]:
    for index in range(len(word) + 1):
        head, tail = word[:index], word[index:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in alphabet:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]


def neighbours(word: str, terms: Container[str], alphabet: str) -> list[str]:
    """Return the known terms at Damerau-Levenshtein distance 1 from a word of four letters or more.

    All edits are made and looked up: about 70 of them for each letter, which needs no index of its own.
    """
    if not MIN_LENGTH <= len(word) <= MAX_LENGTH:
        return []
    return sorted({edit for edit in _edits(word, alphabet) if edit != word and edit in terms})
