"""The icons of the installed app, drawn from one set of lines: as SVG, and as PNG for home screens.

Maskable icons keep their drawing inside the middle 80 %, the safe zone of the W3C's Web App Manifest.
"""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw

GRID = 64
"""The drawing's own units to a side."""
_SMOOTHING = 4
_BAG = ((18.0, 25.0), (46.0, 25.0), (49.0, 51.0), (15.0, 51.0), (18.0, 25.0))
_HANDLE = (24.0, 14.0, 40.0, 36.0)
_HANDLE_TURN = 25.0
_WAVE = ((22.0, 40.0), (27.0, 37.0), (32.0, 40.0), (37.0, 43.0), (42.0, 40.0))
_LINE = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """What an icon is drawn in; hexadecimal."""

    ground: str
    line: str
    accent: str


def icon_svg(colours: Colours) -> str:
    """Return the icon as SVG."""
    bag = " ".join(f"{x:g},{y:g}" for x, y in _BAG[:-1])
    wave = " ".join(f"{x:g},{y:g}" for x, y in _WAVE)
    left, top, right, _bottom = _HANDLE
    radius = (right - left) / 2
    stroke = f'fill="none" stroke-width="{_LINE:g}" stroke-linejoin="round" stroke-linecap="round"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {GRID} {GRID}">'
        f'<rect width="{GRID}" height="{GRID}" rx="14" fill="{colours.ground}"/>'
        f'<g {stroke} stroke="{colours.line}"><polygon points="{bag}"/>'
        f'<path d="M{left:g} {_HANDLE_TURN:g}V{top + radius:g}a{radius:g} {radius:g} 0 0 1 '
        f'{right - left:g} 0V{_HANDLE_TURN:g}"/></g>'
        f'<polyline points="{wave}" {stroke} stroke="{colours.accent}"/></svg>'
    )


@lru_cache(maxsize=16)
def icon_png(size: int, colours: Colours, *, maskable: bool = False) -> bytes:
    """Return the icon as PNG of `size` pixels; a maskable one fills its square and is cut by the system."""
    side = size * _SMOOTHING
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    if maskable:
        draw.rectangle((0, 0, side, side), fill=colours.ground)
    else:
        draw.rounded_rectangle((0, 0, side - 1, side - 1), radius=side * 14 // GRID, fill=colours.ground)
    _draw(draw, colours, scale=side / GRID * (0.78 if maskable else 1.0), side=side)
    smooth = image.resize((size, size), Image.Resampling.LANCZOS)
    buffer = BytesIO()
    smooth.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _draw(draw: ImageDraw.ImageDraw, colours: Colours, *, scale: float, side: int) -> None:
    shift = (side - GRID * scale) / 2

    def at(point: tuple[float, float]) -> tuple[float, float]:
        return point[0] * scale + shift, point[1] * scale + shift

    def trace(points: tuple[tuple[float, float], ...], colour: str) -> None:
        draw.line([at(point) for point in points], fill=colour, width=round(_LINE * scale), joint="curve")
        reach = _LINE * scale / 2
        for x, y in (at(point) for point in points):
            draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=colour)

    left, top, right, _bottom = _HANDLE
    radius = (right - left) / 2
    half = _LINE / 2
    draw.arc(
        (*at((left - half, top - half)), *at((right + half, top + 2 * radius + half))),
        180,
        360,
        fill=colours.line,
        width=round(_LINE * scale),
    )
    trace(((left, top + radius), (left, _HANDLE_TURN)), colours.line)
    trace(((right, top + radius), (right, _HANDLE_TURN)), colours.line)
    trace(_BAG, colours.line)
    trace(_WAVE, colours.accent)
