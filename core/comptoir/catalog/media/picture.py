"""Looking at a picture: what it is, how large, whether it can be trusted."""

import base64
import struct
import zlib
from dataclasses import dataclass
from io import BytesIO

import thumbhash
from PIL import Image, ImageOps, UnidentifiedImageError
from PIL.ImageFile import ImageFile

from comptoir.catalog.media.metadata import without_metadata
from comptoir.errors import DomainError

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 8000
"""Longest side."""
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "AVIF")
_HASH_SIDE = 24
"""A ThumbHash keeps seven waves at most: more pixels cost time and change nothing that is seen."""
_ORIENTATION = 0x0112
_BROKEN = (
    *(OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, OverflowError, RuntimeError),
    *(struct.error, zlib.error, UserWarning),
)
"""What Pillow's decoders raise on bytes that are not what they seem."""
_METADATA = frozenset({"exif", "xmp", "XML:com.adobe.xmp", "comment", "photoshop", "Raw profile type exif"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that was checked: upright, without metadata; sides in pixels."""

    content: bytes
    format: str
    """png, jpeg, webp, gif or avif."""
    width: int
    height: int
    thumbhash: str
    """ThumbHash in base64."""


def inspect_picture(content: bytes) -> Picture:
    """Check and measure a picture, turn it upright as its EXIF says, and take its metadata out.

    Raises `DomainError` for what is not a whole PNG, JPEG, WebP, GIF or AVIF of at most 20 MB and 8,000
    pixels a side.
    """
    if len(content) > MAX_BYTES:
        raise DomainError("TOO_LARGE", f"a picture has at most {MAX_BYTES // 2**20} MB", field=("content",))
    try:
        return _inspect(content)
    except UnidentifiedImageError as error:
        raise _refusal("it is not a PNG, JPEG, WebP, GIF or AVIF picture") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _refusal(f"a side is longer than {MAX_PIXELS} pixels") from error
    except _BROKEN as error:
        raise _refusal("it is broken or cut off") from error


def _refusal(reason: str) -> DomainError:
    return DomainError("INVALID", f"the picture cannot be used: {reason}", field=("content",))


def _inspect(content: bytes) -> Picture:
    image = Image.open(BytesIO(content), formats=FORMATS)
    if max(image.size) > MAX_PIXELS:
        raise _refusal(f"a side is longer than {MAX_PIXELS} pixels")
    # Phones write several pictures into one file (MPO); the first is a JPEG as any other.
    form = "jpeg" if image.format == "MPO" else str(image.format).lower()
    turned = image.getexif().get(_ORIENTATION, 1) not in {0, 1}
    if turned or (form == "avif" and not _METADATA.isdisjoint(image.info)):
        kept = _encoded_again(image, form)
    else:
        kept = without_metadata(content, form) or content
    if kept != content:
        # What is kept is what is looked at: a picture that was broken on the way is refused.
        image = Image.open(BytesIO(kept), formats=FORMATS)
    width, height = image.size
    return Picture(content=kept, format=form, width=width, height=height, thumbhash=_thumbhash(image))


def _encoded_again(image: ImageFile, form: str) -> bytes:
    upright = ImageOps.exif_transpose(image)
    for name in _METADATA:
        upright.info.pop(name, None)
    out = BytesIO()
    upright.save(out, form.upper(), quality=92, icc_profile=image.info.get("icc_profile"))
    return out.getvalue()


def _thumbhash(image: Image.Image) -> str:
    if isinstance(image, ImageFile):
        image.draft("RGB", (_HASH_SIDE * 4, _HASH_SIDE * 4))
    image.load()
    plain = image.mode in {"RGB", "RGBA", "L"} and "transparency" not in image.info
    small: Image.Image = image if plain else image.convert("RGBA")
    small.thumbnail((_HASH_SIDE, _HASH_SIDE), Image.Resampling.BOX, reducing_gap=1.0)
    # Laid on white: the library (0.1.2) fails on transparent pixels.
    rgba = Image.alpha_composite(Image.new("RGBA", small.size, "white"), small.convert("RGBA"))
    spelled = thumbhash.rgba_to_thumb_hash(rgba.width, rgba.height, list(rgba.tobytes()))
    return base64.b64encode(bytes(spelled)).decode()
