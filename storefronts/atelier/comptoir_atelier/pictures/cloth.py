"""What cloth is made of, seen close: weaves as tones about 128, woven patterns as masks. Always the same bytes."""

from functools import lru_cache
from random import Random

from PIL import Image, ImageDraw

Size = tuple[int, int]
_PLAIN = 128
_GRAIN = 7


@lru_cache(maxsize=24)
def weave(kind: str, size: Size, zoom: float) -> Image.Image:
    """Return the texture of a cloth, as fine as it looks from that near."""
    image = _grain(size, zoom=zoom)
    pen = ImageDraw.Draw(image)
    step = max(3, round(5 * zoom))
    if kind == "twill":
        for offset in range(-size[1], size[0], step):
            pen.line((offset, 0, offset + size[1], size[1]), fill=_PLAIN + 9)
    elif kind == "rib":
        for place in range(0, size[0], step * 2):
            pen.line((place, 0, place, size[1]), fill=_PLAIN - 16, width=max(1, step // 2))
    elif kind == "knit":
        _stitches(pen, size, step=max(5, round(8 * zoom)))
    elif kind == "weave":
        for place in range(0, size[1], step):
            pen.line((0, place, size[0], place), fill=_PLAIN - 5)
        for place in range(0, size[0], step):
            pen.line((place, 0, place, size[1]), fill=_PLAIN + 6)
    return image


@lru_cache(maxsize=12)
def pattern(kind: str, size: Size, zoom: float) -> Image.Image:
    """Return where the second colour of a patterned cloth shows: `stripe`, `breton` or `check`."""
    image = Image.new("L", size, 0)
    pen = ImageDraw.Draw(image)
    unit = size[0] / 1000 * zoom
    if kind == "stripe":
        _bars(pen, size, step=26 * unit, width=9 * unit, fill=235, across=False)
    elif kind == "breton":
        _bars(pen, size, step=52 * unit, width=17 * unit, fill=255, across=True)
    elif kind == "check":
        _bars(pen, size, step=120 * unit, width=46 * unit, fill=110, across=False)
        other = Image.new("L", size, 0)
        _bars(ImageDraw.Draw(other), size, step=120 * unit, width=46 * unit, fill=110, across=True)
        image = Image.blend(image, other, 0.5).point(lambda value: min(255, value * 2))
    return image


def _grain(size: Size, *, zoom: float) -> Image.Image:
    """Return fine even noise; nearer, its grains are larger."""
    cells = (max(1, round(size[0] / zoom)), max(1, round(size[1] / zoom)))
    noise = Image.frombytes("L", cells, Random(11).randbytes(cells[0] * cells[1]))  # noqa: S311 - not a secret
    toned = noise.point([_PLAIN - _GRAIN + value * 2 * _GRAIN // 255 for value in range(256)])
    return toned.resize(size, Image.Resampling.BILINEAR) if cells != size else toned


def _stitches(pen: ImageDraw.ImageDraw, size: Size, *, step: int) -> None:
    """Draw rows of knitted loops, each a small V."""
    for top in range(-step, size[1], step):
        points = []
        for place, left in enumerate(range(0, size[0] + step, step)):
            points.append((left, top + (step if place % 2 else 0)))
        pen.line(points, fill=_PLAIN - 11, width=max(1, step // 5))
    for left in range(0, size[0], step * 2):
        pen.line((left, 0, left, size[1]), fill=_PLAIN - 9, width=max(1, step // 6))


def _bars(
    pen: ImageDraw.ImageDraw, size: Size, *, step: float, width: float, fill: int, across: bool
) -> None:
    place = step / 2
    while place < size[1 if across else 0]:
        box = (0, place, size[0], place + width) if across else (place, 0, place + width, size[1])
        pen.rectangle(box, fill=fill)
        place += step
