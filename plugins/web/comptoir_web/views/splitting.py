"""Single lines that go another way than the rest: what the checkout page offers, and what was chosen there."""

from collections.abc import Mapping
from typing import Any

WAY = "way:"
"""Fields of the form: the store where a line is collected, by its id; empty for a line that is sent."""


def line_ways(cart: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the lines that travel, each with where it can be collected and where it is; none for a single line."""
    lines = {line["id"]: line for line in cart["lines"]["nodes"]}
    rows = [
        _row(lines[each["id"]], group)
        for group in cart["deliveryGroups"]["nodes"]
        for each in group["cartLines"]["nodes"]
        if each["id"] in lines
    ]
    return rows if len(rows) > 1 and any(row["stores"] for row in rows) else []


def changed_ways(cart: Mapping[str, Any], form: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the lines that the form sends another way than the cart does, as `CartLineDeliveryInput`."""
    changed = []
    for row in line_ways(cart):
        ident = row["line"]["id"]
        wanted = form.get(WAY + ident, row["store"])
        if wanted == row["store"]:
            continue
        if wanted:
            changed.append({"lineId": ident, "method": "PICK_UP", "locationId": wanted})
        else:
            changed.append({"lineId": ident, "method": "SHIPPING"})
    return changed


def _row(line: Mapping[str, Any], group: Mapping[str, Any]) -> dict[str, Any]:
    option = group["selectedDeliveryOption"]
    collected = option is not None and option["deliveryMethodType"] == "PICK_UP"
    here = option["location"] if collected else None
    stores = [
        each["location"]
        for each in line["merchandise"]["storeAvailability"]["nodes"]
        # What is not counted is told as available, with no number.
        if each["available"]
        and (not each["quantityAvailable"] or each["quantityAvailable"] >= line["quantity"])
    ]
    if here is not None and here["id"] not in {store["id"] for store in stores}:
        stores.append(here)
    return {"line": line, "stores": stores, "store": here["id"] if here is not None else ""}
