"""Outlines in a small path language: `M x y`, `L x y`, `C x y x y x y`, `Q x y x y`, absolute, as in SVG.

The drawing board is 1000 wide and 1250 high, its middle at x = 500.
"""

import re
from functools import lru_cache
from itertools import pairwise

_WORDS = re.compile(r"[MLCQ]|-?[0-9]+(?:\.[0-9]+)?")
Point = tuple[float, float]
_STEPS = 10
_MIDDLE = 1000.0


@lru_cache(maxsize=4096)
def flatten(path: str) -> tuple[Point, ...]:
    """Return the corners of a path, its curves cut into short lines."""
    words = _WORDS.findall(path)
    points: list[Point] = []
    command, place = "M", 0
    while place < len(words):
        if words[place].isalpha():
            command = words[place]
            place += 1
        count = {"M": 2, "L": 2, "Q": 4, "C": 6}[command]
        numbers = [float(word) for word in words[place : place + count]]
        place += count
        ends = list(zip(numbers[::2], numbers[1::2], strict=True))
        if len(ends) == 1:
            points += ends
        else:
            points += _curve([points[-1], *ends])
    return tuple(points)


def mirrored(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Return points seen in a mirror that stands on the middle of the board."""
    return tuple((_MIDDLE - x, y) for x, y in points)


def whole(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Return a closed outline from its left half, drawn from the middle to the middle."""
    return points + mirrored(points)[::-1]


def _curve(ends: list[Point]) -> list[Point]:
    return [_between(ends, step / _STEPS) for step in range(1, _STEPS + 1)]


def _between(ends: list[Point], part: float) -> Point:
    """Return a point of a Bézier curve by de Casteljau's rule."""
    while len(ends) > 1:
        ends = [(x + (u - x) * part, y + (v - y) * part) for (x, y), (u, v) in pairwise(ends)]
    return ends[0]
