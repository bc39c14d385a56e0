"""Checks of media: what a draft may bring as a picture, video or model."""

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from comptoir.catalog.drafts import MediaDraft
from comptoir.catalog.validation.problems import BLANK, INVALID, TOO_MANY, Problems
from comptoir.catalog.validation.texts import check_address, check_short, check_translations

MAX_MEDIA = 250
MAX_ALT = 512
_ENDINGS = {"png": "png", "jpeg": "jpg", "webp": "webp", "gif": "gif", "avif": "avif"}
"""File endings by format."""
_SIZE_AT_END = re.compile(r"_(?=[0-9]*x[0-9]*$)")
"""Clients write a wanted size there: `shirt_240x240.jpg`."""
_UNSAFE = re.compile(r"[^\w.-]+")
_VIDEO_HOSTS = frozenset(
    {
        *("youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be", "www.youtube-nocookie.com"),
        *("vimeo.com", "www.vimeo.com", "player.vimeo.com"),
    }
)


class UnstoredPictureError(RuntimeError):
    """A picture came to a command as bytes: call `store_pictures()` before the transaction."""


def safe_filename(name: str) -> str:
    """Return a file name that can stand in an address: without its folder and ending, words joined by `-`."""
    stem = name.replace("\\", "/").rsplit("/", 1)[-1]
    stem = stem.rsplit(".", 1)[0] if "." in stem else stem
    safe = _UNSAFE.sub("-", stem).strip("-.")[:80]
    return _SIZE_AT_END.sub("-", safe) or "picture"


def check_media(problems: Problems, media: Sequence[MediaDraft], *path: str) -> tuple[MediaDraft, ...]:
    """Return media with safe names and alt texts without outer blanks; note what is wrong with them."""
    if len(media) > MAX_MEDIA:
        problems.add(TOO_MANY, f"there are more than {MAX_MEDIA} media", *path)
    return tuple(check_medium(problems, medium, *path, str(index)) for index, medium in enumerate(media))


def check_medium(problems: Problems, medium: MediaDraft, *path: str) -> MediaDraft:
    """Return a medium with a safe name; note what is wrong with it.

    Raises `UnstoredPictureError` for a picture whose bytes were not stored first.
    """
    if medium.content is not None:
        raise UnstoredPictureError(f"the picture '{medium.filename}' was not stored before it was saved")
    if medium.stored is None:
        _check_source(problems, medium, path)
    elif medium.kind != "IMAGE":
        problems.add(INVALID, "only pictures are stored; other media have an address", *path, "kind")
    check_short(problems, medium.alt, *path, "alt", limit=MAX_ALT)
    ending = f".{_ENDINGS[medium.stored.format]}" if medium.stored else ""
    return replace(
        medium,
        filename=safe_filename(medium.filename) + ending,
        alt=(medium.alt or "").strip() or None,
        translations=check_translations(problems, medium.translations, *path, fields=("alt",)),
    )


def _check_source(problems: Problems, medium: MediaDraft, path: tuple[str, ...]) -> None:
    if not medium.url:
        problems.add(BLANK, "a medium needs content or an address", *path, "url")
        return
    if medium.kind == "IMAGE" and medium.url.startswith("/") and not medium.url.startswith("//"):
        return
    check_address(problems, medium.url, *path, "url")
    if medium.kind == "EXTERNAL_VIDEO" and _host(medium.url) not in _VIDEO_HOSTS:
        problems.add(INVALID, "an external video is one of YouTube or Vimeo", *path, "url")


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
