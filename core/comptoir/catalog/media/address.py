"""Addresses of pictures: `/media/<token>/<name>`, with what is wanted of size and format in the query."""

from comptoir.errors import BadUserInputError

ENDINGS = {"png": "png", "jpeg": "jpg", "webp": "webp", "gif": "gif", "avif": "avif"}
"""File endings by format."""
MAX_SIDE = 5760
"""Largest side in pixels that can be asked for, as in the dialect."""
MAX_SCALE = 3
_FORMATS = {"JPG": "jpg", "PNG": "png", "WEBP": "webp"}
_CROPS = frozenset({"CENTER", "TOP", "BOTTOM", "LEFT", "RIGHT"})


def picture_path(*, token: str, filename: str, format: str) -> str:  # noqa: A002 - the column's name
    """Return the path of a stored picture; `filename` is without its ending."""
    return f"/media/{token}/{filename}.{ENDINGS[format]}"


def picture_url(
    path: str,
    *,
    max_width: int | None = None,
    max_height: int | None = None,
    crop: str | None = None,
    scale: int | None = None,
    preferred_content_type: str | None = None,
) -> str:
    """Return the address of a picture that fits within the bounds; sides in pixels, times `scale`.

    With `crop` (CENTER, TOP, BOTTOM, LEFT, RIGHT) and both sides, the part of the picture that fills them.
    Pictures of elsewhere come as they are. Raises `BadUserInputError` for impossible numbers.
    """
    _check("maxWidth", max_width, MAX_SIDE)
    _check("maxHeight", max_height, MAX_SIDE)
    _check("scale", scale, MAX_SCALE)
    if not path.startswith("/media/"):
        return path
    factor = scale or 1
    wanted = {
        "width": str(min(max_width * factor, MAX_SIDE)) if max_width else "",
        "height": str(min(max_height * factor, MAX_SIDE)) if max_height else "",
        "crop": crop.lower() if crop in _CROPS and (max_width or max_height) else "",
        "format": _FORMATS.get(preferred_content_type or "", ""),
    }
    query = "&".join(f"{name}={value}" for name, value in wanted.items() if value)
    return f"{path}?{query}" if query else path


def _check(name: str, value: int | None, largest: int) -> None:
    if value is not None and not 1 <= value <= largest:
        raise BadUserInputError(f"{name} is {value}; it lies between 1 and {largest}")
