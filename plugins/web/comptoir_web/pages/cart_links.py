"""Addresses that carry a bag: a link to a cart of one's own, and permalinks that make one."""

from comptoir.api import NotFoundError, Visit, create_cart, find_cart, read_form, read_quantity
from starlette.responses import Response

from comptoir_web.pages import cart as bag
from comptoir_web.pages.forms import refuse

_PREFIX = "gid://shopify/Cart/"
_MOST_LINES = 50
_LONGEST_KEY = 128


def _linked_cart(visit: Visit) -> str:
    token = visit.request.path_params["token"]
    key = visit.request.query_params.get("key", "")
    if not token.isalnum() or not key.isalnum() or len(token) > _LONGEST_KEY or len(key) > _LONGEST_KEY:
        raise NotFoundError
    return f"{_PREFIX}{token}?key={key}"


async def open_link(visit: Visit) -> Response:
    """Open the cart that a link names, and lead on to checkout.

    It becomes the visitor's when they have none; one that they have is never replaced without their say.
    """
    linked = _linked_cart(visit)
    cart = (await visit.ask("cart", id=linked))["cart"]
    if cart is None:
        raise NotFoundError
    own = await find_cart(visit)
    if own is None or own["id"] == cart["id"] or not own["lines"]["nodes"]:
        visit.keep_cart(cart["id"])
        return visit.redirect("/checkout")
    return await visit.page("cart_link.html", cart=cart, own=own, facts=[])


async def take_over(visit: Visit) -> Response:
    """Go on with the cart that a link names, in place of the visitor's own."""
    if await read_form(visit) is None:
        return await refuse(visit)
    linked = _linked_cart(visit)
    cart = (await visit.ask("cart", id=linked))["cart"]
    if cart is None:
        raise NotFoundError
    visit.keep_cart(cart["id"])
    return visit.redirect("/checkout")


async def permalink(visit: Visit) -> Response:
    """Make a bag of `/cart/<variant>:<quantity>,…?discount=CODE`, as storefronts of the dialect do."""
    lines = _read_lines(visit.request.path_params["lines"])
    if not lines:
        raise NotFoundError
    code = visit.request.query_params.get("discount", "")[:100]
    result = await create_cart(visit, lines, **({"discountCodes": [code]} if code else {}))
    problem = result.problem(visit)
    if result.cart is None:
        raise NotFoundError
    if problem:
        return await bag.render(visit, result.cart, status=422, problems={"bag": problem})
    return visit.redirect("/cart")


def _read_lines(text: str) -> list[dict[str, object]]:
    lines: list[dict[str, object]] = []
    for part in text.split(",")[:_MOST_LINES]:
        number, _, typed = part.partition(":")
        quantity = read_quantity(typed or "1")
        if not (number.isascii() and number.isdecimal()) or len(number) > 16 or quantity is None:  # noqa: PLR2004
            return []
        lines.append({"merchandiseId": f"gid://shopify/ProductVariant/{number}", "quantity": quantity})
    return lines
