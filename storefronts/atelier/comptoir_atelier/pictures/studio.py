"""The studio: dresses sketches in cloth and colour, lays them on paper, and takes the pictures.

A figure is written `shape:cut`, such as `jeans:wide`. The same wish gives the same bytes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageChops

from comptoir_atelier.pictures import goods, legwear, outer, small, tops
from comptoir_atelier.pictures.cloth import pattern, weave
from comptoir_atelier.pictures.ink import dyed, lightness, rgb
from comptoir_atelier.pictures.sketch import Garment, Sketch, View

Size = tuple[int, int]
PORTRAIT = (800, 1000)
BANNER = (1600, 900)
POST = (1080, 1350)
_QUALITY = 85
_PLAIN = 128
_LIGHT = 150
_SHADE = (62, 50, 40)

_SHAPES: dict[str, tuple[Callable[[Sketch, str], None], View, float]] = {
    # shape: how to draw it, where to look for the details, how much of the picture it fills
    "jeans": (legwear.jeans, View(x=455, y=330, zoom=2.3), 1.06),
    "trousers": (legwear.trousers, View(x=455, y=330, zoom=2.3), 1.06),
    "shorts": (legwear.shorts, View(x=450, y=420, zoom=2.1), 1.25),
    "skirt": (legwear.skirt, View(x=470, y=400, zoom=2.1), 1.16),
    "shirt": (tops.shirt, View(x=490, y=350, zoom=2.2), 1.12),
    "tee": (tops.tee, View(x=490, y=340, zoom=2.2), 1.12),
    "knit": (tops.knit, View(x=490, y=340, zoom=2.2), 1.12),
    "cardigan": (tops.cardigan, View(x=490, y=440, zoom=2.2), 1.16),
    "coat": (outer.coat, View(x=500, y=380, zoom=2.1), 1.0),
    "jacket": (outer.jacket, View(x=490, y=380, zoom=2.1), 1.12),
    "dress": (outer.dress, View(x=490, y=380, zoom=2.1), 1.02),
    "shoe": (goods.shoe, View(x=430, y=660, zoom=1.9), 1.04),
    "bag": (goods.bag, View(x=420, y=640, zoom=2.0), 1.04),
    "belt": (goods.belt, View(x=500, y=720, zoom=2.2), 1.06),
    "wallet": (goods.wallet, View(x=400, y=560, zoom=2.2), 1.3),
    "scarf": (small.scarf, View(x=420, y=440, zoom=2.0), 1.04),
    "cap": (small.cap, View(x=460, y=700, zoom=2.0), 1.12),
    "sock": (small.sock, View(x=500, y=420, zoom=1.9), 1.04),
    "mittens": (small.mittens, View(x=400, y=640, zoom=2.0), 1.1),
    "tin": (small.tin, View(x=500, y=600, zoom=1.8), 1.2),
    "bottle": (small.bottle, View(x=500, y=700, zoom=1.8), 1.1),
    "book": (small.book, View(x=480, y=560, zoom=1.8), 1.08),
    "card": (small.card, View(x=460, y=620, zoom=1.8), 1.12),
}
_MIDDLES = {
    "jeans": 636, "trousers": 636, "shorts": 560, "skirt": 640, "shirt": 596, "tee": 576, "knit": 566,
    "cardigan": 540, "coat": 660, "jacket": 550, "dress": 640, "shoe": 650, "bag": 600, "belt": 640,
    "wallet": 636, "scarf": 632, "cap": 610, "sock": 630, "mittens": 700, "tin": 675, "bottle": 650,
    "book": 655, "card": 650,
}  # fmt: skip
_LAYOUTS: dict[int, tuple[Size, tuple[Size, ...]]] = {
    # how many pieces a post shows: the size of each, and where their upper left corners lie
    1: ((1000, 1250), ((40, 50),)),
    2: ((720, 900), ((-40, 0), (380, 440))),
    3: ((620, 775), ((-30, -10), (470, 130), (70, 610))),
    4: ((560, 700), ((-20, 0), (530, 60), (10, 620), (540, 670))),
}
_PAPERS = {
    "straw": "#efe6d4",
    "mist": "#dfe5e6",
    "blush": "#f0dfd5",
    "leaf": "#dfe2d3",
    "slate": "#cdd3d8",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A garment to show: its figure, the swatch of its colour, its weave, and the pattern woven in."""

    figure: str
    swatch: str
    weave: str = "plain"
    pattern: str | None = None


def portrait(look: Look, *, paper: str, detail: bool = False) -> bytes:
    """Return the picture of a product as JPEG: whole, or its detail from near."""
    sheet = _paper(paper, PORTRAIT).copy()
    garment = _sketch(look.figure, PORTRAIT, detail=detail)
    zoom = _SHAPES[_shape(look)][1].zoom if detail else 1.0
    _lay(sheet, garment, _dyed(look, garment, zoom=zoom), at=(0, 0))
    return _jpeg(sheet)


