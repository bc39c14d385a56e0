"""Adapters of payment providers: small scripts that the shop serves, so that a page knows no provider by name.

An adapter's address names its content, so it may be kept for good.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from comptoir.hooks.payments import PaymentProvider

_HEADERS = {
    "cache-control": "public, max-age=31536000, immutable",
    "x-content-type-options": "nosniff",
}


def adapter_path(file: Path) -> str:
    """Return the path under which the shop serves an adapter."""
    return f"/payments/scripts/{_digest(file.read_bytes())}.js"


def adapter_route(providers: Mapping[str, PaymentProvider]) -> Route:
    """Return the route of the adapters that these providers have now."""
    scripts = [each.capabilities.script for each in providers.values()]
    files = [script.adapter for script in scripts if script is not None and script.adapter is not None]
    served = {_digest(content): content for content in (file.read_bytes() for file in files)}

    async def serve(request: Request) -> Response:
        content = served.get(request.path_params["digest"])
        if content is None:
            return PlainTextResponse("There is no such script", status_code=404)
        return Response(content, media_type="text/javascript", headers=_HEADERS)

    return Route("/payments/scripts/{digest}.js", serve, methods=["GET"])


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=12).hexdigest()
