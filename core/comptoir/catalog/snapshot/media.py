"""Media records from rows."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

from sqlalchemy import Row

from comptoir.catalog.records import ImageRecord, MediaRecord, MediaSourceRecord
from comptoir.catalog.snapshot.shared import Shared
from comptoir.ids import gid

_TYPES = {"IMAGE": "MediaImage", "VIDEO": "Video", "EXTERNAL_VIDEO": "ExternalVideo", "MODEL_3D": "Model3d"}
_MIME = {
    "mp4": "video/mp4",
    "webm": "video/webm",
    "mov": "video/quicktime",
    "m3u8": "application/x-mpegURL",
    "glb": "model/gltf-binary",
    "gltf": "model/gltf+json",
    "usdz": "model/vnd.usdz+zip",
}
_DEFAULT_FORMATS = {"VIDEO": "mp4", "MODEL_3D": "glb"}
_YOUTUBE = re.compile(r"(?:youtu\.be/|[?&]v=|/embed/|/shorts/)([A-Za-z0-9_-]{6,})")
_VIMEO = re.compile(r"vimeo\.com/(?:video/)?(\d+)")


def media_path(row: Row[Any]) -> str:
    """Return where a file is: a path of this shop, or an address elsewhere."""
    return _served(row.token, row.filename) if row.token else row.url or ""


@lru_cache(maxsize=8_192)
def _served(token: str, filename: str) -> str:
    return f"/media/{token}/{quote(filename)}"


def image_record(
    row: Row[Any], *, kind: str, number: int, alt: str | None, shared: Shared | None = None
) -> ImageRecord:
    """Return a picture; `kind` is the type in its global id."""
    one = (shared or Shared()).one
    return ImageRecord(
        id=gid(kind, number),
        path=media_path(row),
        alt_text=alt or None,
        width=one(row.width),
        height=one(row.height),
        thumbhash=one(row.thumbhash),
    )


def media_record(row: Row[Any], texts: Mapping[str, str], shared: Shared) -> MediaRecord:
    """Return a medium of a product from its placement joined with its file."""
    alt = shared.one(texts.get("alt") or row.alt or None)
    number, kind = row.id, shared.one(row.kind)
    medium = MediaRecord(id=gid(_TYPES[kind], number), kind=kind, alt=alt, image=None)
    if kind == "IMAGE":
        medium.image = image_record(row, kind="ProductImage", number=number, alt=alt, shared=shared)
    elif kind == "EXTERNAL_VIDEO":
        medium.host, medium.embed_url = _embedded(row.url or "")
    else:
        medium.sources = (_source(row),)
    return medium


def _source(row: Row[Any]) -> MediaSourceRecord:
    path = media_path(row)
    suffix = urlsplit(path).path.rpartition(".")[2].lower()
    form = suffix if suffix in _MIME else _DEFAULT_FORMATS[row.kind]
    return MediaSourceRecord(
        url=path,
        mime_type=_MIME[form],
        format=form,
        width=row.width,
        height=row.height,
        filesize=row.bytes,
    )


def _embedded(url: str) -> tuple[str, str]:
    """Return the host and the address to embed of a video elsewhere."""
    vimeo = _VIMEO.search(url)
    if vimeo is not None:
        return "VIMEO", f"https://player.vimeo.com/video/{vimeo[1]}"
    youtube = _YOUTUBE.search(url)
    return "YOUTUBE", f"https://www.youtube.com/embed/{youtube[1]}" if youtube else url
