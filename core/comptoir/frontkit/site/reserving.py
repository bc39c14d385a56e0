"""Reserving in a store through GraphQL: a form's fields, what the shop said to each, and the page of a reservation.

The channel brings the documents `reservation`, `reservation_create` and `reservation_cancel`; those that change
something name their field `change` and ask for `reservation` and `userErrors`.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Any

from starlette.responses import Response

from comptoir.frontkit.site.visit import NotFoundError, Visit

_PREFIX = "gid://shopify/Reservation/"
_TOKEN = re.compile(r"[0-9A-Za-z_\-]{16,64}", re.ASCII)
_LONGEST = 300
_FIELDS = {
    ("contact", "name"): "name",
    ("contact", "email"): "email",
    ("contact", "phone"): "phone",
    ("contact",): "contact",
    ("pickupBy",): "pickup",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationForm:
    """What somebody typed. `once` is of the page that the form is on, so that a double tap reserves once."""

    name: str = ""
    email: str = ""
    phone: str = ""
    pickup: str = ""
    """The moment to collect it by; empty for the shop's own choice."""
    once: str = field(default_factory=lambda: secrets.token_urlsafe(16))

    @classmethod
    def read(cls, fields: Mapping[str, str]) -> "ReservationForm":
        """Return the form of the fields `name`, `email`, `phone`, `pickup` and `once`."""
        names = ("name", "email", "phone", "pickup", "once")
        return cls(**{name: str(fields.get(name, "")).strip()[:_LONGEST] for name in names})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationResult:
    """The reservation that was made, or what is wrong.

    `problems` are sentences by field: `name`, `email`, `phone`, `contact` (neither of the two), `pickup`, and
    `piece` for all that no field can mend.
    """

    token: str | None = None
    """Of its address; whoever knows it sees the reservation."""
    reservation: Mapping[str, Any] | None = None
    """What the channel's document asks of it."""
    problems: Mapping[str, str] = field(default_factory=dict)
    codes: frozenset[str] = frozenset()
    """Of the shop's refusals, for a channel that words one of them otherwise."""


async def make_reservation(
    visit: Visit, form: ReservationForm, *, variant_id: str, location_id: str, quantity: int = 1
) -> ReservationResult:
    """Reserve a piece at a store. The same form sent again gives the reservation that it made."""
    if problems := _missing(visit, form):
        return ReservationResult(problems=problems)
    wish: dict[str, Any] = {
        "variantId": variant_id,
        "locationId": location_id,
        "quantity": quantity,
        "contact": {"name": form.name, "email": form.email or None, "phone": form.phone or None},
        "pickupBy": form.pickup or None,
    }
    # Bound to the visitor's own secret: nobody gets another's reservation by sending the fields that they sent.
    told = repr((visit.token, form.once, sorted(wish.items(), key=lambda pair: pair[0])))
    wish["idempotencyKey"] = blake2b(told.encode(), digest_size=20, person=b"reserving.once").hexdigest()
    change = (await visit.ask("reservation_create", input=wish))["change"]
    made, refused = change["reservation"], change["userErrors"]
    if made is None:
        problems = {_field_of(said): said["message"] for said in refused}
        return ReservationResult(problems=problems, codes=frozenset(said["code"] for said in refused))
    return ReservationResult(token=made["id"].removeprefix(_PREFIX), reservation=made)


async def find_reservation(visit: Visit, token: str) -> Mapping[str, Any]:
    """Return the reservation of an address; raises `NotFoundError` where there is none."""
    found: Mapping[str, Any] | None = (await visit.ask("reservation", id=_ident(token)))["reservation"]
    if found is None:
        raise NotFoundError
    return found


async def cancel_reservation(visit: Visit, token: str) -> str | None:
    """Let go of what was reserved; return the sentence that says why not, where it was refused."""
    change = (await visit.ask("reservation_cancel", id=_ident(token)))["change"]
    if change["reservation"] is not None:
        return None
    if any(said["code"] == "RESERVATION_NOT_FOUND" for said in change["userErrors"]):
        raise NotFoundError
    return str(change["userErrors"][0]["message"])


def keep_secret(response: Response) -> Response:
    """Mark a page whose address is a secret: kept nowhere on the way, named to no other site, found by no search."""
    response.headers["cache-control"] = "private, no-store"
    response.headers["referrer-policy"] = "same-origin"
    response.headers["x-robots-tag"] = "noindex"
    return response


def _ident(token: str) -> str:
    if not _TOKEN.fullmatch(token):
        raise NotFoundError
    return _PREFIX + token


def _missing(visit: Visit, form: ReservationForm) -> dict[str, str]:
    """Return what can be told without asking the shop: all of it at once."""
    _ = visit.texts.gettext
    problems = {}
    if not form.name:
        problems["name"] = _("Enter a name: whoever collects it is asked for it.")
    if not form.email and not form.phone:
        problems["contact"] = _("Enter an email address or a phone number.")
    if form.pickup and not _is_moment(form.pickup):
        problems["pickup"] = _("Choose one of the times.")
    return problems


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _field_of(said: Mapping[str, Any]) -> str:
    path = tuple(said["field"] or ())
    return _FIELDS.get(path[1:] if path[:1] == ("input",) else path, "piece")
