"""Content: pages and the shop's policies."""

from typing import Any

from comptoir.api import NotFoundError, Visit
from starlette.responses import Response

from comptoir_mobile.views.links import ROOT


async def page(visit: Visit) -> Response:
    """Show a content page."""
    found = (await visit.ask("page", handle=visit.request.path_params["handle"]))["page"]
    if found is None:
        raise NotFoundError
    return await visit.page("page.html", back=f"{ROOT}/", title=found["title"], body=found["body"])


async def policies(visit: Visit) -> Response:
    """List the shop's policies."""
    return await visit.page("policies.html", back=f"{ROOT}/", policies=await _policies(visit))


async def policy(visit: Visit) -> Response:
    """Show one of the shop's policies."""
    handle = visit.request.path_params["handle"]
    found = next((row for row in await _policies(visit) if row["handle"] == handle), None)
    if found is None:
        raise NotFoundError
    return await visit.page("page.html", back=f"{ROOT}/policies", title=found["title"], body=found["body"])


async def _policies(visit: Visit) -> list[dict[str, Any]]:
    shop = (await visit.ask("policies"))["shop"]
    return [row for row in shop.values() if row]
