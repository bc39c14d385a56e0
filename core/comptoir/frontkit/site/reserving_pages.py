"""The pages on which a piece is reserved at a store: the form, the reservation to show at the counter, cancelling.

Beside the documents of `reserving` the channel brings `reserve`, a variant with its `storeAvailability` by id, and
the templates `reserve.html` and `reservation.html`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from starlette.responses import Response

from comptoir.frontkit.messages import Texts
from comptoir.frontkit.pickups import format_pickup, pickup_days
from comptoir.frontkit.site.forms import read_form
from comptoir.frontkit.site.guard import Page
from comptoir.frontkit.site.onward import may_check_out
from comptoir.frontkit.site.qr import qr_svg
from comptoir.frontkit.site.reserving import (
    ReservationForm,
    cancel_reservation,
    find_reservation,
    keep_secret,
    make_reservation,
)
from comptoir.frontkit.site.visit import NotFoundError, Visit

_UNPROCESSABLE = 422
_DIGITS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservingPages:
    """Pages of a channel; `show`, `reserve`, `reserved` and `cancel` answer as its other pages do.

    A form is at an address with the product's `{handle}`, a reservation at one with its `{token}`.
    """

    refuse: Page
    """What a form gets that this visitor was not shown."""
    reservation_path: Callable[[str], str]
    """The address of a reservation by its token."""
    form_values: Callable[[Visit, Mapping[str, Any], int | None], Mapping[str, Any]]
    """What `reserve.html` shows besides, for a variant and the number of the store that was asked for."""
    reservation_values: Callable[[Mapping[str, Any]], Mapping[str, Any]] = lambda _: {}
    """What `reservation.html` shows besides."""

    async def show(self, visit: Visit) -> Response:
        """Show the form that reserves a variant at a store, both named by number."""
        query = visit.request.query_params
        piece = await find_piece(visit, query.get("variant", ""))
        return await self._ask(visit, piece, store=query.get("store", ""), form=ReservationForm())

    async def reserve(self, visit: Visit) -> Response:
        """Reserve the piece, and go to the page of the reservation."""
        fields = await read_form(visit)
        if fields is None:
            return await self.refuse(visit)
        piece = await find_piece(visit, fields.get("variant", ""))
        number, form = fields.get("store", ""), ReservationForm.read(fields)
        store = find_store(piece, number)
        if store is None:
            return await self._ask(visit, piece, store=number, form=form, status=_UNPROCESSABLE)
        result = await make_reservation(
            visit, form, variant_id=piece["id"], location_id=store["location"]["id"]
        )
        if result.token is None:
            piece = await find_piece(visit, fields.get("variant", ""))
            return await self._ask(
                visit, piece, store=number, form=form, status=_UNPROCESSABLE, problems=result.problems
            )
        return keep_secret(visit.redirect(self.reservation_path(result.token)))

    async def reserved(self, visit: Visit) -> Response:
        """Show a reservation: its code to show or say at the counter, or what became of it."""
        return await self._show(visit)

    async def cancel(self, visit: Visit) -> Response:
        """Let go of what was reserved."""
        if await read_form(visit) is None:
            return await self.refuse(visit)
        token = visit.request.path_params["token"]
        if problem := await cancel_reservation(visit, token):
            return await self._show(visit, status=_UNPROCESSABLE, problem=problem)
        return keep_secret(visit.redirect(self.reservation_path(token)))

    async def _ask(
        self,
        visit: Visit,
        piece: Mapping[str, Any],
        *,
        store: str,
        form: ReservationForm,
        status: int = 200,
        problems: Mapping[str, str] | None = None,
    ) -> Response:
        chosen = find_store(piece, store)
        days = chosen and pickup_days(
            chosen["location"],
            ready_at=chosen["readyAt"],
            longest=timedelta(days=visit.site.host.settings.reservation_days),
            now=datetime.now(UTC),
            language=visit.texts.language,
        )
        values: dict[str, Any] = {
            "piece": piece,
            "store": chosen,
            "days": days or [],
            "others": [
                row for row in piece["storeAvailability"]["nodes"] if row["available"] and row != chosen
            ],
            "form": form,
            "problems": problems or {},
            **self.form_values(visit, piece, _number(store)),
        }
        return keep_secret(await visit.page("reserve.html", status=status, **values))

    async def _show(self, visit: Visit, *, status: int = 200, problem: str | None = None) -> Response:
        _ = visit.texts.gettext
        token = visit.request.path_params["token"]
        reservation = await find_reservation(visit, token)
        order = reservation["order"]
        values: dict[str, Any] = {
            "reservation": reservation,
            "address": self.reservation_path(token),
            "words": reservation_words(reservation, visit.texts),
            "order_url": order["statusUrl"] if order and await may_check_out(visit) else None,
            "moment": partial(format_pickup, language=visit.texts.language),
            "qr": qr_svg(reservation["scanText"], label=_("QR code of your reservation")),
            "problem": problem,
            **self.reservation_values(reservation),
        }
        return keep_secret(await visit.page("reservation.html", status=status, **values))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationWords:
    """How a reservation stands, in words: what stands above it, and what that means for whoever made it."""

    heading: str
    lead: str


def reservation_words(reservation: Mapping[str, Any], texts: Texts) -> ReservationWords:
    """Return the words for a `Reservation` with `status` and `order`; one that was paid for is told as sold."""
    _ = texts.gettext
    heading, lead = {
        "SOLD": (_("It is yours"), _("You paid for it at the store, and it was handed to you.")),
        "ACTIVE": (_("It is kept for you"), _("Show this at the counter, or say the code. You pay there.")),
        "COLLECTED": (
            _("It has been collected"),
            _("The store handed it over; the receipt is the one from the counter."),
        ),
        "RELEASED": (
            _("The store has put it back on sale"),
            _("It is no longer kept for you, and you owe nothing. The store can tell you why."),
        ),
        "EXPIRED": (
            _("Its time has passed"),
            _("It was not collected in time, and is on sale again. You owe nothing."),
        ),
        "CANCELLED": (_("You have cancelled it"), _("It is on sale again, and you owe nothing.")),
    }["SOLD" if reservation["order"] else reservation["status"]]
    return ReservationWords(heading=heading, lead=lead)


async def find_piece(visit: Visit, number: str) -> Mapping[str, Any]:
    """Return the variant of a number; raises `NotFoundError` where there is none.

    Where the address of the page names a product, it has to be one of that.
    """
    variant = _number(number)
    if variant is None:
        raise NotFoundError
    piece: Mapping[str, Any] | None = (
        await visit.ask("reserve", id=f"gid://shopify/ProductVariant/{variant}")
    )["node"]
    handle = visit.request.path_params.get("handle")
    if not piece or handle not in {None, piece["product"]["handle"]}:
        raise NotFoundError
    return piece


def find_store(piece: Mapping[str, Any], number: str) -> Mapping[str, Any] | None:
    """Return where a variant stands at the store of a number, or none."""
    wanted = _number(number)
    rows = piece["storeAvailability"]["nodes"]
    return next((row for row in rows if int(row["location"]["id"].rpartition("/")[2]) == wanted), None)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None
