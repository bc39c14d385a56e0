"""A bag on its way to an order: what can be carried out, what is sent, and by what each group goes. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

SENT = frozenset({"SHIPPING", "LOCAL"})
"""Methods that bring goods to the buyer's door."""


def travels(line: Mapping[str, Any]) -> bool:
    """Tell whether a line is goods; others, such as gift cards, come by email."""
    return bool(line["merchandise"]["requiresShipping"])


def can_carry(line: Mapping[str, Any], location_id: str | None) -> bool:
    """Tell whether a location has all pieces of a line, to be taken along at once."""
    rows = line["merchandise"]["storeAvailability"]["nodes"]
    here = next((row for row in rows if row["location"]["id"] == location_id), None)
    if here is None or not here["available"]:
        return False
    # Zero beside `available` is what is not counted.
    return bool(here["quantityAvailable"] == 0 or here["quantityAvailable"] >= line["quantity"])


def method_of(group: Mapping[str, Any]) -> str:
    """Return how a group of lines reaches the buyer; one that nothing was chosen for is sent."""
    option = group["selectedDeliveryOption"]
    return str(option["deliveryMethodType"]) if option else "SHIPPING"


def sent_groups(cart: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the groups that are brought to the buyer."""
    return [group for group in cart["deliveryGroups"]["nodes"] if method_of(group) in SENT]


def door_options(group: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the ways that bring a group to the door."""
    return [option for option in group["deliveryOptions"] if option["deliveryMethodType"] in SENT]


def needs_contact(cart: Mapping[str, Any]) -> bool:
    """Tell whether the shop has to reach the buyer: whenever not all of it is carried out."""
    groups = cart["deliveryGroups"]["nodes"]
    return not all(travels(line) for line in cart["lines"]["nodes"]) or any(
        method_of(group) != "RETAIL" for group in groups
    )


def lines_of(cart: Mapping[str, Any], group: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return the lines of a group."""
    wanted = {line["id"] for line in group["cartLines"]["nodes"]}
    return [line for line in cart["lines"]["nodes"] if line["id"] in wanted]


def lines_by_email(cart: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return the lines that do not travel."""
    return [line for line in cart["lines"]["nodes"] if not travels(line)]
