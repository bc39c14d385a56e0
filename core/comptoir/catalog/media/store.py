"""Where pictures lie: in a folder, named by the digest of their content."""

import contextlib
import os
import re
import secrets
import threading
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

import orjson

from comptoir.catalog.drafts import StoredPicture
from comptoir.catalog.media.picture import inspect_picture

TOKEN = re.compile(r"[0-9a-f]{40}")
_KNOWN_PICTURES = 4096
"""Facts of that many pictures are kept in memory."""


class MediaStore:
    """Pictures and their resized versions under a shop's data folder. Safe in threads and processes at once."""

    def __init__(self, data_dir: Path) -> None:
        self._originals = data_dir / "media"
        self.renditions = data_dir / "renditions"
        """Resized versions: can be removed at any time."""
        self._known: dict[str, StoredPicture] = {}
        self._lock = threading.Lock()

    def put(self, content: bytes) -> StoredPicture:
        """Check a picture and keep it; the same content again costs a digest only.

        Raises `DomainError` for what cannot be used as a picture.
        """
        token = sha256(content).hexdigest()[:40]
        if found := self.lookup(token):
            return found
        picture = inspect_picture(content)
        stored = StoredPicture(
            token=token,
            format=picture.format,
            width=picture.width,
            height=picture.height,
            bytes=len(picture.content),
            thumbhash=picture.thumbhash,
        )
        write_whole(self.path_of(stored), picture.content)
        # The facts come last: who finds them finds the picture.
        write_whole(self._facts(token), orjson.dumps(asdict(stored)))
        return stored

    def lookup(self, token: str) -> StoredPicture | None:
        """Return the picture of a token, or none."""
        if not TOKEN.fullmatch(token):
            return None
        if found := self._known.get(token):
            return found
        try:
            stored = StoredPicture(**orjson.loads(self._facts(token).read_bytes()))
        except FileNotFoundError:
            return None
        with self._lock:
            if len(self._known) >= _KNOWN_PICTURES:
                self._known.pop(next(iter(self._known)))
            self._known[token] = stored
        return stored

    def path_of(self, picture: StoredPicture) -> Path:
        """Return the file of a picture."""
        return self._originals / picture.token[:2] / f"{picture.token}.{picture.format}"

    def _facts(self, token: str) -> Path:
        return self._originals / token[:2] / f"{token}.json"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever reads a part of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{secrets.token_hex(8)}")
    try:
        fresh.write_bytes(content)
        os.replace(fresh, path)  # noqa: PTH105 - the plain call is the atomic one
    finally:
        with contextlib.suppress(FileNotFoundError):
            fresh.unlink()
