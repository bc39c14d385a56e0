"""An order's lines by how they reach the buyer, each with what has become of its pieces."""

from collections.abc import Mapping
from typing import Any

from comptoir.api import format_pickup

DONE = frozenset({"DELIVERED", "HANDED_OVER"})


def arrange(order: Mapping[str, Any], *, language: str) -> list[dict[str, Any]]:
    """Return the delivery groups with their lines and parcels; what does not travel comes last, in none.

    By when a store promised to bring a group is told by its clock.
    """
    lines = {line["id"]: line for line in order["lineItems"]["nodes"]}
    standing = [each for each in order["fulfillments"]["nodes"] if each["state"] != "CANCELLED"]
    groups = []
    for group in order["deliveryGroups"]:
        own = [each["id"] for each in group["lineItems"] if each["id"] in lines]
        group_lines = [lines.pop(ident) for ident in own]
        groups.append({**_group(group, group_lines, standing), "promised": _promised(group, language)})
    if lines:
        groups.append(_group(None, list(lines.values()), standing))
    return groups


def _promised(group: Mapping[str, Any], language: str) -> str | None:
    until, store = group["promisedUntil"], group["location"]
    return format_pickup(until, store, language=language) if until and store else None


def _group(
    group: Mapping[str, Any] | None, lines: list[Mapping[str, Any]], standing: list[Mapping[str, Any]]
) -> dict[str, Any]:
    idents = {line["id"] for line in lines}
    parcels = [each for each in standing if idents & set(_pieces(each))]
    return {
        "way": group,
        "parcels": [{**each, "done": each["state"] in DONE} for each in parcels],
        "lines": [{**line, "parcels": _of(line, parcels)} for line in lines],
    }


def _of(line: Mapping[str, Any], parcels: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return how many pieces of a line are in which parcel."""
    return [
        {"parcel": parcel, "quantity": _pieces(parcel)[line["id"]]}
        for parcel in parcels
        if line["id"] in _pieces(parcel)
    ]


def _pieces(parcel: Mapping[str, Any]) -> dict[str, int]:
    return {each["lineItem"]["id"]: each["quantity"] for each in parcel["fulfillmentLineItems"]["nodes"]}
