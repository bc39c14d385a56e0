"""Links that fill a bag: an address shows what it holds, and only a form puts it in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from comptoir.api import Visit, read_form, read_quantity
from starlette.responses import Response

from comptoir_social.pages import bag
from comptoir_social.pages.bag_commands import add_seen_lines, caution_texts
from comptoir_social.pages.forms import refuse
from comptoir_social.views.links import ROOT, is_number, number_of

MOST_LINES = 20
_NOT_FOUND = 404
_UNPROCESSABLE = 422
_LINE = re.compile(r"([^:,]+)(?::([^:,]*))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedLine:
    """A line of a link, with the variant as the shop sells it to this visitor."""

    quantity: int
    variant: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedBag:
    """What a link holds; `gone` counts the variants that are not, or no longer, sold to this visitor."""

    lines: list[WantedLine]
    gone: int = 0


async def confirm(visit: Visit) -> Response:
    """Show what a link would put into the bag."""
    return await _render(visit, await _find(visit))


async def fill(visit: Visit) -> Response:
    """Put what a link holds into the bag, save what is sold out."""
    if await read_form(visit) is None:
        return await refuse(visit)
    found = await _find(visit)
    lines = [
        {"merchandiseId": line.variant["id"], "quantity": line.quantity}
        for line in found.lines
        if line.variant["availableForSale"]
    ]
    if not lines:
        return await _render(visit, found)
    result = await add_seen_lines(visit, lines)
    if problem := result.problem(visit):
        return await _render(visit, found, status=_UNPROCESSABLE, problem=problem)
    if cautions := caution_texts(visit, result):
        return await bag.render(visit, result.cart, cautions=cautions)
    return visit.redirect(f"{ROOT}/bag")


async def _render(
    visit: Visit, wanted: WantedBag, *, status: int = 200, problem: str | None = None
) -> Response:
    lines = wanted.lines
    if not lines:
        return await visit.page("broken_link.html", status=_NOT_FOUND, most=MOST_LINES)
    at_hand = any(line.variant["availableForSale"] for line in lines)
    return await visit.page(
        "prefilled.html", status=status, lines=lines, gone=wanted.gone, at_hand=at_hand, problem=problem
    )


async def _find(visit: Visit) -> WantedBag:
    """Return what a link holds: no lines when it cannot be read, or nothing in it is sold any more."""
    wanted = read_lines(visit.request.path_params["lines"])
    if wanted is None:
        return WantedBag(lines=[])
    ids = [f"gid://shopify/ProductVariant/{number}" for number in wanted]
    nodes = (await visit.ask("variants", ids=ids))["nodes"]
    known = {number_of(node): node for node in nodes if node and node.get("product")}
    lines = [
        WantedLine(quantity=quantity, variant=known[number])
        for number, quantity in wanted.items()
        if number in known
    ]
    return WantedBag(lines=lines, gone=len(wanted) - len(lines))


def read_lines(text: str) -> dict[str, int] | None:
    """Return the quantities by variant number of `<variant>:<quantity>,…`; none when any part is not that.

    A variant that is named twice has its quantities taken together.
    """
    parts = text.split(",")
    if len(parts) > MOST_LINES:
        return None
    found: dict[str, int] = {}
    for part in parts:
        match = _LINE.fullmatch(part)
        quantity = read_quantity(match[2] if match[2] is not None else "1") if match else None
        if match is None or quantity is None or not is_number(match[1]):
            return None
        number = str(int(match[1]))
        found[number] = found.get(number, 0) + quantity
    return found
