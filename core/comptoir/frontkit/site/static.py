"""Style sheets, scripts and icons: kept for good under an address that names their content."""

import hashlib
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from starlette.responses import Response
from starlette.staticfiles import StaticFiles


class StaticFolder(StaticFiles):
    """A folder of public files; an address with `?v=` never changes its content."""

    async def get_response(self, path: str, scope: MutableMapping[str, Any]) -> Response:
        """Return a file with its caching rule."""
        response = await super().get_response(path, scope)
        versioned = scope["query_string"].startswith(b"v=")
        kept = "public, max-age=31536000, immutable" if versioned else "no-cache"
        response.headers["cache-control"] = kept
        response.headers["x-content-type-options"] = "nosniff"
        return response


def content_digest(path: Path) -> str:
    """Return a short text that differs when the file does."""
    return hashlib.blake2b(path.read_bytes(), digest_size=6).hexdigest()