def banner(looks: tuple[Look, ...], *, paper: str) -> bytes:
    """Return a wide picture of several garments side by side as JPEG."""
    sheet = _paper(paper, BANNER).copy()
    size = (624, 780)
    space = BANNER[0] // len(looks)
    for place, look in enumerate(looks):
        garment = _sketch(look.figure, size, detail=False)
        left = place * space + (space - size[0]) // 2
        _lay(sheet, garment, _dyed(look, garment, zoom=1.0), at=(left, 46 + 20 * (place % 2)))
    return _jpeg(sheet)


def flat_lay(looks: tuple[Look, ...], *, paper: str) -> bytes:
    """Return an upright picture of one to four garments laid out together as JPEG."""
    sheet = _paper(paper, POST).copy()
    size, corners = _LAYOUTS[len(looks)]
    for look, corner in zip(looks, corners, strict=True):
        garment = _sketch(look.figure, size, detail=False)
        _lay(sheet, garment, _dyed(look, garment, zoom=1.0), at=corner)
    return _jpeg(sheet)


def flat_lay_places(count: int) -> list[tuple[int, int]]:
    """Return the middle of each garment of a flat lay, in per cent of the picture from its upper left."""
    size, corners = _LAYOUTS[count]
    return [
        (100 * (left + size[0] // 2) // POST[0], 100 * (top + size[1] // 2) // POST[1])
        for left, top in corners
    ]


def paper_for(swatch: str, *, place: int) -> str:
    """Return a ground that lets a colour stand out, varied by the place of a product in its family."""
    if lightness(rgb(swatch)) > _LIGHT + 60:
        return ("slate", "blush", "leaf")[place % 3]
    return ("straw", "mist", "blush", "leaf")[place % 4]


def _shape(look: Look) -> str:
    return look.figure.partition(":")[0]


@lru_cache(maxsize=64)
def _sketch(figure: str, size: Size, *, detail: bool) -> Garment:
    shape, _, cut = figure.partition(":")
    draw, near, zoom = _SHAPES[shape]
    sketch = Sketch(size, view=near if detail else View(y=_MIDDLES[shape], zoom=zoom))
    draw(sketch, cut)
    return sketch.finish()


def _dyed(look: Look, garment: Garment, *, zoom: float) -> Image.Image:
    """Return a garment's outline box in its colours."""
    box = garment.box
    tone = ImageChops.add(garment.tone, weave(look.weave, garment.size, zoom).crop(box), 1, -_PLAIN)
    image = dyed(tone, look.swatch)
    if look.pattern:
        image.paste(dyed(tone, _second(look)), mask=pattern(look.pattern, garment.size, zoom).crop(box))
    for swatch, layer in garment.trims:
        at = (layer.at[0] - box[0], layer.at[1] - box[1])
        image.paste(rgb(swatch), (*at, at[0] + layer.mask.width, at[1] + layer.mask.height), layer.mask)
    return image


def _second(look: Look) -> str:
    """Return the other colour of a patterned cloth: cream on dark, navy on light, cream in fine stripes."""
    light = lightness(rgb(look.swatch)) > _LIGHT
    if look.pattern == "breton":
        return "#24304d" if light else "#f1eadb"
    return "#f7f2e8" if look.pattern == "stripe" else "#1f2430" if light else "#e9dcc3"


def _lay(sheet: Image.Image, garment: Garment, image: Image.Image, *, at: tuple[int, int]) -> None:
    """Put a garment down upon its shadow."""
    left, top = at[0] + garment.shadow.at[0], at[1] + garment.shadow.at[1]
    mask = garment.shadow.mask
    sheet.paste(_SHADE, (left, top, left + mask.width, top + mask.height), mask)
    sheet.paste(image, (at[0] + garment.box[0], at[1] + garment.box[1]), garment.outline.mask)


@lru_cache(maxsize=12)
def _paper(name: str, size: Size) -> Image.Image:
    """Return a tinted ground, a little lighter in the upper left."""
    light = Image.radial_gradient("L").resize((size[0] * 2, size[1] * 2), Image.Resampling.BILINEAR)
    light = light.crop((size[0] * 3 // 5, size[1] * 3 // 5, size[0] * 8 // 5, size[1] * 8 // 5))
    tone = light.point([_PLAIN + 24 - value // 5 for value in range(256)])
    return dyed(ImageChops.add(tone, weave("plain", size, 1.0), 1, -_PLAIN), _PAPERS[name])


def _jpeg(image: Image.Image) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=_QUALITY, subsampling=2)
    return buffer.getvalue()
