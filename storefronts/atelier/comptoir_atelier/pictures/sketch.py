"""A garment without its colour: where it is, how light falls on it, and which trims it has.

Tones are greys about 128, the colour of the cloth itself; seams are darker, folds softly so. A sketch is drawn
at twice its size and reduced once, which is what makes its edges smooth.
"""

from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from comptoir_atelier.pictures.paths import Point, flatten, mirrored, whole

Size = tuple[int, int]
BOARD = (1000, 1250)
PLAIN = 128
_SAMPLES = 2
_SOFT = 8
_SHADOW = [round(value * 0.36) for value in range(256)]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What of the board is shown: the point in the middle of the picture, and how much closer than whole."""

    x: float = 500
    y: float = 625
    zoom: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A mask cut to what is in it, and where its upper left corner belongs in the whole."""

    mask: Image.Image
    at: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Garment:
    """A finished sketch: its outline, its tones (as large as that), its shadow, and its trims with their colours."""

    size: Size
    outline: Layer
    tone: Image.Image
    shadow: Layer
    trims: tuple[tuple[str, Layer], ...]

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of the outline in the whole."""
        (left, top), (width, height) = self.outline.at, self.outline.mask.size
        return left, top, left + width, top + height


class Sketch:
    """A drawing in progress; coordinates are those of the board."""

    def __init__(self, size: Size, *, view: View) -> None:
        self.size = size
        self._scale = size[0] / BOARD[0] * view.zoom * _SAMPLES
        self._x = size[0] * _SAMPLES / 2 - view.x * self._scale
        self._y = size[1] * _SAMPLES / 2 - view.y * self._scale
        large = (size[0] * _SAMPLES, size[1] * _SAMPLES)
        self._tone = Image.new("L", large, PLAIN)
        self._mask = Image.new("L", large, 0)
        self._shade = Image.new("L", (size[0] // _SOFT, size[1] // _SOFT), PLAIN)
        self._tone_pen = ImageDraw.Draw(self._tone)
        self._mask_pen = ImageDraw.Draw(self._mask)
        self._shade_pen = ImageDraw.Draw(self._shade)
        self._trims: dict[str, Image.Image] = {}

    def piece(self, path: str, *, tone: int = 0, half: bool = False, both: bool = False) -> None:
        """Lay down cloth: a closed outline, its left half with `half`, or it and its mirror image with `both`."""
        for points in _outlines(path, half=half, both=both):
            placed = self._placed(points)
            self._mask_pen.polygon(placed, fill=255)
            self._tone_pen.polygon(placed, fill=PLAIN + tone)
            self._tone_pen.line([*placed, placed[0]], fill=PLAIN + tone - 52, width=self._width(3.4))

    def panel(self, path: str, *, tone: int = -10, half: bool = False, both: bool = False) -> None:
        """Tint a part of what is laid down already."""
        for points in _outlines(path, half=half, both=both):
            self._tone_pen.polygon(self._placed(points), fill=PLAIN + tone)

    def seam(self, path: str, *, tone: int = -44, width: float = 2.4, both: bool = False) -> None:
        """Draw a line on the cloth."""
        for points in _lines(path, both=both):
            self._tone_pen.line(
                self._placed(points), fill=PLAIN + tone, width=self._width(width), joint="curve"
            )

    def stitch(self, path: str, *, tone: int = 46, color: str | None = None, both: bool = False) -> None:
        """Draw a line of stitches, in thread of a colour or a tone lighter than the cloth."""
        pen = ImageDraw.Draw(self._trim(color)) if color else self._tone_pen
        fill = 210 if color else PLAIN + tone
        for points in _lines(path, both=both):
            for dash in _dashes(points, length=8, gap=5):
                pen.line(self._placed(dash), fill=fill, width=self._width(2.0))

    def fold(self, path: str, *, tone: int = -26, width: float = 26, both: bool = False) -> None:
        """Let the cloth fall: a soft stroke of shade, or of light when `tone` is above zero."""
        scale = 1 / (_SAMPLES * _SOFT)
        for points in _lines(path, both=both):
            placed = [(x * scale, y * scale) for x, y in self._placed(points)]
            self._shade_pen.line(placed, fill=PLAIN + tone, width=max(1, round(self._width(width) * scale)))

    def trim(self, path: str, color: str, *, half: bool = False, both: bool = False) -> None:
        """Add something of another colour that belongs to the garment: a sole, a label, a strap."""
        pen = ImageDraw.Draw(self._trim(color))
        for points in _outlines(path, half=half, both=both):
            placed = self._placed(points)
            self._mask_pen.polygon(placed, fill=255)
            pen.polygon(placed, fill=255)

    def strap(self, path: str, color: str, *, width: float = 8, both: bool = False) -> None:
        """Add a line of another colour with some width, such as a lace or a handle."""
        pen = ImageDraw.Draw(self._trim(color))
        for points in _lines(path, both=both):
            placed = self._placed(points)
            for each in (pen, self._mask_pen):
                each.line(placed, fill=255, width=self._width(width), joint="curve")

    def cord(self, path: str, *, width: float = 12, tone: int = -8, both: bool = False) -> None:
        """Lay down a narrow strip of the cloth itself, such as a handle or a tie."""
        for points in _lines(path, both=both):
            placed = self._placed(points)
            self._mask_pen.line(placed, fill=255, width=self._width(width), joint="curve")
            self._tone_pen.line(placed, fill=PLAIN + tone - 40, width=self._width(width), joint="curve")
            self._tone_pen.line(placed, fill=PLAIN + tone, width=self._width(width * 0.7), joint="curve")

    def dot(self, x: float, y: float, radius: float, color: str) -> None:
        """Add a button, rivet or eyelet."""
        ((left, top), (right, bottom)) = self._placed(((x - radius, y - radius), (x + radius, y + radius)))
        ImageDraw.Draw(self._trim(color)).ellipse((left, top, right, bottom), fill=255)
        self._mask_pen.ellipse((left, top, right, bottom), fill=255)
        if radius > 5:  # noqa: PLR2004 - smaller ones show no holes
            hole = radius * 0.22
            for place in (x - hole * 1.4, x + hole * 1.4):
                box = self._placed(((place - hole, y - hole), (place + hole, y + hole)))
                ImageDraw.Draw(self._trim("#6f6559")).ellipse((*box[0], *box[1]), fill=190)

    def finish(self) -> Garment:
        """Reduce the drawing to its size and let the folds into its tones."""
        outline = _layer(self._mask)
        (left, top), (width, height) = outline.at, outline.mask.size
        box = (left, top, left + width, top + height)
        tone = self._tone.reduce(_SAMPLES, _large(box))
        soft = self._shade.filter(ImageFilter.GaussianBlur(1.6)).resize(self.size, Image.Resampling.BILINEAR)
        return Garment(
            size=self.size,
            outline=outline,
            tone=ImageChops.add(tone, soft.crop(box), 1, -PLAIN),
            shadow=self._shadow(),
            trims=tuple((color, _layer(image)) for color, image in self._trims.items()),
        )

    def _shadow(self) -> Layer:
        """Return the outline out of focus, a little to the lower right."""
        small = self._mask.reduce(_SOFT * _SAMPLES).filter(ImageFilter.GaussianBlur(2.2)).point(_SHADOW)
        left, top, right, bottom = small.getbbox() or (0, 0, 1, 1)
        size = ((right - left) * _SOFT, (bottom - top) * _SOFT)
        mask = small.crop((left, top, right, bottom)).resize(size, Image.Resampling.BILINEAR)
        offset = max(6, self.size[0] // 70)
        return Layer(mask=mask, at=(left * _SOFT + offset, top * _SOFT + offset * 2))

    def _trim(self, color: str) -> Image.Image:
        if color not in self._trims:
            self._trims[color] = Image.new("L", self._tone.size, 0)
        return self._trims[color]

    def _width(self, width: float) -> int:
        return max(1, round(width * self._scale))

    def _placed(self, points: tuple[Point, ...]) -> list[Point]:
        scale, left, top = self._scale, self._x, self._y
        return [(x * scale + left, y * scale + top) for x, y in points]


def _large(box: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    left, top, right, bottom = box
    return left * _SAMPLES, top * _SAMPLES, right * _SAMPLES, bottom * _SAMPLES


def _layer(large: Image.Image) -> Layer:
    left, top, right, bottom = large.getbbox() or (0, 0, _SAMPLES, _SAMPLES)
    left, top = left - left % _SAMPLES, top - top % _SAMPLES
    right, bottom = right + right % _SAMPLES, bottom + bottom % _SAMPLES
    mask = large.crop((left, top, right, bottom)).reduce(_SAMPLES)
    return Layer(mask=mask, at=(left // _SAMPLES, top // _SAMPLES))


def _outlines(path: str, *, half: bool, both: bool) -> list[tuple[Point, ...]]:
    points = flatten(path)
    if half:
        return [whole(points)]
    return [points, mirrored(points)] if both else [points]


def _lines(path: str, *, both: bool) -> list[tuple[Point, ...]]:
    points = flatten(path)
    return [points, mirrored(points)] if both else [points]


def _dashes(points: tuple[Point, ...], *, length: float, gap: float) -> list[tuple[Point, Point]]:
    """Cut a line into stitches; each piece of it begins with a whole one."""
    dashes: list[tuple[Point, Point]] = []
    for (x, y), (u, v) in pairwise(points):
        span = ((u - x) ** 2 + (v - y) ** 2) ** 0.5
        place = 0.0
        while span and place < span:
            end = min(place + length, span)
            first = (x + (u - x) * place / span, y + (v - y) * place / span)
            dashes.append((first, (x + (u - x) * end / span, y + (v - y) * end / span)))
            place += length + gap
    return dashes
