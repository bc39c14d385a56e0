"""Where it is sent: the fields that the country's addresses have, and what is wrong with each."""

from collections.abc import Mapping, Sequence
from typing import Any

from comptoir.api import Visit, address_fields, change_cart, read_form
from starlette.responses import Response

from comptoir_kiosk.pages.checkout.bag import UNPROCESSABLE, Bag, find_bag, to_bag
from comptoir_kiosk.pages.checkout.taken import is_taken, own_bag
from comptoir_kiosk.pages.forms import read_text, refuse
from comptoir_kiosk.views.links import ROOT

_NAMES = {
    "first_name": "firstName",
    "last_name": "lastName",
    "company": "company",
    "address1": "address1",
    "address2": "address2",
    "city": "city",
    "zip": "zip",
    "province_code": "provinceCode",
    "phone": "phone",
}
_SPARED = frozenset({"company", "address2", "phone"})
"""What a kiosk does not ask for: each field more is typed with one finger, standing."""


async def show(visit: Visit) -> Response:
    """Ask for the address."""
    cart = await find_bag(visit)
    if cart is None:
        return to_bag(visit)
    known = _known(cart)
    asked = visit.places.country(visit.request.query_params.get("to", "").upper())
    country = asked or known.get("countryCode") or cart["buyerIdentity"]["countryCode"]
    typed = {name: known.get(ours) or "" for name, ours in _NAMES.items()}
    return await _ask(
        visit, country=visit.places.country(country) or visit.places.default_country, typed=typed
    )


async def send(visit: Visit) -> Response:
    """Send it to the address that was typed; its country's prices and tax then hold."""
    form = await read_form(visit)
    if form is None:
        return await refuse(visit)
    cart = await find_bag(visit)
    if cart is None:
        return to_bag(visit)
    country = visit.places.country(form.get("to", "").upper()) or visit.places.default_country
    typed = {name: read_text(form, name) for name in _fields(country)}
    own = await own_bag(visit, cart)
    if own is None:
        return to_bag(visit)
    address = {_NAMES[name]: text for name, text in typed.items() if text} | {"countryCode": country}
    wish = {"selected": True, "validationStrategy": "STRICT", "address": {"deliveryAddress": address}}
    result = await change_cart(visit, "cart_address", cartId=own["id"], addresses=[wish])
    if result.errors or result.cart is None:
        return await _ask(visit, country=country, typed=typed, errors=result.errors)
    visit.cookies["country"] = country
    return visit.redirect(f"{ROOT}/checkout/delivery")


def _known(cart: Bag) -> Mapping[str, Any]:
    addresses = cart["delivery"]["addresses"]
    found: Mapping[str, Any] = addresses[0]["address"] if addresses else {}
    return found


def _fields(country: str) -> Mapping[str, Any]:
    """Return the fields to fill in, in the order of the country."""
    return {field.name: field for field in address_fields(country) if field.name not in _SPARED}


async def _ask(
    visit: Visit, *, country: str, typed: Mapping[str, str], errors: Sequence[Mapping[str, Any]] = ()
) -> Response:
    countries = (await visit.ask("countries"))["localization"]["availableCountries"]
    fields = _fields(country)
    return await visit.page(
        "checkout/address.html",
        status=UNPROCESSABLE if errors else 200,
        tab="bag",
        back=f"{ROOT}/checkout",
        countries=sorted(countries, key=lambda row: row["name"]),
        to=country,
        fields=list(fields.values()),
        labels=_labels(visit),
        typed=typed,
        taken=is_taken(visit),
        problems=_problems(visit, errors, fields),
        key_fields=[f"field-{name}" for name, field in fields.items() if not field.choices],
    )


def _labels(visit: Visit) -> Mapping[str, str]:
    _ = visit.texts.gettext
    return {
        "first_name": _("First name"),
        "last_name": _("Last name"),
        "address1": _("Street and number"),
        "city": _("Town"),
        "zip": _("Postal code"),
        "province_code": _("State or province"),
    }


def _problems(visit: Visit, errors: Sequence[Mapping[str, Any]], fields: Mapping[str, Any]) -> dict[str, str]:
    """Return a sentence for each field at fault; `form` has what concerns the whole address."""
    ours = {theirs: name for name, theirs in _NAMES.items() if name in fields}
    found: dict[str, str] = {}
    for error in errors:
        name = ours.get((error["field"] or [""])[-1])
        if name is not None:
            found.setdefault(name, _sentence(visit, error, fields[name]))
        else:
            found["form"] = visit.texts.gettext("That did not work. Please try again.")
    return found


def _sentence(visit: Visit, error: Mapping[str, Any], field: Any) -> str:
    _ = visit.texts.gettext
    match error["code"]:
        case "ADDRESS_FIELD_IS_REQUIRED":
            return _("Please fill this in.")
        case "INVALID_ZIP_CODE_FOR_COUNTRY" | "INVALID_ZIP_CODE_FOR_PROVINCE" if field.example:
            return _("That is no postal code there. One looks like %(example)s.", example=field.example)
        case "ADDRESS_FIELD_IS_TOO_LONG":
            return _("That is too long.")
        case _:
            return _("Please check this.")
