"""Resized pictures: made when first asked for, then kept.

Sides snap down to a ladder, so that what a picture can be asked for is limited; nothing is ever enlarged.
"""

import threading
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from comptoir.catalog.drafts import StoredPicture
from comptoir.catalog.media.store import MediaStore, write_whole

LADDER = (
    *(16, 24, 32, 40, 48, 64, 80, 96, 100, 120, 128, 150, 160, 200, 240, 256, 300, 320, 360, 384, 400),
    *(480, 500, 512, 600, 640, 720, 750, 768, 800, 828, 900, 960, 1000, 1024, 1080, 1200, 1280, 1400),
    *(1440, 1536, 1600, 1800, 1920, 2000, 2048, 2200, 2400, 2600, 2800, 3000, 3200),
)
"""Sides in pixels."""
_SHAPES = (
    *((1, 1), (4, 5), (5, 4), (3, 4), (4, 3), (2, 3), (3, 2), (9, 16), (16, 9)),
    *((1, 2), (2, 1), (1, 3), (3, 1), (40, 21)),
)
"""Width to height of crops that are kept exactly."""
_SHAPE_TOLERANCE = 0.01
_MOST_PER_PICTURE = 256
"""Past that many, the oldest go: a visitor cannot fill the disk with sizes that nobody needs."""
MIME = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "avif": "image/avif",
}
"""Content types by format."""
_TARGETS = {"png": "png", "jpeg": "jpeg", "webp": "webp", "gif": "png", "avif": "webp"}
"""The format of a resized picture by that of the original, when none is asked for."""
_ENCODING: Mapping[str, dict[str, object]] = {
    "webp": {"quality": 82, "method": 3},
    "jpeg": {"quality": 84, "optimize": True, "progressive": True},
    "png": {"compress_level": 6},
}
_ANCHORS = {
    "center": (0.5, 0.5),
    "top": (0.5, 0.0),
    "bottom": (0.5, 1.0),
    "left": (0.0, 0.5),
    "right": (1.0, 0.5),
}
CROPS = frozenset(_ANCHORS)
_LOCKS = tuple(threading.Lock() for _ in range(64))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for: sides in pixels, `crop` as where to keep, `format` as webp, jpeg or png."""

    width: int | None = None
    height: int | None = None
    crop: str | None = None
    format: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """A file to send."""

    path: Path
    mime: str
    tag: str
    """Names the content for ever."""


@dataclass(frozen=True, slots=True)
class _Plan:
    box: tuple[int, int, int, int]
    """The part of the original that is kept."""
    width: int
    height: int
    format: str


def find_rendition(store: MediaStore, picture: StoredPicture, wanted: Wanted) -> Rendition | None:
    """Return the file when it needs no work: the original itself, or a version made before."""
    rendition, plan = _rendition(store, picture, wanted)
    return rendition if plan is None or rendition.path.exists() else None


def make_rendition(store: MediaStore, picture: StoredPicture, wanted: Wanted) -> Rendition:
    """Return the file, made now unless it was before. It takes time: call it in a thread."""
    rendition, plan = _rendition(store, picture, wanted)
    if plan is None or rendition.path.exists():
        return rendition
    with _LOCKS[hash(rendition.path) % len(_LOCKS)]:
        # Who waited for the lock finds the work done.
        if not rendition.path.exists():
            _make_room(rendition.path.parent)
            write_whole(rendition.path, _resized(store.path_of(picture), plan))
    return rendition


def rendition(
    store: MediaStore,
    token: str,
    *,
    width: int | None = None,
    height: int | None = None,
    crop: str | None = None,
    format: str | None = None,  # noqa: A002 - the query's name
) -> tuple[Path, str] | None:
    """Return the file and content type of a picture in a size and format, or none for an unknown token."""
    picture = store.lookup(token)
    if picture is None:
        return None
    made = make_rendition(store, picture, Wanted(width=width, height=height, crop=crop, format=format))
    return made.path, made.mime


def _rendition(store: MediaStore, picture: StoredPicture, wanted: Wanted) -> tuple[Rendition, _Plan | None]:
    plan = _plan(picture, wanted)
    if plan is None:
        path = store.path_of(picture)
        return Rendition(path=path, mime=MIME[picture.format], tag=picture.token), None
    anchor = "-".join(map(str, plan.box))
    name = f"{plan.width}x{plan.height}-{anchor}.{plan.format}"
    path = store.renditions / picture.token[:2] / picture.token / name
    return Rendition(path=path, mime=MIME[plan.format], tag=f"{picture.token}-{name}"), plan


def _plan(picture: StoredPicture, wanted: Wanted) -> _Plan | None:
    """Decide what to make; none when the original itself will do."""
    size = (picture.width, picture.height)
    full = (0, 0, *size)
    if wanted.crop and wanted.width and wanted.height:
        box, target = _cropped(size, wanted.width, wanted.height, wanted.crop)
    else:
        box, target = full, _fitted(size, wanted.width, wanted.height)
    form = wanted.format or (picture.format if target == size else _TARGETS[picture.format])
    if target == size and box == full and form == picture.format:
        return None
    return _Plan(box, *target, form)


def _fitted(size: tuple[int, int], width: int | None, height: int | None) -> tuple[int, int]:
    """Scale a size down into bounds, with the longer bounded side on the ladder."""
    if width and (not height or width * size[1] <= height * size[0]):
        side = min(snapped(width), size[0])
        return side, max(1, round(size[1] * side / size[0]))
    if height:
        side = min(snapped(height), size[1])
        return max(1, round(size[0] * side / size[1])), side
    return size


def _cropped(
    size: tuple[int, int], width: int, height: int, crop: str
) -> tuple[tuple[int, int, int, int], tuple[int, int]]:
    """Return the part that is kept and the size it gets."""
    across, down = _shape(width, height)
    scale = min(size[0] / across, size[1] / down)
    kept = (max(1, round(across * scale)), max(1, round(down * scale)))
    kept = (min(kept[0], size[0]), min(kept[1], size[1]))
    side = min(snapped(width), kept[0])
    target = (side, max(1, round(side * down / across)))
    x, y = _ANCHORS[crop]
    left, top = round((size[0] - kept[0]) * x), round((size[1] - kept[1]) * y)
    return (left, top, left + kept[0], top + kept[1]), target


def _shape(width: int, height: int) -> tuple[int, int]:
    """Return the shape of a crop: a common one when that is as good as exact, else by the ladder."""
    asked = width / height
    for across, down in _SHAPES:
        if abs(asked / (across / down) - 1) <= _SHAPE_TOLERANCE:
            return across, down
    return snapped(width), snapped(height)


def snapped(side: int) -> int:
    """Return the largest step of the ladder that is not above a side; the smallest step at least."""
    return LADDER[max(bisect_right(LADDER, side) - 1, 0)]


def _resized(source: Path, plan: _Plan) -> bytes:
    with Image.open(source) as image:
        box = plan.box
        if box == (0, 0, *image.size):
            image.draft("RGB", (plan.width * 2, plan.height * 2))
            box = (0, 0, *image.size)
        profile = image.info.get("icc_profile")
        image.load()
        plain = image if image.mode in {"RGB", "RGBA"} else image.convert(_mode(image))
        resized = plain.resize((plan.width, plan.height), Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)
    if plan.format == "jpeg" and resized.mode == "RGBA":
        white = Image.new("RGB", resized.size, "white")
        white.paste(resized, mask=resized.getchannel("A"))
        resized = white
    out = BytesIO()
    options = {"icc_profile": profile} if profile else {}
    resized.save(out, plan.format.upper(), **_ENCODING[plan.format], **options)
    return out.getvalue()


def _mode(image: Image.Image) -> str:
    return "RGBA" if image.mode in {"LA", "PA", "La", "RGBa"} or "transparency" in image.info else "RGB"


def _make_room(folder: Path) -> None:
    made = list(folder.glob("[!.]*")) if folder.exists() else []
    if len(made) >= _MOST_PER_PICTURE:
        for path in sorted(made, key=lambda path: path.stat().st_mtime)[: _MOST_PER_PICTURE // 2]:
            path.unlink(missing_ok=True)
