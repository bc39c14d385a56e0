"""Pages that are nobody else's business: kept nowhere, found by no search engine, named to no other site."""

from starlette.responses import Response

_PRIVATE = {"cache-control": "no-store", "referrer-policy": "no-referrer", "x-robots-tag": "noindex"}


def private(response: Response) -> Response:
    """Return an answer under the headers of a private page."""
    response.headers.update(_PRIVATE)
    return response
