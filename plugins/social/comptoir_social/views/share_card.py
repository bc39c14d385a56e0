"""Share cards: 1200 by 630 pixels of the brand's paper, words and cloth, as Open Graph asks for.

Nothing is fetched: colours are the theme's and the products' own swatches, letters are Source Serif (SIL Open
Font License, under `vendor/`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

SIZE = (1200, 630)
_FONTS = Path(__file__).parents[1] / "vendor" / "source-serif"
_TEXT_WIDTH = 620
_LEFT = 72
_CLOTH_LEFT = 760
_MOST_LINES = 4
_TITLE_HEIGHT = 330
_DARK = 480
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What stands on a card; colours are `#rrggbb`."""

    brand: str
    title: str
    line: str
    paper: str
    ink: str
    muted: str
    accent: str
    cloths: tuple[str, ...]


@lru_cache(maxsize=128)
def draw_card(card: Card) -> bytes:
    """Return a card as PNG; the same wish gives the same bytes."""
    sheet = Image.new("RGB", SIZE, _colour(card.paper, "#faf7f1"))
    cloths = [_colour(each, card.accent) for each in card.cloths[:5]] or [_colour(card.accent, "#8a3d22")]
    _lay_cloths(sheet, cloths)
    draw = ImageDraw.Draw(sheet)
    ink, muted = _colour(card.ink, "#1f2328"), _colour(card.muted, "#5f5b54")
    draw.text((_LEFT, 64), card.brand[:40], font=_font("It", 34), fill=ink)
    draw.line([(_LEFT, 122), (_LEFT + 56, 122)], fill=_colour(card.accent, "#8a3d22"), width=3)
    size, lines = _fitting(card.title[:160])
    top = 176
    for line in lines:
        draw.text((_LEFT, top), line, font=_font("Light", size), fill=ink)
        top += round(size * 1.12)
    for line in _wrapped(card.line[:140], _font("It", 30))[:2]:
        draw.text((_LEFT, max(top + 24, 0)), line, font=_font("It", 30), fill=muted)
        top += 40
    buffer = BytesIO()
    sheet.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _lay_cloths(sheet: Image.Image, cloths: Sequence[str]) -> None:
    """Hang strips of cloth at the right, each a little lower than the one before, with weave and fold."""
    width = (SIZE[0] - _CLOTH_LEFT) // len(cloths)
    for place, colour in enumerate(cloths):
        left = _CLOTH_LEFT + place * width
        right = SIZE[0] if place == len(cloths) - 1 else left + width
        bottom = SIZE[1] - 40 * ((place + 1) % 2) - 18 * place
        size = (right - left - 10, bottom)
        cloth = ImageChops.multiply(Image.new("RGB", size, colour), _fall(size).convert("RGB"))
        sheet.paste(
            "#000000",
            (left + 6, 0, left + 6 + size[0], bottom + 6),
            Image.new("L", (size[0], bottom + 6), 26),
        )
        sheet.paste(cloth, (left, 0))
        hem = ImageDraw.Draw(sheet)
        light = "#f7f2e8" if sum(cloth.getpixel((4, 4))) < _DARK else "#5f5b54"  # type: ignore[arg-type]
        for x in range(left + 8, left + size[0] - 10, 14):
            hem.line([(x, bottom - 22), (x + 7, bottom - 22)], fill=light, width=2)


def _fall(size: tuple[int, int]) -> Image.Image:
    """Return the light on a hanging cloth: soft folds down its length, and threads across."""
    folds = Image.new("L", (8, 1))
    folds.putdata([236, 255, 246, 226, 240, 255, 244, 222])
    light = folds.resize(size, Image.Resampling.BICUBIC)
    threads = Image.new("L", size, 255)
    draw = ImageDraw.Draw(threads)
    for y in range(0, size[1], 4):
        draw.line([(0, y), (size[0], y)], fill=246)
    for x in range(0, size[0], 4):
        draw.line([(x, 0), (x, size[1])], fill=249)
    return ImageChops.multiply(light, threads)


def _fitting(title: str) -> tuple[int, list[str]]:
    for size in (92, 80, 68, 58, 48):
        lines = _wrapped(title, _font("Light", size))
        if len(lines) * size <= _TITLE_HEIGHT and all(
            _font("Light", size).getlength(line) <= _TEXT_WIDTH for line in lines
        ):
            return size, lines
    return 44, _wrapped(title, _font("Light", 44))[:_MOST_LINES]


def _wrapped(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= _TEXT_WIDTH:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@lru_cache(maxsize=16)
def _font(style: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONTS / f"SourceSerifPro-{style}.ttf", size)


def _colour(text: str, default: str) -> str:
    return text if _HEX.fullmatch(text) else default
