"""Serving pictures: `GET /media/<token>/<name>?width=&height=&crop=&format=`."""

import re

from anyio import CapacityLimiter, to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from comptoir.catalog.media.rendition import CROPS, LADDER, Wanted, find_rendition, make_rendition
from comptoir.catalog.media.store import MediaStore

_AT_ONCE = 2
"""Pictures that are resized at the same time in a process: the work holds a core each."""
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
_SIZE_IN_NAME = re.compile(r"_([0-9]{0,4})x([0-9]{0,4})(?:_crop_([a-z]+))?(?:@[23]x)?(?=\.[A-Za-z]+$|$)")
_FORMATS = {"webp": "webp", "jpg": "jpeg", "jpeg": "jpeg", "pjpg": "jpeg", "png": "png"}


def media_routes(store: MediaStore) -> list[Route]:
    """Return the routes that serve the pictures of a store."""
    limiter = CapacityLimiter(_AT_ONCE)

    async def serve_picture(request: Request) -> Response:
        wanted = _wanted(request)
        picture = store.lookup(request.path_params["token"])
        if picture is None:
            raise HTTPException(404, "There is no such picture.")
        found = find_rendition(store, picture, wanted)
        if found is None:
            found = await to_thread.run_sync(make_rendition, store, picture, wanted, limiter=limiter)
        headers = {
            "Cache-Control": "public, max-age=31536000, immutable",
            "ETag": f'"{found.tag}"',
            "X-Content-Type-Options": "nosniff",
        }
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return FileResponse(found.path, media_type=found.mime, headers=headers)

    return [Route("/media/{token}/{name}", serve_picture, methods=["GET"], name="media")]


def _wanted(request: Request) -> Wanted:
    """Read what is asked for: the query, else a size in the name such as `shirt_240x.jpg`."""
    query = request.query_params
    named = _SIZE_IN_NAME.search(request.path_params["name"])
    width, height, crop = named.groups() if named and (named[1] or named[2]) else (None, None, None)
    form = query.get("format")
    if form and form.lower() not in _FORMATS:
        raise HTTPException(400, "format is one of webp, jpg, png.")
    return Wanted(
        width=_side(query.get("width") or width, "width"),
        height=_side(query.get("height") or height, "height"),
        crop=_crop(query.get("crop") or crop),
        format=_FORMATS[form.lower()] if form else None,
    )


def _side(text: str | None, name: str) -> int | None:
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise HTTPException(400, f"{name} is a whole number of pixels.")
    return min(int(text), LADDER[-1])


def _crop(text: str | None) -> str | None:
    if not text:
        return None
    if text.lower() not in CROPS:
        raise HTTPException(400, "crop is one of center, top, bottom, left, right.")
    return text.lower()
