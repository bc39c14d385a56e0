"""Taking metadata (place, camera, author, comments) out of pictures, without touching a pixel."""

import struct
from collections.abc import Callable, Mapping

_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_PNG_METADATA = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})
_WEBP_METADATA = frozenset({b"EXIF", b"XMP "})
_VP8X_FLAGS = 8
"""Place of the flags in an extended WebP: after `RIFF`, size, `WEBP`, the chunk's name and its size."""
_HAS_EXIF, _HAS_XMP = 0x08, 0x04
_JPEG_COMMENT = 0xFE
_JPEG_APP1, _JPEG_APP13 = 0xE1, 0xED
"""EXIF and XMP; Photoshop's notes. Colour profile (APP2) and Adobe's colour transform (APP14) are needed."""
_JPEG_SCAN = 0xDA
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})


def _jpeg(content: bytes) -> bytes:
    kept = [content[:2]]
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:  # noqa: PLR2004 - every marker begins with FF
        marker = content[at + 1]
        if marker == _JPEG_SCAN:
            break
        size = 0 if marker in _STANDALONE else int.from_bytes(content[at + 2 : at + 4])
        end = at + 2 + size
        if marker not in {_JPEG_APP1, _JPEG_APP13, _JPEG_COMMENT}:
            kept.append(content[at:end])
        at = end
    kept.append(content[at:])
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
