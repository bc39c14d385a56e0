"""Finding things: words, typed codes, numbers of labels; and the products of a collection."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from comptoir.api import NotFoundError, Visit
from starlette.responses import Response

from comptoir_qr.codes import looks_like_code, tidy_typed
from comptoir_qr.pages.opened import sorry
from comptoir_qr.views.labels import has_right_check_digit, is_gtin, spellings
from comptoir_qr.views.links import ROOT, code_path, item_path, place_number

_LONGEST = 200
_NOT_FOUND = 404


async def search(visit: Visit) -> Response:
    """Follow a typed code or a label's number; else show the products that the words find."""
    query = visit.request.query_params
    typed = query.get("q", "").strip()
    words = " ".join(typed.split())[:_LONGEST]
    at = place_number(query.get("at", ""))
    if not words or not words.isprintable():
        return visit.redirect(f"{ROOT}/")
    if code := _own_code(visit, typed):
        return visit.redirect(code_path(code))
    if "://" in words:
        return await sorry(visit, problem="foreign", status=_NOT_FOUND)
    if path := await _labelled(visit, words, at):
        return visit.redirect(path)
    if is_gtin(words):
        problem = "barcode" if has_right_check_digit(words) else "misread"
        return await sorry(visit, problem=problem, status=_NOT_FOUND, typed=words)
    found = (await visit.ask("search", query=words))["search"]["nodes"]
    return await _list(visit, title=words, products=[row for row in found if row], at=at, typed=words)


async def collection(visit: Visit) -> Response:
    """Show the products of a collection."""
    query = visit.request.query_params
    data = await visit.ask(
        "collection", handle=visit.request.path_params["handle"][:255], after=query.get("after") or None
    )
    found = data["collection"]
    if found is None:
        raise NotFoundError
    info = found["products"]["pageInfo"]
    return await _list(
        visit,
        title=found["title"],
        products=found["products"]["nodes"],
        at=place_number(query.get("at", "")),
        after=info["endCursor"] if info["hasNextPage"] else None,
    )


async def _list(
    visit: Visit,
    *,
    title: str,
    products: Sequence[Mapping[str, Any]],
    at: int | None,
    typed: str = "",
    after: str | None = None,
) -> Response:
    return await visit.page("list.html", title=title, products=products, at=at, typed=typed, after=after)


def _own_code(visit: Visit, typed: str) -> str | None:
    """Return the code in a typed text: bare, or in an address of this shop."""
    text = typed
    if "://" in typed or typed.startswith("/"):
        try:
            parts = urlsplit(typed)
        except ValueError:
            return None
        own = urlsplit(visit.site.base_url(visit.request)).netloc
        if parts.netloc not in {"", own} or not parts.path.startswith(f"{ROOT}/"):
            return None
        text = parts.path.removeprefix(f"{ROOT}/")
    code = tidy_typed(text)
    return code if looks_like_code(code) else None


async def _labelled(visit: Visit, label: str, at: int | None) -> str | None:
    """Return the page of the variant whose label has this number or SKU, among what this market sells."""
    if '"' in label or "\\" in label:
        return None
    numbers = spellings(label)
    wanted = {number.casefold() for number in numbers}
    query = " OR ".join([*(f'barcode:"{number}"' for number in numbers), f'sku:"{label}"'])
    products: list[Mapping[str, Any]] = (await visit.ask("label", query=query))["products"]["nodes"]
    for product in products:
        for variant in product["variants"]["nodes"]:
            if wanted & {(variant["barcode"] or "").casefold(), (variant["sku"] or "").casefold()}:
                return item_path(product["handle"], variant, at=at)
    return None
