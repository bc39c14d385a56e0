"""Responsive pictures: the same picture in several widths, for the browser to choose from."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

WIDTHS = (240, 360, 540, 720, 960, 1280, 1600, 2000)


def at_width(url: str, width: int) -> str:
    """Return the address of a picture scaled to a width in pixels; other query parameters stay."""
    parts = urlsplit(url)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != "width"]
    return urlunsplit(parts._replace(query=urlencode([*query, ("width", str(width))])))


def source_set(url: str, *, natural: int | None, widths: Sequence[int] = WIDTHS) -> str:
    """Return a `srcset` of widths up to the picture's natural one, which is always among them."""
    chosen = [width for width in widths if natural is None or width < natural]
    if natural is not None and natural <= max(widths):
        chosen.append(natural)
    return ", ".join(f"{at_width(url, width)} {width}w" for width in chosen)


def picture_attributes(
    image: Mapping[str, Any], *, sizes: str, alt: str | None = None, widths: Sequence[int] = WIDTHS
) -> dict[str, str]:
    """Return the attributes of an `<img>`: source, alternatives, sizes, alternative text, natural dimensions.

    The alternative text is the image's own, else `alt`, else empty (decoration).
    """
    natural = image.get("width")
    text = alt if alt is not None else image.get("altText")
    attributes = {
        "src": at_width(image["url"], min(natural or 960, 960)),
        "srcset": source_set(image["url"], natural=natural, widths=widths),
        "sizes": sizes,
        "alt": text or "",
    }
    if natural and image.get("height"):
        attributes |= {"width": str(natural), "height": str(image["height"])}
    return attributes
