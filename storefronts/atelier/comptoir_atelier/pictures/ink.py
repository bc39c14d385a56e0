"""Colours: from a swatch to the tones of a lit cloth."""

from functools import lru_cache

from PIL import Image

Rgb = tuple[int, int, int]
_PLAIN = 128
_DARK = 70
_SHADOW = (24, 22, 30)


def rgb(swatch: str) -> Rgb:
    """Return a `#rrggbb` swatch as numbers."""
    return int(swatch[1:3], 16), int(swatch[3:5], 16), int(swatch[5:7], 16)


def lightness(color: Rgb) -> float:
    """Return how light a colour looks, from 0 to 255 (ITU-R BT.601 luma)."""
    return 0.299 * color[0] + 0.587 * color[1] + 0.114 * color[2]


@lru_cache(maxsize=64)
def dye(swatch: str) -> tuple[int, ...]:
    """Return the colour of each tone as one table for red, green and blue.

    On dark cloth seams and folds catch light instead of losing it, or they would not be seen.
    """
    color = rgb(swatch)
    dark = lightness(color) < _DARK
    table: list[int] = []
    for part, shadow in zip(color, _SHADOW, strict=True):
        for tone in range(256):
            away = (tone - _PLAIN) / _PLAIN
            if dark:
                value = part + abs(away) * 120 if away < 0 else part + away * 150
            elif away < 0:
                value = part + (shadow - part) * -away * 0.95
            else:
                value = part + (255 - part) * away * 0.85
            table.append(max(0, min(255, round(value))))
    return tuple(table)


def dyed(tones: Image.Image, swatch: str) -> Image.Image:
    """Return tones in the colour of a swatch."""
    return Image.merge("RGB", (tones, tones, tones)).point(dye(swatch))
