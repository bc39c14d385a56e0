"""The page of the sandbox where a payer confirms: what a bank's page or a card reader would be."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from comptoir.frontkit.amounts import format_money
from comptoir.frontkit.headers import content_security_policy, security_headers
from comptoir.frontkit.languages import preferred_language
from comptoir.frontkit.messages import Texts, load_texts
from comptoir.payments.sandbox import books
from comptoir.payments.sandbox.books import SandboxPayment
from comptoir.payments.sandbox.delivery import deliver
from comptoir.shop import Shop

_FOLDER = Path(__file__).parent
_MOST_BYTES = 1_000


class SandboxPages:
    """The page of one shop. Who knows the address of a payment may confirm it: it cannot be guessed."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._texts = load_texts(_FOLDER / "messages")
        loader = jinja2.FileSystemLoader(_FOLDER / "templates")
        self._templates = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)

    async def page(self, request: Request) -> Response:
        """Show the payment, or take the payer's answer."""
        payment = await self._shop.db.read(books.lookup_by_ident, ident=request.path_params["ident"])
        if payment is None:
            texts = self._spoken(request)
            return HTMLResponse(
                texts.gettext("There is no such payment."), status_code=404, headers=_headers()
            )
        if request.method == "POST" and payment.status == "WAITING":
            payment = await self._answered(request, payment)
            if payment.return_url:
                return RedirectResponse(payment.return_url, status_code=303)
        return self._shown(request, payment)

    async def _answered(self, request: Request, payment: SandboxPayment) -> SandboxPayment:
        body = (await request.body())[:_MOST_BYTES]
        approve = parse_qs(body.decode("utf-8", "replace")).get("answer") == ["approve"]
        decided = await self._shop.db.write(books.decide, ident=payment.ident, approve=approve)
        assert decided is not None, "it was there a moment ago, and books lose nothing"
        await deliver(self._shop, decided)
        return decided

    def _shown(self, request: Request, payment: SandboxPayment) -> Response:
        texts = self._spoken(request)
        reader = payment.card.course == "READER"
        title = texts.gettext("Present the test card" if reader else "Confirm a test payment")
        storefront = self._shop.storefront
        html = self._templates.get_template("confirm.html").render(
            _=texts.gettext,
            language=texts.language,
            brand=storefront.title if storefront else "Comptoir",
            title=title,
            waits=payment.status == "WAITING",
            lead=_lead(texts, payment, reader=reader),
            back=payment.return_url,
        )
        return HTMLResponse(html, headers=_headers(payment.return_url))

    def _spoken(self, request: Request) -> Texts:
        language = preferred_language(request.headers.get("accept-language", ""), self._texts)
        return self._texts[language or "en"]


def _lead(texts: Texts, payment: SandboxPayment, *, reader: bool) -> str:
    if payment.status == "WAITING":
        text = (
            "This is the sandbox: no money moves. It stands in for a card that is held to the reader to pay "
            "%(amount)s."
            if reader
            else "This is the sandbox: no money moves. Your bank would ask here whether it is you who pays "
            "%(amount)s."
        )
        shown = format_money(
            {"amount": payment.amount.amount, "currencyCode": payment.amount.currency},
            language=texts.language,
        )
        return texts.gettext(text, amount=shown)
    approved = payment.status in {"AUTHORIZED", "CAPTURED", "PROCESSING"}
    return texts.gettext("This payment was approved." if approved else "This payment was not approved.")


def _headers(return_url: str = "") -> dict[str, str]:
    # Browsers hold the redirect after a form to `form-action`, too.
    place = urlsplit(return_url)
    overrides = {"form-action": f"'self' {place.scheme}://{place.netloc}"} if place.netloc else {}
    return security_headers(content_security_policy(overrides)) | {"cache-control": "no-store"}


def sandbox_routes(shop: Shop) -> list[BaseRoute]:
    """Return the route of the page."""
    return [Route("/payments/sandbox/{ident}", SandboxPages(shop).page, methods=["GET", "POST"])]
