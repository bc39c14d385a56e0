"""Taking metadata (place, camera, author, comments) out of pictures, without touching a pixel."""

import re
import struct
from collections.abc import Callable, Mapping

_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_PNG_METADATA = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})
_WEBP_METADATA = frozenset({b"EXIF", b"XMP "})
_VP8X_FLAGS = 8
"""Place of the flags in an extended WebP: after `RIFF`, size, `WEBP`, the chunk's name and its size."""
_HAS_EXIF, _HAS_XMP = 0x08, 0x04
_JPEG_KEPT = frozenset({0xE0, 0xEE, *range(0xC0, 0xE0)} - {0xD8, 0xD9})
"""JFIF, Adobe's colour transform, and all that is no application's: tables, frames and scans."""
_JPEG_APP2, _JPEG_PROFILE = 0xE2, b"ICC_PROFILE\0"
_JPEG_START, _JPEG_END, _JPEG_SCAN = b"\xff\xd8", 0xD9, 0xDA
_JPEG_FILL = 0xFF
"""Any number of these may stand before a marker."""
_JPEG_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""Within a scan, FF stands before 00 or a restart; before anything else it begins the next segment."""


def _jpeg(content: bytes) -> bytes:
    """Keep the first picture alone: phones hang others, with metadata of their own, behind its end."""
    kept = [_JPEG_START]
    at = len(_JPEG_START)
    while at + 4 <= len(content) and content[at + 1] != _JPEG_END:
        marker = content[at + 1]
        if marker == _JPEG_FILL:
            at += 1
            continue
        size = 0 if marker in _JPEG_STANDALONE else int.from_bytes(content[at + 2 : at + 4])
        end = at + 2 + size
        if marker == _JPEG_SCAN:
            following = _AFTER_SCAN.search(content, end)
            end = following.start() if following else len(content)
        is_profile = marker == _JPEG_APP2 and content.startswith(_JPEG_PROFILE, at + 4)
        if marker in _JPEG_KEPT or is_profile:
            kept.append(content[at:end])
        at = end
    kept.append(bytes((0xFF, _JPEG_END)))
    return b"".join(kept)


def _png(content: bytes) -> bytes:
    kept = [_PNG_HEAD]
    at = len(_PNG_HEAD)
    while at + 12 <= len(content):
        size = int.from_bytes(content[at : at + 4])
        end = at + 12 + size
        if content[at + 4 : at + 8] not in _PNG_METADATA:
            kept.append(content[at:end])
        at = end
    return b"".join(kept)


def _webp(content: bytes) -> bytes:
    kept = []
    at = 12
    while at + 8 <= len(content):
        name = content[at : at + 4]
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        chunk = content[at:end]
        if name == b"VP8X" and len(chunk) > _VP8X_FLAGS:
            flags = chunk[_VP8X_FLAGS] & ~(_HAS_EXIF | _HAS_XMP)
            chunk = chunk[:_VP8X_FLAGS] + bytes([flags]) + chunk[_VP8X_FLAGS + 1 :]
        if name not in _WEBP_METADATA:
            kept.append(chunk)
        at = end
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


_STRIPPERS: Mapping[str, Callable[[bytes], bytes]] = {"jpeg": _jpeg, "png": _png, "webp": _webp}


def without_metadata(content: bytes, form: str) -> bytes | None:
    """Return a readable picture of a format without its metadata; none where the format is not known here."""
    strip = _STRIPPERS.get(form)
    return strip(content) if strip else None
