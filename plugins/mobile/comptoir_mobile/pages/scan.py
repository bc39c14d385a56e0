"""Scanning: what a code on a label, a poster or another screen leads to."""

from typing import Any
from urllib.parse import urlsplit

from comptoir.api import Visit
from starlette.responses import Response

from comptoir_mobile.views.codes import Scan, handoff_path, read_scan, spellings
from comptoir_mobile.views.links import product_path

_NOT_FOUND = 404
_LONGEST_SHOWN = 60


async def show(visit: Visit) -> Response:
    """Show the scanner; with a code, go where it leads or say what it is."""
    text = visit.request.query_params.get("code", "")
    scan = read_scan(text, hosts=await _hosts(visit))
    if scan.kind == "nothing":
        return await _scanner(visit, typed="", problem=None)
    if scan.kind == "path":
        return visit.redirect(scan.path)
    if scan.kind == "label":
        if path := await _find(visit, scan.label):
            return visit.redirect(path)
        if scan.handoff:
            return visit.redirect(handoff_path(scan.handoff))
    return await _scanner(visit, typed=text, problem=_explain(visit, scan))


async def _scanner(visit: Visit, *, typed: str, problem: str | None) -> Response:
    return await visit.page(
        "scan.html",
        status=_NOT_FOUND if problem else 200,
        tab="scan",
        typed=typed.strip()[:_LONGEST_SHOWN] if typed.isprintable() else "",
        problem=problem,
    )


async def _hosts(visit: Visit) -> set[str]:
    base = visit.site.base_url(visit.request)
    shop = (await visit.ask("layout", cartId="", hasCart=False))["shop"]
    return {urlsplit(base).netloc.lower(), urlsplit(shop["primaryDomain"]["url"]).netloc.lower()}


async def _find(visit: Visit, label: str) -> str | None:
    """Return the page of the variant whose label says so, among what this market sells."""
    wanted = {spelling.casefold() for spelling in spellings(label)}
    query = " OR ".join([*(f'barcode:"{spelling}"' for spelling in spellings(label)), f'sku:"{label}"'])
    products: list[dict[str, Any]] = (await visit.ask("scan", query=query))["products"]["nodes"]
    for product in products:
        for variant in product["variants"]["nodes"]:
            codes = {(variant["barcode"] or "").casefold(), (variant["sku"] or "").casefold()}
            if codes & wanted:
                return product_path(product["handle"], variant)
    return None


def _explain(visit: Visit, scan: Scan) -> str:
    _ = visit.texts.gettext
    if scan.kind == "foreign-site":
        return _("This code leads to another site, %(host)s. We have not opened it.", host=scan.host)
    if scan.kind == "misread":
        return _("One digit of %(code)s seems to be wrong. Compare it with the label.", code=scan.label)
    if scan.kind == "label":
        return _("We sell nothing with the code %(code)s here.", code=scan.label)
    return _("This code is not one of ours. Try the bar code on the label, or a code from our screens.")
