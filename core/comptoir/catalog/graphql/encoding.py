"""Which combinations of option values a product has, as the compact text that product pages decode.

The text is `v1_` and a trie over the indexes of option values: `:` leads to the next option, `,` ends
what a `:` opened, a space parts values of the last option, `-` spans a run of them. Two colours in three
sizes, all of them there, are `v1_0:0-2,1:0-2,`.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

PREFIX = "v1_"


def encode_choices(choices: Iterable[Sequence[int]]) -> str | None:
    """Return the text for combinations of value indexes, each as long as the product has options.

    Order and repetition do not matter. None stands for no combination at all.
    """
    combinations = sorted({tuple(choice) for choice in choices if choice})
    return PREFIX + _branch(combinations, 0) if combinations else None


def _branch(combinations: Sequence[tuple[int, ...]], depth: int) -> str:
    if depth == len(combinations[0]) - 1:
        return _runs([combination[depth] for combination in combinations])
    return "".join(
        f"{index}:{_branch(list(group), depth + 1)},"
        for index, group in groupby(combinations, key=lambda combination: combination[depth])
    )


def _runs(indexes: Sequence[int]) -> str:
    spans: list[tuple[int, int]] = []
    for index in indexes:
        if spans and spans[-1][1] == index - 1:
            spans[-1] = (spans[-1][0], index)
        else:
            spans.append((index, index))
    return " ".join(str(start) if start == end else f"{start}-{end}" for start, end in spans)
