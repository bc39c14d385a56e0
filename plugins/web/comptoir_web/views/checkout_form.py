"""What the checkout page reads from its form, and what it says about single fields."""

from collections.abc import Iterable, Mapping
from typing import Any

from comptoir.api import Texts, address_fields

CONTACT = ("email", "phone")
ADDRESS = {
    "first_name": "firstName",
    "last_name": "lastName",
    "company": "company",
    "address1": "address1",
    "address2": "address2",
    "city": "city",
    "province_code": "provinceCode",
    "zip": "zip",
    "recipient_phone": "phone",
}
"""Fields of the form, and what GraphQL calls them; the phone of the address is the carrier's, not the contact's."""
DELIVERY = "delivery:"
NOT_SENT = frozenset({"PICK_UP", "PICKUP_POINT", "RETAIL", "NONE"})
LONGEST = 300


def typed_address(form: Mapping[str, str], *, country: str) -> dict[str, str]:
    """Return the address in a form as a `CartDeliveryAddressInput`: the fields that forms of the country have."""
    known = {field_name(field.name) for field in address_fields(country)}
    address = {
        told: form.get(name, "").strip()[:LONGEST]
        for name, told in ADDRESS.items()
        if name in known and form.get(name, "").strip()
    }
    return {**address, "countryCode": country}


def kept_address(cart: Mapping[str, Any]) -> dict[str, str]:
    """Return the address that a cart goes to, as `typed_address` does; no more than the country without one."""
    rows = cart["delivery"]["addresses"]
    found = rows[0]["address"] if rows else {}
    return {name: str(value) for name, value in found.items() if value}


def field_name(name: str) -> str:
    """Return the form's name for a field of an address."""
    return "recipient_phone" if name == "phone" else name


def shown_values(cart: Mapping[str, Any], *, country: str) -> dict[str, str]:
    """Return what the fields show at first: what the cart knows already."""
    buyer, address = cart["buyerIdentity"], kept_address(cart)
    values = {name: buyer.get(name) or "" for name in CONTACT}
    values |= {name: address.get(told, "") for name, told in ADDRESS.items()}
    return {**values, "country": country}


def chosen_delivery(cart: Mapping[str, Any], form: Mapping[str, str]) -> dict[str, str]:
    """Return the handle that is chosen for each delivery group: in the form, else in the cart."""
    chosen = {}
    for group in cart["deliveryGroups"]["nodes"]:
        kept = group["selectedDeliveryOption"]
        handle = form.get(DELIVERY + group["id"], "") or (kept["handle"] if kept else "")
        if any(option["handle"] == handle for option in group["deliveryOptions"]):
            chosen[group["id"]] = handle
    return chosen


def is_sent(cart: Mapping[str, Any], chosen: Mapping[str, str]) -> bool:
    """Tell whether any group travels to an address; one without a choice may."""
    for group in cart["deliveryGroups"]["nodes"]:
        option = next(
            (each for each in group["deliveryOptions"] if each["handle"] == chosen.get(group["id"])), None
        )
        if option is None or option["deliveryMethodType"] not in NOT_SENT:
            return True
    return False


def promises(cart: Mapping[str, Any]) -> list[str]:
    """Return by when chosen deliveries are promised, in the order of the groups."""
    options = [group["selectedDeliveryOption"] for group in cart["deliveryGroups"]["nodes"]]
    return [option["promisedUntil"] for option in options if option and option["promisedUntil"]]


def address_problems(errors: Iterable[Mapping[str, Any]], texts: Texts) -> dict[str, str]:
    """Return what is wrong with an address, by field of the form."""
    by_graphql = {told: name for name, told in ADDRESS.items()} | {"countryCode": "country"}
    found: dict[str, str] = {}
    for error in errors:
        field = (error["field"] or [""])[-1]
        found.setdefault(by_graphql.get(field, "page"), field_message(error, texts))
    return found


def field_message(error: Mapping[str, Any], texts: Texts) -> str:
    """Return a sentence about one field: ours for a known code, else the shop's own."""
    _ = texts.gettext
    known = {
        "ADDRESS_FIELD_IS_REQUIRED": _("Fill this in."),
        "ADDRESS_FIELD_IS_TOO_LONG": _("This is too long."),
        "ADDRESS_FIELD_CONTAINS_HTML_TAGS": _("Leave out the signs < and >."),
        "ADDRESS_FIELD_CONTAINS_URL": _("Leave out the link."),
        "ADDRESS_FIELD_CONTAINS_EMOJIS": _("Leave out the pictures."),
        "ADDRESS_FIELD_DOES_NOT_MATCH_EXPECTED_PATTERN": _("This is no phone number."),
        "PROVINCE_NOT_FOUND": _("Choose one of the list."),
        "INVALID_ZIP_CODE_FOR_COUNTRY": _("This is no postal code of the country."),
        "INVALID_ZIP_CODE_FOR_PROVINCE": _("This postal code is not in that region."),
    }
    return known.get(error.get("code") or "") or str(error["message"])
