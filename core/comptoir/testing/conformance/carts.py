"""Puts a product into the cart as a person would: by a form of the product's page, then by a link to the cart."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx2

from comptoir.testing.conformance.markup import parse_kindly
from comptoir.testing.conformance.subject import Subject

_MOST_LINKS = 60
_MOST_FORMS = 20
_CART_WORDS = ("cart", "bag", "basket", "panier")
_CART = """
query KitCart($id: ID!, $country: CountryCode, $language: LanguageCode)
@inContext(country: $country, language: $language) {
  cart(id: $id) {
    id totalQuantity cost { subtotalAmount { amount currencyCode } totalAmount { amount currencyCode } }
    lines(first: 5) { nodes { quantity merchandise { ... on ProductVariant { sku product { handle title } } } } }
  }
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """A cart that was filled through the channel, the page that shows it, and the visitor who has it."""

    cart_id: str
    path: str
    page: httpx2.Response
    visitor: httpx2.Client

    @property
    def secret(self) -> str:
        """The part of the cart's id that no one else may see."""
        return self.cart_id.rpartition("=")[2]


def core_cart(subject: Subject, cart_id: str) -> Any:
    """Return the cart as the shop answers it to the channel, heeding divergences that are meant for it."""
    place = subject.places[0]
    where: dict[str, Any] = {"country": place.country, "language": place.language}
    return subject.ask(_CART, as_channel=True, id=cart_id, **where)["cart"]


def buy(subject: Subject, visitor: httpx2.Client) -> Bought | None:
    """Fill a cart by the first form of the product's page that does it, and open the page that shows it."""
    if not subject.capability("cart")[0] or subject.page_view is None:
        return None
    start = len(subject.watch.asked)
    tried = 0
    while True:
        # The page is opened anew for each form: one may have ended the visit, or chosen another market.
        product = visitor.get(subject.product_page())
        submissions = sorted(_submissions(product), key=lambda each: not _names_cart(each[0]))
        if tried >= min(len(submissions), _MOST_FORMS):
            return None
        action, fields = submissions[tried]
        tried += 1
        answer = visitor.post(action, data=fields)
        cart_id = _filled(subject, start)
        if cart_id is not None:
            return _cart_page(subject, visitor, cart_id, [answer, product])


def _names_cart(address: str) -> bool:
    return any(word in urlsplit(address).path for word in _CART_WORDS)


def _filled(subject: Subject, start: int) -> str | None:
    mine = [asked for asked in subject.watch.asked[start:] if asked.channel == subject.channel.name]
    for cart_id in {found for asked in mine for found in asked.carts()}:
        cart = core_cart(subject, cart_id)
        if cart is not None and cart["totalQuantity"]:
            return cart_id
    return None


def _cart_page(
    subject: Subject, visitor: httpx2.Client, cart_id: str, seen: list[httpx2.Response]
) -> Bought | None:
    for path in _candidates(seen, subject):
        start = len(subject.watch.asked)
        page = visitor.get(path)
        read = [found for asked in subject.watch.asked[start:] for found in asked.carts()]
        if page.is_success and cart_id in read and "text/html" in page.headers.get("content-type", ""):
            return Bought(cart_id=cart_id, path=path, page=page, visitor=visitor)
    return None


def _candidates(seen: list[httpx2.Response], subject: Subject) -> list[str]:
    paths = [
        urlsplit(urljoin(str(page.url), link)).path
        for page in seen
        for link in [str(page.url), *_links(page)][:_MOST_LINKS]
    ]
    below = [path for path in dict.fromkeys(paths) if path.startswith(f"{subject.channel.path}/")]
    return [path for path in below if path.rstrip("/").rpartition("/")[2] in _CART_WORDS]


def _links(page: httpx2.Response) -> Iterator[str]:
    anchors = [each.get("href", "") for each in parse_kindly(page.text).iter("a")]
    yield from sorted(anchors, key=lambda link: not _names_cart(link))


def _submissions(page: httpx2.Response) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each way to submit a form of a page: where to, and with which fields."""
    for form in parse_kindly(page.text).iter("form"):
        if (form.get("method") or "").lower() != "post":
            continue
        action = urljoin(str(page.url), form.get("action") or "")
        fields = dict(_fields(form))
        buttons = [each for each in form.iter("button") if (each.get("type") or "submit") == "submit"]
        named = [each for each in buttons if each.get("name") and "disabled" not in each.attrib]
        for button in reversed(named):
            yield action, {**fields, button.get("name"): button.get("value") or ""}
        yield action, fields


def _fields(form: Any) -> Iterator[tuple[str, str]]:
    for each in form.iter("input"):
        kind = (each.get("type") or "text").lower()
        chosen = kind not in {"radio", "checkbox"} or "checked" in each.attrib
        if each.get("name") and chosen and kind not in {"submit", "button", "image", "file"}:
            yield each.get("name"), each.get("value") or ""
    for each in form.iter("select"):
        options = list(each.iter("option"))
        picked = next((one for one in options if "selected" in one.attrib), options[0] if options else None)
        if each.get("name") and picked is not None:
            text = picked.get("value")
            yield each.get("name"), text if text is not None else "".join(picked.itertext()).strip()
